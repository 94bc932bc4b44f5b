"""Asking for what staff told their course, and for the handbook."""

import functools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.definition import Words
from lti_tool.forms.entry import Entry, FormWrong
from lti_tool.programme.culture.models import Heard, TeacherCard
from lti_tool.web.config import config_dirs

FILE = "handbook.toml"


@dataclass(frozen=True)
class Chapter:
    """One chapter of the handbook."""

    name: str
    title: Words
    text: Words


def cards_in(context_id: int) -> Sequence[TeacherCard]:
    """What the staff of a course are learning, of those who still belong to it."""
    query = select(TeacherCard).join(TeacherCard.membership)
    here = Membership.context_id == context_id, Membership.is_staff, Membership.left_at.is_(None)
    return db.session.scalars(query.where(*here).order_by(TeacherCard.membership_id)).all()


def card_of(membership: Membership) -> str:
    """What one of the staff is learning; "" where they have not said."""
    found = db.session.get(TeacherCard, membership.id)
    return found.learning if found else ""


def heard_in(context_id: int) -> Sequence[Heard]:
    """What was said and what was done, the newest first."""
    query = select(Heard).filter_by(context_id=context_id).order_by(Heard.id.desc())
    return db.session.scalars(query).all()


def handbook() -> tuple[Chapter, ...]:
    """The chapters for staff, from the first folder that has the file; raises FormWrong."""
    return load_handbook(config_dirs())


@functools.cache
def load_handbook(folders: tuple[Path, ...]) -> tuple[Chapter, ...]:
    """Read once; a file that is wrong is named with its key."""
    file = next((one for folder in folders if (one := folder / FILE).is_file()), None)
    if file is None:
        raise FormWrong(f"{FILE}: there is no such file.")
    try:
        whole = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    made = tuple(map(_chapter, whole.tables("chapters")))
    whole.done()
    return made


def _chapter(entry: Entry) -> Chapter:
    title, text = (Words(entry.words(one, needed=True)) for one in ("title", "text"))
    made = Chapter(entry.name("name"), title, text)
    entry.done()
    return made
