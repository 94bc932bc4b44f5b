"""Pair scores that somebody else computed, as a square table. Plain Python."""

from array import array
from dataclasses import dataclass

from lti_tool.groups.files.cells import WHOLE
from lti_tool.groups.matching.model import LARGEST_SCORE
from lti_tool.tables import FileWrong, Table


@dataclass(frozen=True)
class PairScores:
    """Ids, and one row of whole scores for each, in the same order both ways."""

    ids: tuple[str, ...]
    rows: "tuple[array[int], ...]"


def pair_scores(table: Table) -> PairScores:
    """The first row is `id` and the ids, then comes a row for each id, in any order.

    Raises `FileWrong` unless the table is square and each score a whole number that is not too
    large to be summed exactly.
    """
    ids = table.head[1:]
    if len(set(ids)) != len(ids) or "" in ids:
        raise FileWrong(table.name, 1, "An id is empty or comes twice.")
    rows: dict[str, array[int]] = {}
    for line, (name, *cells) in table.every_row():
        if name not in ids or name in rows:
            why = "twice" if name in rows else "not in the first row"
            raise FileWrong(table.name, line, f"{name!r} is {why}.")
        rows[name] = _row(table, line, cells)
    missing = next((name for name in ids if name not in rows), None)
    if missing is not None:
        raise FileWrong(table.name, None, f"{missing} has a column of scores but no row.")
    return PairScores(ids, tuple(rows[name] for name in ids))


def _row(table: Table, line: int, cells: list[str]) -> "array[int]":
    for place, cell in enumerate(cells):
        if not WHOLE.fullmatch(cell) or abs(int(cell)) >= LARGEST_SCORE:
            why = f"{cell!r} under {table.head[place + 1]} is no whole number"
            raise FileWrong(table.name, line, f"{why} below {LARGEST_SCORE}.")
    return array("q", map(int, cells))
