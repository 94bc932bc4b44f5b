"""Keeping the sections and groups that a platform names; for the actions of `courses` and `roster`.

What stands already is not written again. A name that is not given takes none away.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, update

from lti_tool.courses.models import PlatformGroup
from lti_tool.db import db, insert_all_missing
from lti_tool.lti.course_groups import Belonging, CourseGroup

SECTION, GROUP = "section", "group"


def ids_told(belonging: Belonging) -> dict[str, list[str]]:
    """The columns of a membership that a launch gives; what it does not tell is left out."""
    told = {"section_ids": belonging.sections, "group_ids": belonging.groups}
    return {
        name: [one.group_id for one in groups]
        for name, groups in told.items()
        if groups is not None
    }


def keep_belonging(context_id: int, belonging: Belonging) -> None:
    """Keep the sections and groups of who launches."""
    keep_groups(context_id, SECTION, belonging.sections or ())
    keep_groups(context_id, GROUP, belonging.groups or ())


def keep_groups(context_id: int, kind: str, groups: Iterable[CourseGroup]) -> None:
    """Keep these beside what stands; a known one changes only where it is named anew."""
    known, missing = {row.group_id: row for row in _rows(context_id, kind)}, []
    for one in groups:
        values = {"name": one.name, "set_id": one.set_id, "set_name": one.set_name}
        row = known.get(one.group_id)
        if row is None:
            ours = {"context_id": context_id, "kind": kind, "group_id": one.group_id}
            missing.append({**ours, **values})
        elif one.name and any(getattr(row, name) != value for name, value in values.items()):
            db.session.execute(update(PlatformGroup).filter_by(id=row.id).values(**values))
    insert_all_missing(PlatformGroup, missing)


def forget_others(context_id: int, groups: Iterable[CourseGroup]) -> None:
    """The platform has listed all its groups: others are no more."""
    kept = {one.group_id for one in groups}
    gone = [row.id for row in _rows(context_id, GROUP) if row.group_id not in kept]
    if gone:
        db.session.execute(delete(PlatformGroup).where(PlatformGroup.id.in_(gone)))


def _rows(context_id: int, kind: str) -> Sequence[PlatformGroup]:
    return db.session.scalars(
        select(PlatformGroup).filter_by(context_id=context_id, kind=kind)
    ).all()
