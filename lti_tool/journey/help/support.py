"""Support services of this institution and how long requests wait, from `config/support.toml`.

A file in the institution's own folder replaces ours. A file that is wrong stops its reader with
one sentence that names the file and the key.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lti_tool.forms.definition import Words
from lti_tool.forms.entry import Entry, FormWrong

WAITS = ("group", "helper", "teacher", "feedback")
LONGEST_WAIT = 60
"""Days."""
PHONE = re.compile(r"\+?[\d ()/-]{2,30}", re.ASCII)
MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+", re.ASCII)


@dataclass(frozen=True)
class Contact:
    """A service that one reaches oneself: by phone, mail or a page of its own."""

    name: Words
    what: Words
    hours: Words
    phone: str
    mail: str
    link: str

    @property
    def dialled(self) -> str:
        """The number as a phone wants it."""
        return re.sub(r"[^\d+]", "", self.phone)


@dataclass(frozen=True)
class Support:
    """All of the file; `waits` are days by kind of recipient."""

    waits: Mapping[str, int]
    emergency: tuple[Contact, ...]
    contacts: tuple[Contact, ...]


@functools.cache
def load_support(folders: tuple[Path, ...]) -> Support:
    """Read the file of these folders once; the first folder that has it wins. Raises FormWrong."""
    file = next(one for folder in folders if (one := folder / "support.toml").is_file())
    try:
        entry = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    made = Support(
        waits=_waits(entry),
        emergency=tuple(map(_contact, entry.tables("emergency"))),
        contacts=tuple(map(_contact, entry.tables("contacts"))),
    )
    entry.done()
    return made


def _waits(entry: Entry) -> dict[str, int]:
    table = Entry(entry.file, "answers_within", entry.take("answers_within", dict))
    waits = {name: table.take(name, int) for name in WAITS}
    for name, days in waits.items():
        if not 1 <= days <= LONGEST_WAIT:
            raise table.wrong(name, f"days, from 1 to {LONGEST_WAIT}")
    table.done()
    return waits


def _contact(entry: Entry) -> Contact:
    made = Contact(
        name=Words(entry.words("name", needed=True)),
        what=Words(entry.words("what")),
        hours=Words(entry.words("hours")),
        phone=entry.take("phone", str, ""),
        mail=entry.take("mail", str, ""),
        link=entry.take("link", str, ""),
    )
    entry.done()
    _refuse_dead_ends(made, entry)
    return made


def _refuse_dead_ends(made: Contact, entry: Entry) -> None:
    """A contact leads somewhere, and only by ways that a page may link to."""
    if not (made.phone or made.mail or made.link):
        raise entry.wrong("phone", "write a phone, a mail or a link")
    if made.phone and not PHONE.fullmatch(made.phone):
        raise entry.wrong("phone", "digits and spaces, such as +45 35 55 01 00")
    if made.mail and not MAIL.fullmatch(made.mail):
        raise entry.wrong("mail", "one address")
    if made.link and not made.link.startswith("https://"):
        raise entry.wrong("link", "an address that begins with https://")
