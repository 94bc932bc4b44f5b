"""What is true of circles now, and what a move or an exchange would change, before it happens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lti_tool.groups.brief.queries import Brief, brief_of
from lti_tool.groups.facts import Facts, Judged
from lti_tool.groups.models import Grouping
from lti_tool.groups.queries import Circle, people_by_number
from lti_tool.groups.review.words import Hours, Slot


@dataclass(frozen=True)
class Effect:
    """One circle before and after a change."""

    number: int
    before: Judged
    after: Judged


class Known:
    """What is asked for in a course, ready to judge the circles of a page."""

    def __init__(self, brief: Brief, people: dict[int, tuple[str, ...]]) -> None:
        self.brief, self._people = brief, people
        self._facts = Facts(brief.people, brief.rules, brief.weights)

    @classmethod
    def of(cls, context_id: int, grouping: Grouping | None) -> "Known":
        """What is asked for now, of those who take part now."""
        if grouping is None:
            return cls(brief_of(context_id), {})
        return cls(brief_of(context_id, size=grouping.size), people_by_number(grouping))

    def judged(self, circle: Circle) -> Judged:
        """The facts of a circle as it is."""
        return self._facts.of(str(one.id) for one in circle.people)

    def moved(self, member: str, to: int | None) -> list[Effect]:
        """What a move would change, in the circle that somebody leaves and the one they come to."""
        here = next((number for number, people in self._people.items() if member in people), None)
        left = tuple(one for one in self._people.get(here or 0, ()) if one != member)
        came = (*self._people.get(to or 0, ()), member)
        return self._effects([(here, left), (to, came)] if here != to else [])

    def swapped(self, leaves: str, joins: str) -> list[Effect]:
        """What an exchange of two people would change; nothing when they do not sit apart."""
        where = {one: number for number, people in self._people.items() for one in people}
        if where.get(leaves) is None or where.get(joins) in (None, where[leaves]):
            return []
        other = {leaves: joins, joins: leaves}
        return self._effects(
            (where[one], [other.get(name, name) for name in self._people[where[one]]])
            for one in (leaves, joins)
        )

    def hours(self, circle: Circle) -> Hours:
        """How many of a circle are free when, among those who said so."""
        told = self._facts.answers(self.brief.people.hours, [str(one.id) for one in circle.people])
        masks = [mask for mask in told if mask is not None]
        slots = [
            Slot(day, hour, sum(mask >> bit & 1 for mask in masks))
            for bit, (day, hour) in enumerate(self.brief.slots)
        ]
        return Hours(slots, len(masks))

    def _effects(self, after: Iterable[tuple[int | None, Sequence[str]]]) -> list[Effect]:
        return [
            Effect(number, self._facts.of(self._people.get(number, ())), self._facts.of(people))
            for number, people in after
            if number is not None
        ]
