"""How many people a circle is made for, and how a course is divided. Plain rules, for this step."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count

from lti_tool.groups.matching import ImpossibleSizes, sizes

SMALLEST, LARGEST = 2, 8
"""How many people a circle is made for: two can talk, eight still fit round a table."""


def divide(people: int, size: int) -> list[int]:
    """The sizes of circles for so many people, largest first.

    No circle is larger than `size` by more than one, or than the table; nobody sits alone.
    Raises ImpossibleSizes when the size does not fit the people.
    """
    if not SMALLEST <= size <= min(LARGEST, people):
        raise ImpossibleSizes(f"{people} people cannot sit in circles of {size}.")
    return sizes(people, target=size, minimum=SMALLEST, maximum=min(size + 1, LARGEST))


def numbered(
    groups: Sequence[Sequence[str]], present: Mapping[int, Sequence[str]]
) -> dict[int, Sequence[str]]:
    """New circles by number: each takes the number of the old one it has most people of.

    What is like no old circle gets the numbers that are free, from the lowest on.
    """
    number_of = {name: number for number, names in present.items() for name in names}
    shared = Counter(
        (place, number_of[name])
        for place, group in enumerate(groups)
        for name in group
        if name in number_of
    )
    made: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for (place, number), _ in sorted(shared.items(), key=lambda one: (-one[1], one[0])):
        if place not in numbers and number not in made:
            made[number], numbers[place] = place, number
    free = (number for number in count(1) if number not in made)
    rest = {next(free): place for place in range(len(groups)) if place not in numbers}
    return {number: groups[place] for number, place in sorted({**made, **rest}.items())}
