"""Asking how members of a course stand, by the ledger of participation."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from sqlalchemy import Select, func, or_, select

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.platforms.models import Deployment
from lti_tool.programme.items import Item, Participation, participation
from lti_tool.programme.models import (
    POINTS,
    USUAL_SIZE,
    WHOLE,
    Activity,
    Grading,
    KeptStanding,
    ParticipationEvent,
    Programme,
    Rescoring,
)
from lti_tool.programme.outline.extras import items_without
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.rooms import duties_of
from lti_tool.programme.scoring import Act, Rules, Standing, score
from lti_tool.web.config import config_dirs

KEEPS = timedelta(days=1)
"""How long a standing that was kept is believed: what staff change in a file tells nobody."""


def participation_rules() -> Participation:
    """What counts in this institution; raises SettingWrong when its file is wrong."""
    return participation(config_dirs())


def points_in(context_id: int) -> float:
    """What full participation is worth in a course."""
    query = select(Programme.points).filter_by(context_id=context_id)
    found = db.session.scalar(query)
    return POINTS if found is None else found


def size_in(context_id: int) -> int:
    """How many are to sit in a circle of a course, usually."""
    query = select(Programme.group_size).filter_by(context_id=context_id)
    return db.session.scalar(query) or USUAL_SIZE


def rules_in(context_ids: Iterable[int]) -> dict[int, Rules]:
    """What counts in these courses and how it becomes a score; one request for all of them.

    What a course does without counts for nobody, whatever the file and staff say.
    """
    wanted = set(context_ids)
    query = (
        select(Context.id, Programme.points, Outline.without, Grading)
        .outerjoin(Programme, Programme.context_id == Context.id)
        .outerjoin(Outline, Outline.context_id == Context.id)
        .outerjoin(Grading, Grading.context_id == Context.id)
        .where(Context.id.in_(wanted))
    )
    file, found = participation_rules(), db.session.execute(query) if wanted else ()
    return {
        context_id: rules_from(
            file, grading, maximum=POINTS if points is None else points, without=without or ()
        )
        for context_id, points, without, grading in found
    }


def rules_from(
    file: Participation, grading: Grading | None, *, maximum: float, without: Collection[str] = ()
) -> Rules:
    """The rules of a file, with what staff chose for their course, and which extras it lacks."""
    own = grading or Grading(leaves_out=[])
    gone = items_without(without).union(own.leaves_out)
    return Rules(
        kinds=tuple(item.kind for item in file.items if item.key not in gone),
        maximum=maximum,
        model=own.model or file.model,
        free=_chosen(own.free_misses, file.free_misses),
        full=_chosen(own.full, file.full),
        minimum=_chosen(own.minimum, file.minimum),
        bundles=tuple(bundle for bundle, _ in file.bundles),
        is_apart=own.columns == "each",
    )


def _chosen(value: int | None, default: int) -> int:
    return default if value is None else value


def counted_items(rules: Rules) -> list[Item]:
    """The items that count by these rules, in the order of the file."""
    keys = {kind.key for kind in rules.kinds}
    return [item for item in participation_rules().items if item.key in keys]


def grading_of(context_id: int) -> Grading | None:
    """What staff chose, if they have."""
    return db.session.scalars(select(Grading).filter_by(context_id=context_id)).one_or_none()


def standing_of(membership: Membership) -> Standing:
    """How one member stands now."""
    return standings([membership])[membership.id]


def standing_at_hand(membership: Membership) -> Standing:
    """How one member stands now, maybe without its lines: one request, where it was kept."""
    kept = db.session.scalars(_still_true(membership.id)).one_or_none()
    if kept is None:
        return standing_of(membership)
    return Standing(**kept.counts, begins_at=kept.begins_at, changes_at=kept.changes_at)


def _still_true(membership_id: int) -> Select[KeptStanding]:
    """What was kept of a member, unless they have acted since or something has become due."""
    kept, now = KeptStanding, utcnow()
    newer = select(ParticipationEvent.id).filter_by(membership_id=membership_id, scored_at=None)
    asked = select(Rescoring.membership_id).filter_by(membership_id=membership_id)
    return (
        select(kept)
        .filter_by(membership_id=membership_id)
        .where(or_(kept.changes_at.is_(None), kept.changes_at > now))
        .where(kept.worked_out_at > now - KEEPS, ~newer.exists(), ~asked.exists())
    )


def standings(memberships: Iterable[Membership]) -> dict[int, Standing]:
    """How members stand now, by membership id; any number costs the same few requests a course."""
    people, now = list(memberships), utcnow()
    rules = rules_in(one.context_id for one in people)
    duties, acts = duties_of(people), acts_of(one.id for one in people)
    return {
        one.id: score(
            rules[one.context_id],
            duties.get(one.id, ()),
            acts.get(one.id, ()),
            since=one.joined_at,
            now=now,
        )
        for one in people
    }


def acts_of(membership_ids: Iterable[int]) -> Mapping[int, list[Act]]:
    """What members have done, by membership id: the last line of each piece decides."""
    lines = ParticipationEvent
    last = (
        select(func.max(lines.id))
        .where(lines.membership_id.in_(list(membership_ids)))
        .group_by(lines.membership_id, lines.item, lines.piece)
    )
    query = select(lines.membership_id, lines.item, lines.piece, lines.occurred_at)
    found: dict[int, list[Act]] = {}
    for member, item, piece, at in db.session.execute(
        query.where(lines.id.in_(last), lines.is_done)
    ):
        found.setdefault(member, []).append(Act(item, piece, at))
    return found


def has_done(membership: Membership, item: str, piece: str = "") -> bool:
    """Whether the ledger says that a member has done this."""
    lines = ParticipationEvent
    query = select(lines.is_done).filter_by(membership_id=membership.id, item=item, piece=piece)
    return bool(db.session.scalar(query.order_by(lines.id.desc()).limit(1)))


def items_of(standings: Iterable[Standing]) -> tuple[Item, ...]:
    """The items that anybody of these is asked for, or has done."""
    lines = (line for standing in standings for line in standing.lines)
    asked = {line.item for line in lines if line.asked or line.done or line.excused}
    return tuple(item for item in participation_rules().items if item.key in asked)


def find_activity(membership: Membership, key: str) -> Activity | None:
    """What a link opens for a member; None for what nobody of their platform linked.

    A copied course brings its links along, so the activity may be another course's: what it is
    may be known here, and nothing else of it.
    """
    query = linked_as(key, membership.user.registration_id)
    is_ours = Activity.context_id == membership.context_id
    return db.session.scalars(query.order_by(is_ours.desc()).limit(1)).one_or_none()


def linked_as(key: str, registration_id: int) -> Select[Activity]:
    """All activities of a platform under one key: a link's and those of its copies."""
    query = select(Activity).join(Activity.context).join(Context.deployment)
    return query.where(Activity.key == key, Deployment.registration_id == registration_id)


def has_whole_column(context_id: int) -> bool:
    """Whether a link to the whole was already given the column of the course."""
    query = select(Activity.id).filter_by(context_id=context_id, kind=WHOLE, has_column=True)
    return db.session.scalar(query.limit(1)) is not None
