"""What staff may leave out of a programme: plain Python, for anybody.

Survey, agreement, goals, meetings, help and leaving are no extras: without them there is no circle.
"""

from collections.abc import Collection

REFLECTIONS, LESSONS, PRACTICE, SKILLS, HEALTH, ROUNDS = EXTRAS = (
    "reflections", "lessons", "practice", "skills", "health", "rounds",
)  # fmt: skip
"""In the order in which staff read them; a course uses all of them until they choose otherwise."""
COUNTED = {REFLECTIONS: "reflection", LESSONS: "lesson", SKILLS: "skills", ROUNDS: "pulse"}
"""The item of `config/participation.toml` that is done there."""


def others(some: Collection[str]) -> list[str]:
    """The extras that are not among these, in their order."""
    return [one for one in EXTRAS if one not in some]


def items_without(without: Collection[str]) -> frozenset[str]:
    """The keys of items that nobody is asked for where these extras are left out."""
    return frozenset(item for extra, item in COUNTED.items() if extra in without)
