"""Asking what a copied course could take over from the course it was copied from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select

from lti_tool.courses.copies import WAITING
from lti_tool.courses.design import Designed
from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.launch.models import Visit
from lti_tool.programme.models import Activity
from lti_tool.programme.queries import linked_as

Design = dict[tuple[Any, ...], Designed]


@dataclass(frozen=True)
class Question:
    """A copied course, and all that could come along; empty `rows`: there is nothing to ask."""

    context: Context
    origin: Context
    rows: tuple[Designed, ...]

    @property
    def named(self) -> list[str]:
        """What the rows are, in the reader's words: each kind once."""
        return [str(words) for words in dict.fromkeys(row.named for row in self.rows)]


def question_of(visit: Visit) -> Question | None:
    """What the staff of a visit are to be asked; None where the course is no open copy.

    What they set up here already is never on offer: it stays as it is.
    """
    context = visit.membership.context
    origin = _origin(context, visit)
    if origin is None or context.copy_state not in ("", WAITING):
        return None
    ours = design_of(context)
    offered: Design = {}
    for course in reversed([origin, *_before(origin)]):
        offered |= {k: row for k, row in design_of(course).items() if not _is_untouched(row)}
    rows = [row for identity, row in offered.items() if _adds(row, ours.get(identity))]
    return Question(context, origin, tuple(rows))


def design_of(context: Context) -> Design:
    """All that staff set up for a course, whichever step keeps it, by what it is."""
    return {row.identity: row for model in designed_models() for row in _rows(model, context)}


def designed_models() -> list[type[Designed]]:
    """The models of a course's design, those of all steps in their order."""
    return Designed.__subclasses__()


def _rows(model: type[Designed], context: Context) -> Iterator[Designed]:
    yield from db.session.scalars(select(model).filter_by(context_id=context.id))


def _origin(context: Context, visit: Visit) -> Context | None:
    """The course that this one was copied from: as histories tell, or as the opened link does.

    A key cannot be guessed, so it is believed in every deployment of the registration.
    """
    key = visit.resource_link.activity if visit.resource_link else ""
    if context.copied_from is not None or not key:
        return context.copied_from
    named = linked_as(key, context.deployment.registration_id).order_by(Activity.id.desc())
    found = db.session.scalars(named).all()
    if any(one.context_id == context.id for one in found):
        return None
    return found[0].context if found else None


def _before(origin: Context) -> Iterator[Context]:
    """A copy whose staff never answered stands for the course that it was copied from."""
    seen = {origin.id}
    while origin.copy_state == WAITING and origin.copied_from is not None:
        origin = origin.copied_from
        if origin.id in seen:
            return
        seen.add(origin.id)
        yield origin


def _adds(row: Designed, ours: Designed | None) -> bool:
    return ours is None or (_is_untouched(ours) and ours.design() != row.design())


def _is_untouched(row: Designed) -> bool:
    """Whether a row is as it is made by itself, so that nobody chose anything yet."""
    columns = inspect(type(row)).columns
    return all(getattr(row, name) == _default(columns[name]) for name in row.travels)


def _default(column: Any) -> Any:
    if column.default is None:
        return None
    return column.default.arg(None) if column.default.is_callable else column.default.arg
