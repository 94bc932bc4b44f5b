"""A table of members as the engine's people. Plain Python.

`brief` does the same for a course; here everything comes from a table and a file of criteria.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lti_tool.groups.files import cells
from lti_tool.groups.files.asked import NUMBER, VALUE, Asked
from lti_tool.groups.files.cells import CellWrong, Column
from lti_tool.groups.matching import People
from lti_tool.groups.matching.model import Answer, Pair
from lti_tool.groups.plan.choices import EXCHANGE
from lti_tool.tables import FileWrong, Table

T = TypeVar("T")


@dataclass(frozen=True)
class Members:
    """The people of a table in its order: their ids, their lines, and the cells asked for."""

    table: Table
    asked: Asked
    ids: tuple[str, ...]
    lines: tuple[int, ...]
    cells: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, table: Table, asked: Asked) -> "Members":
        """Raises `FileWrong` for a column that is missing, and an id that is empty or repeated."""
        lines, ids = ids_in(table, asked.part("id"))
        told = [cells for _, cells in table.rows(*asked.needed)]
        every = zip(*told, strict=True) if told else [()] * len(asked.needed)
        return cls(table, asked, ids, lines, dict(zip(asked.needed, every, strict=True)))

    def people(self) -> People:
        """Everybody with what their cells say. Raises `FileWrong`."""
        made = {name: (self._kind(name), self.column(name).answers) for name in self.asked.answers}
        offers, wants = self._exchange()
        return People(
            self.ids,
            sets={name: one for name, (kind, one) in made.items() if kind not in (VALUE, NUMBER)},
            labels={name: one for name, (kind, one) in made.items() if kind == VALUE},
            levels={name: one for name, (kind, one) in made.items() if kind == NUMBER},
            offers=offers,
            wants=wants,
            hours=self._hours(),
        )

    def column(self, name: str) -> Column:
        """One column as its kind says. Raises `FileWrong`."""
        kind, separator = self._kind(name), self.asked.separator
        if name in self.asked.levels:
            return self._read(name, lambda: cells.numbers(self.cells[name]))
        return self._read(name, lambda: cells.column(self.cells[name], kind, separator=separator))

    def pairs(self, part: str) -> tuple[Pair, ...]:
        """Whom each person names in a cell. Raises `FileWrong` for people who are not there."""
        if part not in self.asked.parts:
            return ()
        known = {name.casefold(): name for name in self.ids}
        made: list[Pair] = []
        for line, name, others in zip(self.lines, self.ids, self._parts(part), strict=True):
            for other in others:
                if other not in known:
                    why = f"{name} names {other!r}, who is not in the table."
                    raise FileWrong(self.table.name, line, why)
                made.append((name, known[other]))
        return tuple(made)

    def experienced(self) -> frozenset[str]:
        """Who is experienced, where a rule asks for it."""
        if not self.asked.counts.get("experienced_in_each"):
            return frozenset()
        told = zip(self.ids, self.cells[self.asked.part("experienced")], strict=True)
        return frozenset(name for name, cell in told if cells.is_yes(cell))

    def _exchange(self) -> tuple[tuple[Answer, ...], tuple[Answer, ...]]:
        if EXCHANGE not in self.asked.criteria:
            return (), ()
        both = self._parts("offers"), self._parts("wants")
        offers, wants = self._read(EXCHANGE, lambda: cells.choices(*both))
        return offers.answers, wants.answers

    def _hours(self) -> tuple[Answer, ...]:
        """Each choice of each column is a slot of its own; nothing chosen is free at any time."""
        if not self.asked.hours_columns:
            return ()
        weeks: list[tuple[str, ...]] = [()] * len(self.ids)
        for name in self.asked.hours_columns:
            weeks = [
                (*week, *(f"{name} {slot}" for slot in day))
                for week, day in zip(weeks, self._parts(name), strict=True)
            ]
        (made,) = cells.choices(weeks, most=sys.maxsize)
        return cells.all_but(made).answers if self.asked.busy else made.answers

    def _parts(self, part: str) -> list[tuple[str, ...]]:
        told = self.cells[self.asked.part(part)]
        return [cells.parts(cell, self.asked.separator) for cell in told]

    def _kind(self, name: str) -> str:
        """What a rule needs, else what was said, else what it looks like."""
        if name in self.asked.labels:
            return VALUE
        if name in self.asked.levels:
            return NUMBER
        said = self.asked.kinds.get(name)
        return said or cells.kind_of(self.cells[name], self.asked.separator)

    def _read(self, name: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except CellWrong as wrong:
            line = 1 if wrong.place is None else self.lines[wrong.place]
            raise FileWrong(self.table.name, line, f"{name}: {wrong.why}") from None


def ids_in(table: Table, column: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The lines of the people, and their ids. Raises `FileWrong` for empty and repeated ones."""
    lines: dict[str, int] = {}
    for line, (name,) in table.rows(column):
        if not name:
            raise FileWrong(table.name, line, "There is no id.")
        if name in lines:
            raise FileWrong(table.name, line, f"{name} stands in line {lines[name]} already.")
        lines[name] = line
    return tuple(lines.values()), tuple(lines)
