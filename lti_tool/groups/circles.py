"""How many people a circle is made for, and how a course is divided. Plain rules, for this step."""

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
