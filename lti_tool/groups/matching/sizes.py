"""How many people sit in each group. Plain Python: web pages may use it.

The remainder rule, which an instructor sees before forming: sizes differ by at most one, and stay
as near to the target as they can. Where "some groups one larger" and "some groups one smaller" are
equally near, larger wins: a group of five that loses a member is still a circle.
"""

from collections.abc import Sequence


class ImpossibleSizes(ValueError):
    """No division into groups exists; the text says in one sentence why and what would work."""


def sizes(n: int, *, target: int, minimum: int, maximum: int) -> list[int]:
    """Divide `n` people into group sizes, largest first; an empty list for nobody.

    Raises `ImpossibleSizes` when the three limits contradict each other or no division fits.
    """
    check_limits(target=target, minimum=minimum, maximum=maximum)
    if n < 0:
        raise ImpossibleSizes(f"There cannot be {n} people.")
    if n == 0:
        return []
    counts = range(-(-n // maximum), n // minimum + 1)
    if not counts:
        raise ImpossibleSizes(_no_division(n, minimum, maximum))
    # The nearest counts lie beside n / target, so a course of any size needs only a few tries.
    near = {min(max(n // target + step, counts[0]), counts[-1]) for step in (-1, 0, 1)}
    return min(
        (_even(n, count) for count in sorted(near)), key=lambda made: _distance(made, target)
    )


def check_limits(*, target: int, minimum: int, maximum: int) -> None:
    """Raise `ImpossibleSizes` unless 1 <= minimum <= target <= maximum."""
    if minimum < 1:
        raise ImpossibleSizes("A group needs at least one member.")
    if not minimum <= target <= maximum:
        raise ImpossibleSizes(
            f"The usual size ({target}) must lie between the smallest ({minimum}) "
            f"and the largest ({maximum})."
        )


def _even(n: int, count: int) -> list[int]:
    small, extra = divmod(n, count)
    return [small + 1] * extra + [small] * (count - extra)


def _distance(made: Sequence[int], target: int) -> int:
    return sum(abs(size - target) for size in made)


def _no_division(n: int, minimum: int, maximum: int) -> str:
    if n < minimum:
        people = "is 1 person" if n == 1 else f"are {n} people"
        return f"There {people}, and a group needs at least {minimum}."
    fewer, more = n // minimum * maximum, -(-n // maximum) * minimum
    limits = f"of {minimum}" if minimum == maximum else f"of {minimum} to {maximum}"
    return f"{n} people cannot be divided into groups {limits}: {fewer} or {more} could."
