"""What is true of a group as a whole: its common hours, and the member it helps least.

Terms of a `Problem`. A term gives whole points, which the mean of the pair scores is added to; one
broken rule costs `HARD` points, more than any group could win by breaking it.
"""

from typing import Any, NamedTuple, Self

import numpy as np

from lti_tool.groups.matching.arrays import Array, Bits, Numbers, Singles
from lti_tool.groups.matching.problem import Seats, Summary

HARD = 20_000
WHOLE = 60  # divisible by one to six wants
NOTHING = 255  # wants of somebody who wants nothing: never as many as are missing


class CommonHours(NamedTuple):
    """Slots at which all are free: `hours` is (words, people), `worth` the points of each count."""

    hours: Bits
    worth: Singles

    def take(self, who: Numbers) -> Self:
        """The same for some people."""
        return self._replace(hours=self.hours[:, who])

    def summary(self, seats: Seats) -> Summary:
        """The slots at which these members are all free, word by word."""
        return tuple(np.bitwise_and.reduce(word[seats], axis=1) for word in self.hours)

    def points(self, part: Summary, rest: Summary) -> Array:
        """Points for the number of common slots."""
        common = np.bitwise_count(part[0] & rest[0])
        if len(part) > 1:
            common = common.astype(np.uint16)
        for mine, theirs in zip(part[1:], rest[1:], strict=True):
            common += np.bitwise_count(mine & theirs)
        made: Array = self.worth[common]
        return made


class Exchange(NamedTuple):
    """The member whose wants the others cover least, and members who give or get nothing.

    `reward` are the points when all wants of all are covered, `empty_handed` the points lost for
    each member who gets nothing wanted, and for each who gives nothing anybody wants.
    """

    offers: Bits
    wants: Bits
    reward: int
    empty_handed: int

    def take(self, who: Numbers) -> Self:
        """The same for some people."""
        return self._replace(offers=self.offers[who], wants=self.wants[who])

    def summary(self, seats: Seats) -> Summary:
        """First what the members do not offer and do want together, then five columns for each."""
        members = np.ascontiguousarray(seats.T)
        offers, wants = self.offers[members], self.wants[members]
        missing = wants & ~_of_the_others(offers)
        wanted = np.bitwise_count(wants)
        each = (WHOLE // np.maximum(wanted, 1)).astype(np.uint8)
        wanted[wanted == 0] = NOTHING
        idle = (offers != 0) & ((offers & _of_the_others(wants)) == 0)
        columns = zip(missing, wanted, each, offers, idle, strict=True)
        not_offered = ~np.bitwise_or.reduce(offers)
        asked = np.bitwise_or.reduce(wants)
        return (not_offered, asked, *(column for member in columns for column in member))

    def points(self, part: Summary, rest: Summary) -> Array:
        """Points for the least covered member, less those for the empty-handed."""
        worst: Any = np.uint8(0)
        lost: Any = np.uint8(0)
        for members, others in ((part, rest), (rest, part)):
            for x in range(2, len(members), 5):
                missing, wanted, each, offers, idle = members[x : x + 5]
                still = np.bitwise_count(missing & others[0])
                lost = lost + (still == wanted)
                worst = np.maximum(worst, still * each)
                lost = lost + (idle & ((offers & others[1]) == 0))
        covered = (WHOLE - worst.astype(np.int32)) * self.reward // WHOLE
        made: Array = covered - self.empty_handed * lost.astype(np.int32)
        return made


class NeverAlone(NamedTuple):
    """Nobody is the only one with a marked value; `marks` is a bit mask of each person's values."""

    marks: Bits

    def take(self, who: Numbers) -> Self:
        """The same for some people."""
        return self._replace(marks=self.marks[who])

    def summary(self, seats: Seats) -> Summary:
        """Which values were seen at all, and which more than once."""
        once = np.zeros(len(seats), np.uint64)
        twice = once.copy()
        for marks in self.marks[seats].T:
            twice |= once & marks
            once |= marks
        return once, twice

    def points(self, part: Summary, rest: Summary) -> Array:
        """The price of each value that one member alone has."""
        alone = (part[0] ^ rest[0]) & ~(part[1] | rest[1])
        return np.bitwise_count(alone) * np.float32(-HARD)


class Experienced(NamedTuple):
    """At least `needed` experienced members in each group."""

    experienced: Array
    needed: int

    def take(self, who: Numbers) -> Self:
        """The same for some people."""
        return self._replace(experienced=self.experienced[who])

    def summary(self, seats: Seats) -> Summary:
        """How many are experienced."""
        return (self.experienced[seats].sum(1, dtype=np.int16),)

    def points(self, part: Summary, rest: Summary) -> Array:
        """The price of each one missing."""
        return np.minimum(part[0] + rest[0] - np.int16(self.needed), 0) * np.float32(HARD)


class WidestGap(NamedTuple):
    """No two members further apart than `widest`; `low` and `high` are each person's level.

    The two differ only for the empty seat and for people without an answer, who widen no gap.
    """

    low: Array
    high: Array
    widest: int

    def take(self, who: Numbers) -> Self:
        """The same for some people."""
        return self._replace(low=self.low[who], high=self.high[who])

    def summary(self, seats: Seats) -> Summary:
        """The lowest and the highest level."""
        return self.low[seats].min(1), self.high[seats].max(1)

    def points(self, part: Summary, rest: Summary) -> Array:
        """The price of each level too far."""
        gap = np.maximum(part[1], rest[1]) - np.minimum(part[0], rest[0])
        made: Array = np.maximum(gap - self.widest, 0) * np.float32(-HARD)
        return made


def _of_the_others(masks: Array) -> Array:
    """For each member, a row of masks, those of all others joined: of those before and after."""
    made = np.zeros_like(masks)
    np.bitwise_or.accumulate(masks[:-1], out=made[1:])
    made[:-1] |= np.bitwise_or.accumulate(masks[:0:-1])[::-1]
    return made
