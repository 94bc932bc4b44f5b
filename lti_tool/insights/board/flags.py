"""When a circle needs a look, by status alone: plain Python, so that anybody can check it by hand.

It knows counts and moments, never a word that a member wrote.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

FLAGS = ("asks", "small", "exit", "quiet", "meeting", "agreement")
"""What can be the matter, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A circle in counts and moments; `smallest` is how many it needs at least.

    `unsigned` are those who have not signed the agreement that holds; `held` counts meetings that
    took place.
    """

    people: int
    smallest: int
    stands_since: datetime
    unsigned: int = 0
    held: int = 0
    next_at: datetime | None = None
    last_active_at: datetime | None = None
    leaving: int = 0
    """How many asked for another circle."""
    asking: int = 0
    """How many wait for an answer of the reader."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that needs a look; `number` is of people, or of days for what waits."""

    kind: str
    number: int

    @property
    def rank(self) -> tuple[int, int]:
        """The most urgent first, then what waits longest."""
        return FLAGS.index(self.kind), -self.number


def flags_of(facts: Facts, *, now: datetime, after: Mapping[str, int]) -> tuple[Flag, ...]:
    """What needs a look in a circle; `after` has the days of patience with what waits."""
    return tuple(sorted(_found(facts, now, after), key=lambda one: one.rank))


def _found(facts: Facts, now: datetime, after: Mapping[str, int]) -> Iterator[Flag]:
    stands = (now - facts.stands_since).days
    quiet = (now - max(facts.last_active_at or facts.stands_since, facts.stands_since)).days
    if facts.asking:
        yield Flag("asks", facts.asking)
    if facts.people < facts.smallest:
        yield Flag("small", facts.people)
    if facts.leaving:
        yield Flag("exit", facts.leaving)
    if quiet >= after["quiet"]:
        yield Flag("quiet", quiet)
    if not facts.held and facts.next_at is None and stands >= after["meeting"]:
        yield Flag("meeting", stands)
    if facts.unsigned and stands >= after["agreement"]:
        yield Flag("agreement", stands)
