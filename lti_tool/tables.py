"""Tables that people bring along as CSV, and tables that we write. Plain Python, for any step.

Read are commas, semicolons and tabs, with a byte-order mark or without. What we write can be opened
in a spreadsheet: no cell is taken for a formula.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlsxwriter import Workbook

Row = tuple[int, tuple[str, ...]]
"""A line's number, as an editor counts, and its cells."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?")
"""A number that a spreadsheet may calculate with; an id with zeros in front is none."""


class FileWrong(ValueError):
    """A file that cannot be used; the text says in one sentence which, in which line, and why."""

    def __init__(self, name: str, line: int | None, why: str) -> None:
        super().__init__(f"{name}, line {line}: {why}" if line else f"{name}: {why}")


@dataclass(frozen=True)
class Table:
    """A CSV file: its name for sentences, its text, and its first row."""

    name: str
    text: str
    head: tuple[str, ...]
    delimiter: str

    @classmethod
    def of(cls, name: str, data: bytes) -> "Table":
        """Raises `FileWrong` unless this is text in UTF-8 with a first row."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FileWrong(
                name, None, "This is not text in UTF-8. Save it as CSV UTF-8."
            ) from None
        return cls.of_text(name, text)

    @classmethod
    def of_text(cls, name: str, text: str) -> "Table":
        """The same of text. Raises `FileWrong` unless it has a first row."""
        first = next((line for line in text.splitlines() if line.strip()), "")
        delimiter = max(",;\t", key=first.count)
        _, head = next(cls(name, text, (), delimiter).lines(), (0, []))
        if not head:
            raise FileWrong(name, None, "The file is empty.")
        return cls(name, text, tuple(map(plain, head)), delimiter)

    def has(self, column: str) -> bool:
        """Whether there is a column of that name, in large or small letters."""
        return bool(self._places(column))

    def rows(self, *columns: str) -> Iterator[Row]:
        """The cells of some columns, line by line; empty lines are passed over.

        Raises `FileWrong` for a column that is missing or there twice, and as `every_row` does.
        """
        places = [self._place(column) for column in columns]
        for number, cells in self.every_row():
            yield number, tuple(cells[place] for place in places)

    def every_row(self) -> Iterator[Row]:
        """All cells, line by line. Raises `FileWrong` for a line that is longer than the first."""
        lines = self.lines()
        next(lines)
        for number, cells in lines:
            if len(cells) > len(self.head):
                why = f"There are {len(cells)} cells under {len(self.head)} columns."
                raise FileWrong(self.name, number, why)
            told = cells + [""] * (len(self.head) - len(cells))
            yield number, tuple(map(plain, told))

    def _place(self, column: str) -> int:
        places = self._places(column)
        if not places:
            raise FileWrong(self.name, 1, f"There is no column {column!r}.")
        if len(places) > 1:
            raise FileWrong(self.name, 1, f"There are {len(places)} columns {column!r}.")
        return places[0]

    def _places(self, column: str) -> list[int]:
        exact = [place for place, name in enumerate(self.head) if name == column]
        wanted = column.casefold()
        return exact or [place for place, one in enumerate(self.head) if one.casefold() == wanted]

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """All lines as they are written, the first one too. Raises `FileWrong` for no CSV."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        before = 0
        try:
            for cells in reader:
                number, before = before + 1, reader.line_num
                if any(cell.strip() for cell in cells):
                    yield number, cells
        except csv.Error as wrong:
            raise FileWrong(self.name, reader.line_num, f"This is no CSV: {wrong}.") from None


def plain(cell: str) -> str:
    """A cell as it was meant: without the mark that keeps a spreadsheet from calculating."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA and len(cell) > 1 else cell


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number below zero is none."""
    return f"'{cell}" if cell.startswith(FORMULA) and not NUMBER.fullmatch(cell) else cell


def written(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file in UTF-8."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return made.getvalue().encode()


def in_workbook(name: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """An XLSX file of one sheet. A cell is a number or text, so nothing is ever calculated."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate([head, *rows]):
            for column, cell in enumerate(cells):
                if NUMBER.fullmatch(cell):
                    sheet.write_number(row, column, float(cell))
                else:
                    sheet.write_string(row, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return made.getvalue()
