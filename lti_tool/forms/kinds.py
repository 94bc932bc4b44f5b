"""The kinds of question: each reads what a browser sent, or says in a sentence what to write.

Plain Python for the forms step alone. A new kind is one small class here and one macro in
`templates/parts/fields.html`. Its dataclass fields are the settings that a form file may give.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

LONGEST = 2_000
"""Signs in a text, unless its form says otherwise."""
MOST_ROWS = 30
"""Rows of a list that are looked at; pages never draw as many."""
NUMBER = re.compile(r"[-+]?\d{1,15}")
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]\d\d)?", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Sent = Mapping[str, Sequence[str]]
"""A browser's form: each name with everything that was sent under it."""
StepRow = dict[str, Any]


def _(sentence: str) -> str:
    """Mark a sentence for the catalogues; `forms.reading` translates it."""
    return sentence


class Wrong(Exception):
    """What was written cannot be kept; `sentence`, filled with `values`, says what to write."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


class Kind(Protocol):
    """What every kind can do."""

    word: ClassVar[str]
    """How form files and templates call it."""

    def typed(self, sent: Sent, name: str) -> Any:
        """What stands in the box, to be shown again as it was written."""

    def read(self, typed: Any) -> Any:
        """The answer as it is kept, of JSON types; raises Wrong."""


@dataclass(frozen=True)
class Text:
    """A line of text."""

    word: ClassVar[str] = "text"
    longest: int = LONGEST

    def typed(self, sent: Sent, name: str) -> str:
        """The line, without the control signs that no database keeps."""
        return " ".join(clean(first(sent, name)).splitlines())

    def read(self, typed: str) -> str:
        """The line; "" where nothing in it can be seen."""
        return measured(typed.strip(), self.longest)


@dataclass(frozen=True)
class Long:
    """A text of several lines."""

    word: ClassVar[str] = "long"
    longest: int = LONGEST
    rows: int = 3
    suggests: int = 0
    """About so many words serve best; fewer are as good, and nothing is ever refused for it."""

    def typed(self, sent: Sent, name: str) -> str:
        """The text with plain line ends, as it was written."""
        return clean(first(sent, name))

    def read(self, typed: str) -> str:
        """The text; "" where nothing in it can be seen."""
        return measured(typed, self.longest)


@dataclass(frozen=True)
class Date:
    """A day, kept as `2026-12-04`."""

    word: ClassVar[str] = "date"
    is_ahead: bool = False
    """Whether a newly chosen day must not lie behind us."""

    def typed(self, sent: Sent, name: str) -> str:
        """What the browser's date box sent, or what was typed into it."""
        return clean(first(sent, name)).strip()

    def read(self, typed: str) -> str:
        """The day; "" for none."""
        return typed and a_day(typed)


@dataclass(frozen=True)
class Clock:
    """A time of day, kept as `14:15`."""

    word: ClassVar[str] = "clock"

    def typed(self, sent: Sent, name: str) -> str:
        """What the browser's time box sent, or what was typed into it."""
        return clean(first(sent, name)).strip()

    def read(self, typed: str) -> str:
        """The time in twenty-four hours; "" for none."""
        found = CLOCK.fullmatch(typed)
        if typed and not found:
            raise Wrong(_("Write the time with hours and minutes, such as 14:15."))
        return f"{int(found[1]):02d}:{found[2]}" if found else ""


@dataclass(frozen=True)
class Number:
    """A whole number; None for none."""

    word: ClassVar[str] = "number"
    lowest: int = 0
    highest: int = 1_000_000

    def typed(self, sent: Sent, name: str) -> str:
        """The digits as they were typed."""
        return clean(first(sent, name)).strip()

    def read(self, typed: str) -> int | None:
        """The number between the lowest and the highest."""
        if not typed:
            return None
        number = int(typed) if NUMBER.fullmatch(typed) else None
        if number is None or not self.lowest <= number <= self.highest:
            raise Wrong(
                _("Write a whole number from %(lowest)s to %(highest)s."),
                lowest=self.lowest,
                highest=self.highest,
            )
        return number


@dataclass(frozen=True)
class Scale:
    """A place on a line from 1 to `steps`, whose two ends the field describes; None for none."""

    word: ClassVar[str] = "scale"
    steps: int = 5

    def typed(self, sent: Sent, name: str) -> str:
        """The place that was chosen."""
        return first(sent, name)

    def read(self, typed: str) -> int | None:
        """The number of the place."""
        if typed and typed not in map(str, range(1, self.steps + 1)):
            raise Wrong(_("Choose a place on the line."))
        return int(typed) if typed else None


@dataclass(frozen=True)
class Choice:
    """One of several options."""

    word: ClassVar[str] = "choice"
    values: tuple[str, ...] = ()

    def typed(self, sent: Sent, name: str) -> str:
        """The option that was chosen."""
        return first(sent, name)

    def read(self, typed: str) -> str:
        """The option; "" for none."""
        if typed and typed not in self.values:
            raise Wrong(_("Choose one of the lines below."))
        return typed


@dataclass(frozen=True)
class Many:
    """Any number of several options, or `most` at most."""

    word: ClassVar[str] = "many"
    values: tuple[str, ...] = ()
    most: int = 0
    """0: any number."""

    def typed(self, sent: Sent, name: str) -> list[str]:
        """The options that were chosen."""
        return list(sent.get(name, ()))

    def read(self, typed: list[str]) -> list[str]:
        """The options, each once, in the order of the form."""
        if set(typed) - set(self.values):
            raise Wrong(_("Choose from the lines below."))
        if len(set(typed)) > self.most > 0:
            raise Wrong(_("Choose %(most)s at most."), most=self.most)
        return [value for value in self.values if value in typed]


@dataclass(frozen=True)
class Recipients(Many):
    """Whom something is sent to; a page fills in `values`. Where `most` is 1, one is chosen."""

    word: ClassVar[str] = "recipients"


@dataclass(frozen=True)
class Tick:
    """Something that one says yes to."""

    word: ClassVar[str] = "tick"

    def typed(self, sent: Sent, name: str) -> bool:
        """Whether the box is ticked."""
        return bool(first(sent, name))

    def read(self, typed: bool) -> bool:
        """The same."""
        return typed


@dataclass(frozen=True)
class Steps:
    """Rows of what and by when. `row` says in which row of the page each was written."""

    word: ClassVar[str] = "steps"
    longest: int = 200
    most: int = 10

    def typed(self, sent: Sent, name: str) -> list[StepRow]:
        """All rows down to the last one with something in it, blank ones between them too."""
        rows = [
            {
                part: " ".join(clean(first(sent, f"{name}-{i}-{part}")).split())
                for part in ("what", "by_when")
            }
            for i in range(MOST_ROWS)
        ]
        while rows and not any(rows[-1].values()):
            rows.pop()
        return rows

    def read(self, typed: list[StepRow]) -> list[StepRow]:
        """The rows with something in them."""
        rows = [self._row(i, row) for i, row in enumerate(typed) if any(row.values())]
        if len(rows) > self.most:
            raise Wrong(_("Keep it to %(most)s steps; some can wait."), most=self.most)
        return rows

    def _row(self, i: int, row: StepRow) -> StepRow:
        if not can_be_seen(row["what"]):
            raise Wrong(_("Say what step %(number)s is, or take its date away."), number=i + 1)
        what = measured(row["what"], self.longest, number=i + 1)
        return {"row": i, "what": what, "by_when": row["by_when"] and a_day(row["by_when"], i + 1)}


KINDS: dict[str, type[Any]] = {
    one.word: one
    for one in (Text, Long, Date, Clock, Number, Scale, Choice, Many, Recipients, Tick, Steps)
}


def is_blank(value: Any) -> bool:
    """Whether an answer says nothing; the number 0 says something."""
    return value is None or value is False or value in ("", [], {})


def first(sent: Sent, name: str) -> str:
    """The first value that was sent under a name; "" for none."""
    return next(iter(sent.get(name, ())), "")


def clean(text: str) -> str:
    """Plain line ends, and no control signs: they carry no words, and databases refuse some."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(s for s in lines if s in "\n\t" or unicodedata.category(s) not in ("Cc", "Cs"))


def can_be_seen(text: str) -> bool:
    """Whether there is a sign to see, not only blanks and signs of no width."""
    return any(not s.isspace() and unicodedata.category(s) not in ("Cf", "Cn") for s in text)


def measured(text: str, longest: int, *, number: int = 0) -> str:
    """A text that can be kept; "" where nothing in it can be seen. Raises Wrong."""
    if len(text) > longest and number:
        raise Wrong(
            _("Step %(number)s is too long to keep: %(most)s signs at most, it has %(count)s."),
            number=number, most=longest, count=len(text),
        )  # fmt: skip
    if len(text) > longest:
        raise Wrong(
            _("This is too long to keep: %(most)s signs at most, it has %(count)s."),
            most=longest, count=len(text),
        )  # fmt: skip
    return text if can_be_seen(text) else ""


def a_day(typed: str, number: int = 0) -> str:
    """A day that exists, as `2026-12-04`; raises Wrong, for a step by its number."""
    try:
        if DAY.fullmatch(typed):
            return date.fromisoformat(typed).isoformat()
    except ValueError:
        pass
    if number:
        raise Wrong(
            _("Choose a day that exists for step %(number)s, such as 2026-12-04."), number=number
        )
    raise Wrong(_("Choose a day that exists, such as 2026-12-04."))
