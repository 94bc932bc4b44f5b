"""Rosters for the tests of the engine: small, random, with everything on."""

import numpy as np
from hypothesis import strategies as st

from lti_tool.groups.matching import Aim, Criterion, People, Rules, Weights

ALL_WEIGHTS = Weights(
    criteria=(
        Criterion("topics", Aim.SIMILAR, 3),
        Criterion("languages", Aim.SHARED, 1),
        Criterion("background", Aim.DIFFERENT, 1),
        Criterion("level", Aim.SPREAD, 1),
    ),
    hours=2,
    exchange=3,
)


def roster(count: int, seed: int = 0) -> People:
    """People with an answer to everything, but for about one in ten."""
    rng = np.random.default_rng(seed)

    def some(high: int) -> tuple[int | None, ...]:
        drawn = rng.integers(0, high, count).tolist()
        silent = rng.random(count) < 0.1
        return tuple(None if quiet else answer for quiet, answer in zip(silent, drawn, strict=True))

    return People(
        ids=tuple(f"p{number:03}" for number in range(count)),
        sets={"topics": some(1 << 12), "languages": some(1 << 4)},
        labels={"background": some(5), "flag": some(3)},
        levels={"level": some(5)},
        offers=some(1 << 12),
        wants=some(1 << 6),
        hours=tuple(None if a is None else a << 50 for a in some(1 << 24)),
    )


def all_rules(people: People, seed: int = 0) -> Rules:
    """Every rule at once, some of which may clash."""
    rng = np.random.default_rng(seed)
    names = [people.ids[number] for number in rng.permutation(len(people.ids)).tolist()]
    return Rules(
        size=4,
        minimum=3,
        maximum=5,
        together=((names[0], names[1]),),
        apart=((names[2], names[3]), (names[4], names[5])),
        rivals=((names[6], names[7]),),
        not_again=((names[0], names[2]), (names[8], names[1])),
        never_alone=(("flag", 2),),
        experienced=frozenset(names[::2]),
        experienced_in_each=1,
        widest_gap=("level", 3),
        common_hours=2,
        wishes=((names[3], names[5]),),
    )


@st.composite
def squares(draw: st.DrawFn, *, most: int = 14) -> tuple[list[str], np.ndarray]:
    """Ids and symmetric whole pair scores."""
    count = draw(st.integers(1, most))
    rng = np.random.default_rng(draw(st.integers(0, 1 << 20)))
    half = np.triu(rng.integers(0, draw(st.integers(1, 1000)), (count, count)), 1)
    return [f"p{number:03}" for number in range(count)], half + half.T


def shuffled(people: People, seed: int) -> People:
    """The same people in another order."""
    order = np.random.default_rng(seed).permutation(len(people.ids)).tolist()

    def taken(column: tuple) -> tuple:
        return tuple(column[place] for place in order) if column else ()

    return people._replace(
        ids=taken(people.ids),
        sets={name: taken(column) for name, column in people.sets.items()},
        labels={name: taken(column) for name, column in people.labels.items()},
        levels={name: taken(column) for name, column in people.levels.items()},
        offers=taken(people.offers),
        wants=taken(people.wants),
        hours=taken(people.hours),
    )
