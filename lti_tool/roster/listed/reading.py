"""A course list that staff bring along as a file: what its columns mean, who stands in it.

Plain Python. Read is CSV as spreadsheets and platforms write it; a line that cannot be read is
named and left out, and the others are good.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

from lti_tool.tables import FileWrong, Table, plain

MOST_PEOPLE = 20_000
LONGEST_ID, LONGEST_NAME = 255, 200
FORMULA = ("=", "+", "-", "@")
AS_TEXT = re.compile(r'="([^"]*)"')
"""How a spreadsheet is made to keep the zeros that an id begins with."""
SHORTENED = re.compile(r"\d[.,]\d+E\+?\d+", re.ASCII | re.IGNORECASE)
"""What a spreadsheet makes of a long number."""

TITLES = {
    "id": (
        "sisuserid", "personsourcedid", "lispersonsourcedid", "sourcedid", "sid", "idnumber",
        "idnummer", "studentid", "studentnumber", "studentno", "studienummer", "studienr",
        "matrikelnummer", "matrikelnr", "matricola", "numerodimatricola", "userid", "id",
    ),
    "name": (
        "name", "fullname", "studentname", "student", "navn", "vollstandigername",
        "nomecompleto", "nomeecognome",
    ),
    "given": ("firstname", "firstnames", "givenname", "fornavn", "vorname", "nome"),
    "family": ("lastname", "surname", "familyname", "efternavn", "nachname", "cognome"),
    "section": ("section", "sections", "sektion", "hold", "abschnitt", "seminargruppe", "sezione"),
}  # fmt: skip
"""Titles of columns as the platforms and offices write them, in four languages, best first."""
PLAIN_LETTERS = str.maketrans("äåæöøüàèéù", "aaaoouaeeu")


def _(sentence: str) -> str:
    """Mark a sentence for the catalogues; it is translated when a page is drawn."""
    return sentence


class ListWrong(Exception):
    """A file that is no list; `sentence`, filled with `values`, says what to do."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


@dataclass(frozen=True)
class Columns:
    """In which place of a line each thing stands, the first being 0; None: nowhere."""

    id: int | None = None
    name: int | None = None
    given: int | None = None
    family: int | None = None
    section: int | None = None


PARTS = tuple(one.name for one in fields(Columns))


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the list, and the line of the file."""

    line: int
    sourced_id: str
    name: str
    given_name: str
    section: str


@dataclass(frozen=True)
class Wrong:
    """A line that is left out, and why; `sentence` is to be filled with `values`."""

    line: int
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """What a file says: its first line, what the columns mean, its people, and lines left out."""

    head: tuple[str, ...]
    columns: Columns
    people: tuple[Person, ...]
    wrongs: tuple[Wrong, ...]


def text_of(file: bytes) -> str:
    """The text of a file, in any of the ways that spreadsheets save it. Raises `ListWrong`."""
    if file.startswith(b"PK"):
        raise ListWrong(_("This is a spreadsheet. Save it as CSV first, and bring that file."))
    is_wide = file.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = file.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ListWrong(_("This file is not plain text. Save it as CSV (UTF-8)."))


def read_listing(text: str, columns: Columns | None = None) -> Listing:
    """The list in a text, its columns as they are given or else guessed. Raises `ListWrong`."""
    try:
        table = Table.of_text("", text)
        lines = list(table.lines())[1:]
    except FileWrong:
        raise ListWrong(_("There is nothing in this file that can be read.")) from None
    if len(lines) > MOST_PEOPLE:
        raise ListWrong(_("%(count)d lines are too many: %(most)d at most."),
                        count=len(lines), most=MOST_PEOPLE)  # fmt: skip
    known = columns or guessed(table.head)
    if known.id is None:
        raise ListWrong(_("No column has ids. Name one of them “student id” in the first line."))
    people, wrongs = _people(lines, known, width=len(table.head))
    return Listing(table.head, known, tuple(people), tuple(wrongs))


def guessed(head: Sequence[str]) -> Columns:
    """What the columns seem to mean, by their titles."""
    titles = [re.sub(r"[^a-z]", "", one.casefold().translate(PLAIN_LETTERS)) for one in head]
    found = {part: _first(titles, known) for part, known in TITLES.items()}
    if found["name"] is None and found["family"] is None:
        found["name"] = found.pop("given")
    return Columns(**found)


def _first(titles: Sequence[str], known: Sequence[str]) -> int | None:
    return next((titles.index(one) for one in known if one in titles), None)


def _people(
    lines: Sequence[tuple[int, list[str]]], columns: Columns, *, width: int
) -> tuple[list[Person], list[Wrong]]:
    people: dict[str, Person] = {}
    wrongs = []
    for line, cells in lines:
        one = _person(line, cells, columns)
        wrong = next(_wrongs(one, cells, width=width, people=people), None)
        if wrong:
            wrongs.append(wrong)
        else:
            people[one.sourced_id] = one
    return list(people.values()), wrongs


def _person(line: int, cells: Sequence[str], columns: Columns) -> Person:
    cell = _reader(cells, columns)
    given, name = cell("given"), cell("name")
    if not name:
        name = f"{given} {cell('family')}".strip()
    elif name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
        name = f"{given} {family}".strip()
    return Person(line, cell("id"), name, given, cell("section"))


def _reader(cells: Sequence[str], columns: Columns) -> Callable[[str], str]:
    def cell(part: str) -> str:
        place = getattr(columns, part)
        written = cells[place] if place is not None and place < len(cells) else ""
        kept = AS_TEXT.fullmatch(written.strip())
        return " ".join((kept[1] if kept else plain(written)).split())

    return cell


def _wrongs(
    one: Person, cells: Sequence[str], *, width: int, people: Mapping[str, Person]
) -> Iterator[Wrong]:
    """Why a line cannot be taken; nothing where it can."""
    where = {"line": one.line}
    if len(cells) > width:
        yield Wrong(one.line, _("Line %(line)d has more cells than there are columns."), where)
    if not one.sourced_id:
        yield Wrong(one.line, _("Line %(line)d has no id."), where)
    if any(part.startswith(FORMULA) for part in (one.sourced_id, one.name, one.section)):
        sentence = _("Line %(line)d: this looks like a formula. Write its value.")
        yield Wrong(one.line, sentence, where)
    if SHORTENED.fullmatch(one.sourced_id):
        sentence = _("Line %(line)d: the spreadsheet has shortened the id %(id)s. Make that "
                     "column text, and write the id again.")  # fmt: skip
        yield Wrong(one.line, sentence, {**where, "id": one.sourced_id})
    if len(one.sourced_id) > LONGEST_ID or len(one.name) > LONGEST_NAME:
        yield Wrong(one.line, _("Line %(line)d: the id or the name is too long."), where)
    if one.sourced_id in people:
        sentence = _("Line %(line)d: the id %(id)s stands in line %(first)d already.")
        first = people[one.sourced_id].line
        yield Wrong(one.line, sentence, {**where, "id": one.sourced_id, "first": first})
