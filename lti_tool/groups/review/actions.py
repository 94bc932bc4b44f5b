"""Changing the circles of a course by hand, and publishing them; for the pages of staff."""

from sqlalchemy import delete, not_, select, update

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import membership_in
from lti_tool.db import db, leave_work, utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.groups.actions import judge_again, set_aside, sit, take_turn
from lti_tool.groups.models import Grouping, PeerGroup, Seat, SeatMove
from lti_tool.groups.opening.actions import count_as_open
from lti_tool.groups.queries import current, grouping_by, is_here
from lti_tool.groups.review.repair import mend
from lti_tool.programme.actions import programme_of, score_course_again
from lti_tool.web.days import today


def move(context_id: int, membership_id: int, *, grouping_id: int, to: int | None) -> None:
    """Give somebody a seat in circle `to`, or in none; the next number is a new circle.

    Raises NotHere for what this course has not got, ChangedMeanwhile for a page that is too old.
    """
    take_turn(context_id)
    grouping, member = _changeable(context_id, grouping_id), _sitter(context_id, membership_id)
    before = sit(grouping, member, to)
    if before != to:
        kept = {"from_number": before, "to_number": to}
        db.session.add(SeatMove(grouping_id=grouping.id, membership_id=member.id, **kept))
        judge_again(grouping, (before, to))
        _score_seated_again(grouping)


def take_back(context_id: int, move_id: int, *, grouping_id: int) -> None:
    """Undo the last move by hand. Raises ChangedMeanwhile when it is not the last any more."""
    take_turn(context_id)
    grouping = _changeable(context_id, grouping_id)
    newest = select(SeatMove).filter_by(grouping_id=grouping.id).order_by(SeatMove.id.desc())
    last = db.session.scalars(newest.limit(1)).one_or_none()
    if last is None or last.id != move_id:
        raise ChangedMeanwhile("this is not the last move any more")
    sit(grouping, last.membership, last.from_number)
    judge_again(grouping, (last.from_number, last.to_number))
    db.session.delete(last)
    _score_seated_again(grouping)


def lock(context_id: int, number: int, *, grouping_id: int) -> None:
    """Let a circle stay as it is when the rest is formed again; locking it again opens it."""
    take_turn(context_id)
    grouping = _changeable(context_id, grouping_id)
    circle = update(PeerGroup).filter_by(grouping_id=grouping.id, number=number)
    db.session.execute(circle.values(is_locked=not_(PeerGroup.is_locked)))


def publish(context_id: int, grouping_id: int) -> Grouping:
    """Show a draft to the students; twice is once. What was published before is kept as replaced.

    Seats of people who left meanwhile, and circles without people, are taken away first. A repair
    changes the published circles in place, so who stays keeps seat and circle. Raises NotHere, and
    ChangedMeanwhile when somebody else made another proposal meanwhile.
    """
    take_turn(context_id)
    grouping = grouping_by(context_id, grouping_id)
    published = current(context_id, "published")
    if grouping.repairs_id and grouping.state == "replaced" and published and grouping.mended_at:
        return published
    _refuse_old(grouping)
    if grouping.state == "published":
        return grouping
    _clear(grouping)
    count_as_open(context_id, today=today())
    score_course_again(context_id)
    return _repair(grouping, published) if grouping.repairs_id else _show(grouping)


def seat_late_joiners(context_id: int, *, at_once: bool) -> None:
    """Let whoever joins later have the best free seat at once, or wait for staff."""
    programme_of(context_id).places_late_joiners = at_once
    leave_work("circles")


def discard_draft(context_id: int, grouping_id: int) -> None:
    """Put a draft away; what is published stays as it is. Raises NotHere."""
    take_turn(context_id)
    draft = grouping_by(context_id, grouping_id)
    if draft.state == "draft":
        draft.state = "replaced"


def keep_instead(context_id: int, grouping_id: int) -> Grouping:
    """Make an earlier proposal the draft again; the present one is kept beside it.

    Raises NotHere, and ChangedMeanwhile for what students have seen or what repaired something.
    """
    take_turn(context_id)
    earlier = grouping_by(context_id, grouping_id)
    if earlier.published_at or earlier.mended_at or earlier.state == "published":
        raise ChangedMeanwhile("only proposals can be taken up again")
    set_aside(context_id, "draft")
    earlier.state = "draft"
    return earlier


def _score_seated_again(grouping: Grouping) -> None:
    """Who comes or goes where circles are published changes what their mates are asked to do."""
    if grouping.state == "published":
        score_course_again(grouping.context_id)


def _show(draft: Grouping) -> Grouping:
    """Publish a division of its own; from now on its seats count, and those before are history."""
    now = utcnow()
    published = current(draft.context_id, "published")
    if published is not None:
        _taken(published, left_at=now)
    set_aside(draft.context_id, "published")
    _taken(draft, taken_at=now)
    draft.state, draft.published_at = "published", now
    return draft


def _repair(draft: Grouping, published: Grouping | None) -> Grouping:
    if published is None or published.id != draft.repairs_id:
        raise ChangedMeanwhile("what this repairs is not published any more")
    mend(published, draft)
    draft.state, draft.mended_at = "replaced", utcnow()
    return published


def _taken(grouping: Grouping, **values: object) -> None:
    """Write to all seats that are taken in a grouping."""
    groups = select(PeerGroup.id).filter_by(grouping_id=grouping.id)
    seats = update(Seat).where(Seat.group_id.in_(groups), Seat.left_at.is_(None))
    db.session.execute(seats.values(**values))


def _changeable(context_id: int, grouping_id: int) -> Grouping:
    """A grouping that may still be changed: the draft or the published one."""
    found = grouping_by(context_id, grouping_id)
    _refuse_old(found)
    return found


def _refuse_old(grouping: Grouping) -> None:
    if grouping.state == "replaced":
        raise ChangedMeanwhile("this grouping has been replaced")


def _sitter(context_id: int, membership_id: int) -> Membership:
    member = membership_in(context_id, membership_id)
    if not is_here(member):
        raise NotHere("this person does not take part, or not any more")
    return member


def _clear(grouping: Grouping) -> None:
    """Take away the seats of people who are not here any more, then circles without people."""
    groups = select(PeerGroup.id).filter_by(grouping_id=grouping.id)
    here = select(Membership.id).where(Membership.is_learner, Membership.left_at.is_(None))
    db.session.execute(
        delete(Seat).where(Seat.group_id.in_(groups), Seat.membership_id.not_in(here))
    )
    empty = not_(select(Seat.id).where(Seat.group_id == PeerGroup.id).exists())
    db.session.execute(delete(PeerGroup).where(PeerGroup.grouping_id == grouping.id, empty))
