"""Cells as the engine's columns: choices as bit masks, values and levels as whole numbers.

Plain Python; for `members` alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lti_tool.groups.files.asked import CHOICES, NUMBER, VALUE
from lti_tool.groups.matching.model import Answer

MOST_CHOICES = 64
WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
DECIMAL = re.compile(r"[+-]?\d{1,6}([.,]\d{1,3})?", re.ASCII)
NO = frozenset({"", "0", "-", "no", "nej", "nein", "false", "n"})

Words = tuple[str, ...]


class CellWrong(ValueError):
    """What is wrong with a cell, the first being 0; `place` is None for a whole column."""

    def __init__(self, place: int | None, why: str) -> None:
        super().__init__(why)
        self.place, self.why = place, why


@dataclass(frozen=True)
class Column:
    """A column for the engine, and what its bits or values are called."""

    answers: tuple[Answer, ...]
    words: Words = ()


def kind_of(cells: Iterable[str], separator: str) -> str:
    """What a column seems to hold: levels if all is numbers, choices if a cell has parts."""
    told = [cell for cell in cells if cell]
    if all(WHOLE.fullmatch(cell) or DECIMAL.fullmatch(cell) for cell in told):
        return NUMBER
    return CHOICES if any(separator in cell for cell in told) else VALUE


def column(cells: Sequence[str], kind: str, *, separator: str) -> Column:
    """The column as its kind says. Raises `CellWrong`."""
    if kind == CHOICES:
        (made,) = choices([parts(cell, separator) for cell in cells])
        return made
    if kind == VALUE:
        return values(cells)
    return (
        numbers(cells) if all(WHOLE.fullmatch(cell or "0") for cell in cells) else decimals(cells)
    )


def choices(*columns: Sequence[Words], most: int = MOST_CHOICES) -> list[Column]:
    """Columns of choices among the same words. Raises `CellWrong` for more than `most` words."""
    words = sorted({word for cells in columns for cell in cells for word in cell})
    if len(words) > most:
        raise CellWrong(None, f"There are {len(words)} different choices; {most} would work.")
    bits = {word: 1 << number for number, word in enumerate(words)}
    return [
        Column(tuple(sum(bits[word] for word in cell) or None for cell in cells), tuple(words))
        for cells in columns
    ]


def all_but(column: Column) -> Column:
    """All the choices that somebody did not make; no answer stays none."""
    every = (1 << len(column.words)) - 1
    answers = tuple(None if one is None else every & ~one for one in column.answers)
    return Column(answers, column.words)


def values(cells: Sequence[str]) -> Column:
    """Each different text is a value; large and small letters are the same."""
    words = sorted({cell.casefold(): cell for cell in reversed(cells) if cell}.items())
    place = {folded: number for number, (folded, _) in enumerate(words)}
    answers = tuple(place.get(cell.casefold()) for cell in cells)
    return Column(answers, tuple(word for _, word in words))


def numbers(cells: Sequence[str]) -> Column:
    """Whole numbers. Raises `CellWrong` for anything else."""
    for place, cell in enumerate(cells):
        if cell and not WHOLE.fullmatch(cell):
            raise CellWrong(place, f"{cell!r} is no whole number of at most nine digits.")
    return Column(tuple(int(cell) if cell else None for cell in cells))


def decimals(cells: Sequence[str]) -> Column:
    """Numbers with up to three decimals, in thousandths. Raises `CellWrong` for anything else."""
    for place, cell in enumerate(cells):
        if cell and not DECIMAL.fullmatch(cell):
            raise CellWrong(place, f"{cell!r} is no number with at most three decimals.")
    told = (cell.replace(",", ".") for cell in cells)
    return Column(tuple(round(1000 * float(cell)) if cell else None for cell in told))


def parts(cell: str, separator: str) -> Words:
    """The different choices in a cell, in small letters."""
    found = (part.strip() for part in cell.casefold().split(separator))
    return tuple(dict.fromkeys(part for part in found if part))


def is_yes(cell: str) -> bool:
    """Whether a cell says yes: it is not empty and says none of the usual words for no."""
    return cell.casefold() not in NO
