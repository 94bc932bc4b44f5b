"""A table that staff bring along: CSV as spreadsheets write it, checked line by line. Plain Python.

The first line names the columns; `id` says who a line is about, `name` is for the reader only.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ID, NAME = "id", "name"
MOST_COLUMNS = 20
LONGEST_CELL = 100
DELIMITERS = ",;\t"
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?", re.ASCII)
FORMULA = ("=", "+", "-", "@")


def _(sentence: str) -> str:
    """Mark a sentence for the catalogues; `setup.forms` translates it."""
    return sentence


class TableWrong(Exception):
    """The table cannot be taken; `sentence`, filled with `values`, says where and why."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


@dataclass(frozen=True)
class Table:
    """Values by column and then by id, both as they are written; empty cells are left out."""

    columns: Mapping[str, Mapping[int, str]]


def read_table(file: bytes, known: Iterable[int]) -> Table:
    """Read a table about people of whom `known` are the ids; raises TableWrong."""
    rows = _rows(file)
    head = [" ".join(cell.split()) for cell in rows[0]]
    place = _place_of_id(head)
    _check_head([name for name in head if name.lower() not in (ID, NAME)])
    people, columns = set(known), _columns(head)
    seen: set[int] = set()
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            member = _member(row, line, place=place, people=people)
            if member in seen:
                raise TableWrong(
                    _("Line %(line)d: the id %(id)s comes twice."), line=line, id=member
                )
            seen.add(member)
            _take(columns, head, row, line=line, member=member)
    return Table(columns)


def _rows(file: bytes) -> list[list[str]]:
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableWrong(_("This file is not plain text. Save it as CSV (UTF-8).")) from None
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise TableWrong(_("This file is not plain text. Save it as CSV (UTF-8).")) from None
    if not rows or "\x00" in text:
        raise TableWrong(_("There is nothing in this file that can be read."))
    return rows


def _place_of_id(head: list[str]) -> int:
    places = [number for number, name in enumerate(head) if name.lower() == ID]
    if len(places) != 1:
        raise TableWrong(_("The first line names the columns, and one of them must be called id."))
    return places[0]


def _check_head(names: list[str]) -> None:
    if len(names) > MOST_COLUMNS:
        raise TableWrong(
            _("%(count)d columns are too many: keep %(most)d at most."),
            count=len(names), most=MOST_COLUMNS,
        )  # fmt: skip
    if not names or not all(names):
        raise TableWrong(_("Each column needs a name in the first line, and there must be one."))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise TableWrong(_("Two columns are called %(name)s."), name=twice)
    for name in names:
        _check_cell(name, 1, name)


def _columns(head: list[str]) -> dict[str, dict[int, str]]:
    return {name: {} for name in head if name.lower() not in (ID, NAME)}


def _member(row: list[str], line: int, *, place: int, people: set[int]) -> int:
    written = row[place].strip() if place < len(row) else ""
    if not written:
        raise TableWrong(_("Line %(line)d has no id."), line=line)
    if not written.isascii() or not written.isdigit() or int(written[:18]) not in people:
        raise TableWrong(
            _("Line %(line)d: nobody in the course has the id %(id)s."), line=line, id=written[:40]
        )
    return int(written)


def _take(
    columns: dict[str, dict[int, str]], head: list[str], row: list[str], *, line: int, member: int
) -> None:
    if len(row) > len(head):
        raise TableWrong(_("Line %(line)d has more cells than there are columns."), line=line)
    for name, cell in zip(head, row, strict=False):
        value = " ".join(cell.split())
        if name in columns and value:
            _check_cell(value, line, name)
            columns[name][member] = value


def _check_cell(value: str, line: int, name: str) -> None:
    if value.startswith(FORMULA) and not NUMBER.fullmatch(value):
        raise TableWrong(
            _("Line %(line)d, column %(name)s: this looks like a formula. Write its value."),
            line=line, name=name[:40],
        )  # fmt: skip
    if len(value) > LONGEST_CELL:
        raise TableWrong(
            _("Line %(line)d, column %(name)s: %(most)d signs at most."),
            line=line, name=name[:40], most=LONGEST_CELL,
        )  # fmt: skip
