"""Answers to a form as they are kept; the models of any step that keeps some build on this.

Answers are JSON beside the name and version of their form. A version that only rises keeps two
windows from overwriting each other.
"""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import ForeignKey, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from lti_tool.db import db, utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.forms.definition import Form


class Answered:
    """The columns of a form that one member filled in; a model adds a name and UNIQUE_KEY."""

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"))
    key: Mapped[str]
    """Made with the empty page and part of its address: the same form sent twice is one answer."""
    form_name: Mapped[str]
    form_version: Mapped[int]
    answers: Mapped[dict[str, Any]]
    """Private: pages read it through `forms.audience.readable`."""
    version: Mapped[int]
    is_shared: Mapped[bool]
    """Whether anything is open to the group. It narrows queries; the rule decides each field."""
    started_at: Mapped[datetime] = mapped_column(default=utcnow)
    saved_at: Mapped[datetime] = mapped_column(default=utcnow)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let every update ask for the version it was read with."""
        return {"version_id_col": cls.version}

    def keep(self, form: Form, answers: dict[str, Any]) -> None:
        """Keep these answers as an answer to the form as it is now.

        What was answered to questions that it does not ask any more stays as it was.
        """
        old = {name: said for name, said in (self.answers or {}).items() if not form.field(name)}
        self.form_name, self.form_version = form.name, form.version
        self.answers, self.saved_at = {**old, **answers}, utcnow()
        self.is_shared = bool(form.opened(answers))


class Versioned(Protocol):
    """What is kept in a version that only rises."""

    @property
    def version(self) -> int: ...


KEY = re.compile(r"[\w-]{12}", re.ASCII)
UNIQUE_KEY = ("membership_id", "key")


Row = TypeVar("Row", bound=Answered)


def new_key() -> str:
    """A key for a form that is about to be filled in."""
    return secrets.token_urlsafe(9)


def find(model: type[Row], membership_id: int, key: str) -> Row | None:
    """What a member keeps under a key, if anything; raises NotHere for what is no key."""
    if not KEY.fullmatch(key):
        raise NotHere("not a key")
    query = select(model).filter_by(membership_id=membership_id, key=key)
    return db.session.scalars(query).one_or_none()


def is_for_reader(kept: Answered, since: Mapping[int, datetime | None]) -> bool:
    """Whether an answer was opened when its reader already belonged to those it is open to.

    `since` has for each author the moment from which it is so; None for from the beginning.
    Whoever came later reads it once its author has saved it again, with them in company.
    """
    moment = since.get(kept.membership_id)
    return moment is None or kept.saved_at >= moment


def expect_version(kept: Versioned | None, seen: int) -> None:
    """Raise ChangedMeanwhile when the writer saw another version than the one that stands."""
    if (kept.version if kept else 0) != seen:
        raise ChangedMeanwhile(f"written on version {seen}")


def settle() -> None:
    """Send what was changed to the database; raises ChangedMeanwhile when another was faster.

    Then nothing of this request is kept, and what stands can be read again.
    """
    try:
        db.session.flush()
    except (IntegrityError, StaleDataError) as error:
        db.session.rollback()
        raise ChangedMeanwhile("another request was faster") from error
