"""Forming the circles of a course: drawn from a hat."""

from secrets import randbelow

from lti_tool.courses.queries import learners_of
from lti_tool.groups.actions import keep_draft, take_turn
from lti_tool.groups.circles import divide
from lti_tool.groups.matching import at_random
from lti_tool.groups.models import Grouping
from lti_tool.programme.actions import programme_of

SEEDS = 1_000_000


def draw(context_id: int, *, size: int, seed: int | None = None) -> Grouping:
    """Draw a draft from the hat, for all who take part now; it takes the place of an older draft.

    The same seed and the same people give the same circles. Raises ImpossibleSizes.
    """
    take_turn(context_id)
    people = [str(one.id) for one in learners_of(context_id)]
    seed = randbelow(SEEDS) if seed is None else seed
    made = at_random(people, sizes=divide(len(people), size), seed=seed)
    programme_of(context_id).group_size = size
    return keep_draft(context_id, made, size=size, seed=seed)
