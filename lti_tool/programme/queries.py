"""Asking how members of a course stand, by the ledger of participation."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Select, func, select

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db
from lti_tool.platforms.models import Deployment
from lti_tool.programme.items import Participation, participation
from lti_tool.programme.models import POINTS, WHOLE, Activity, ParticipationEvent, Programme
from lti_tool.programme.scoring import Standing, score
from lti_tool.web.config import config_dirs


def participation_rules() -> Participation:
    """What counts in this institution; raises SettingWrong when its file is wrong."""
    return participation(config_dirs())


def points_in(context_id: int) -> float:
    """What full participation is worth in a course."""
    query = select(Programme.points).filter_by(context_id=context_id)
    found = db.session.scalar(query)
    return POINTS if found is None else found


def standing_of(membership: Membership) -> Standing:
    """How one member stands now."""
    return standings([membership])[membership.id]


def standings(memberships: Iterable[Membership]) -> dict[int, Standing]:
    """How members stand now, by membership id; any number costs two requests a course."""
    people = {one.id: one.context_id for one in memberships}
    points = {context_id: points_in(context_id) for context_id in set(people.values())}
    rules, done = participation_rules(), done_keys(people)
    return {
        member: score(
            done.get(member, ()),
            rules.keys,
            maximum=points[context_id],
            free_misses=rules.free_misses,
        )
        for member, context_id in people.items()
    }


def done_keys(membership_ids: Iterable[int]) -> Mapping[int, set[str]]:
    """The items that members have done, by membership id: the last line of each item decides."""
    lines = ParticipationEvent
    last = (
        select(func.max(lines.id))
        .where(lines.membership_id.in_(list(membership_ids)))
        .group_by(lines.membership_id, lines.item)
    )
    query = select(lines.membership_id, lines.item).where(lines.id.in_(last), lines.is_done)
    found: dict[int, set[str]] = {}
    for member, item in db.session.execute(query):
        found.setdefault(member, set()).add(item)
    return found


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
