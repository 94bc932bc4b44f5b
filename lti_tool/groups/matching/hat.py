"""Names from a hat. Plain Python: web pages may use it."""

from collections.abc import Iterable, Sequence
from random import Random


def at_random(ids: Iterable[str], *, sizes: Sequence[int], seed: int) -> list[tuple[str, ...]]:
    """Names from a hat: groups of the given sizes, whatever the order the ids come in.

    Raises `ValueError` when an id comes twice or the sizes do not add up to the number of ids.
    """
    names = sorted(ids)
    if len(set(names)) != len(names):
        raise ValueError("The same id comes twice.")
    if sum(sizes) != len(names):
        raise ValueError(f"The sizes seat {sum(sizes)} people, but there are {len(names)}.")
    Random(seed).shuffle(names)
    hat = iter(names)
    return [tuple(sorted(next(hat) for _ in range(size))) for size in sizes]
