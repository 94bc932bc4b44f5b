"""From what was done to a score: plain Python, so that anybody can check it by hand.

The one place where participation becomes a number; the sentence that students and teachers read
is made from the same `Standing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands: `given` of `maximum` points for `done` of `due` items.

    `free` is how many items may be missed without losing anything.
    """

    given: float
    maximum: float
    done: int
    due: int
    free: int = 0


def score(
    done_keys: Iterable[str],
    required_keys: Iterable[str],
    *,
    maximum: float,
    free_misses: int = 0,
) -> Standing:
    """Completion: each required item that is done counts the same, a free miss counts as done.

    Never negative, never above `maximum`, and one item more never gives less. What is not
    required does not count; where nothing is required, nothing is given. Raises ValueError when
    `maximum` or `free_misses` is negative.
    """
    if not maximum >= 0 or free_misses < 0:
        raise ValueError("maximum and free_misses are 0 or more")
    required = set(required_keys)
    done, due = len(required.intersection(done_keys)), len(required)
    counted = min(done + free_misses, due)
    given = min(round(maximum * counted / due, DECIMALS), maximum) if due else 0.0
    return Standing(given=given, maximum=maximum, done=done, due=due, free=free_misses)
