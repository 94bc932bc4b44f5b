"""The test problem of the matching bench: people with answers, and what two of them score.

A pair scores 0 to 1000: 250 x shared interests (Jaccard), 150 x the lesser and 75 x the sum of what
both sides can give, up to 150 for difference, 62.5 for each of at most four common slots, and 50
for a common language; rounded to whole points. Two random people score about 300, deviation 95.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lti_tool.groups.matching import Aim, Criterion, People, Rules, Weights

TOPICS, DAYS, BLOCKS = 24, 7, 6
EVENING = np.array([0.15, 0.25, 0.2, 0.35, 0.45, 0.4])  # how often a block of the day is free

Numbers = NDArray[np.intp]
PLAIN = Weights(
    (
        Criterion("interests", Aim.SIMILAR, 250),
        Criterion("languages", Aim.SHARED, 50),
        Criterion("discipline", Aim.DIFFERENT, 60),
        Criterion("region", Aim.DIFFERENT, 45),
        Criterion("experience", Aim.DIFFERENT, 45),
    )
)
ALL_ON = Weights(PLAIN.criteria, hours=200, exchange=300)


@dataclass(frozen=True)
class Roster:
    """Columns of `n` people."""

    interests: NDArray[np.uint64]
    offers: NDArray[np.uint64]
    wants: NDArray[np.uint64]
    hours: NDArray[np.uint64]
    languages: NDArray[np.uint64]
    discipline: NDArray[np.intp]
    region: NDArray[np.intp]
    experience: NDArray[np.intp]

    def block(self, who: Numbers) -> NDArray[np.float32]:
        """The square of pair scores of some people, made in strips."""
        strips = [
            self._scores(who[start : start + 128, None], who[None, :])
            for start in range(0, len(who), 128)
        ]
        made = np.concatenate(strips)
        np.fill_diagonal(made, 0)
        return made

    def _scores(self, a: Numbers, b: Numbers) -> NDArray[np.float32]:
        count = np.bitwise_count
        mine, theirs = self.interests[a], self.interests[b]
        made = 250 * count(mine & theirs) / np.maximum(count(mine | theirs), 1)
        give = count(self.offers[a] & self.wants[b]) / count(self.wants[b])
        get = count(self.offers[b] & self.wants[a]) / count(self.wants[a])
        made += 150 * np.minimum(give, get) + 75 * (give + get)
        made += 60 * (self.discipline[a] != self.discipline[b])
        made += 45 * (self.region[a] != self.region[b])
        made += 45 * np.abs(self.experience[a] - self.experience[b]) / 4
        made += 62.5 * np.minimum(count(self.hours[a] & self.hours[b]), 4)
        made += 50 * ((self.languages[a] & self.languages[b]) != 0)
        return np.rint(made).astype(np.float32)


def roster(n: int, seed: int, *, free: float = 0.205) -> Roster:
    """`n` people, each free in about the given share of 42 slots."""
    rng = np.random.default_rng([seed, n])
    main = np.where(rng.random(n) < 0.8, 1, 0)
    second = 1 << rng.integers(1, 6, n)
    languages = np.where((main == 0) | (rng.random(n) < 0.4), main | second, main)
    return Roster(
        interests=_some(rng, n, 3, 6),
        offers=_some(rng, n, 3, 6),
        wants=_some(rng, n, 2, 4),
        hours=_hours(rng, n, free),
        languages=languages.astype(np.uint64),
        discipline=rng.integers(0, 8, n),
        region=rng.integers(0, 4, n),
        experience=rng.integers(0, 5, n),
    )


def ids(n: int) -> tuple[str, ...]:
    """Names that sort as they count."""
    return tuple(f"{number:06}" for number in range(n))


def people(n: int, seed: int) -> People:
    """A roster for the case in which all criteria and rules are on; hours are denser."""
    made, rng = roster(n, seed, free=0.3), np.random.default_rng([seed, n, 1])
    flags = rng.choice(3, n, p=[0.59, 0.33, 0.08])
    sections = np.arange(n) % 3 if n >= 60 else np.zeros(n, int)

    def plain(column: NDArray[np.generic]) -> tuple[int, ...]:
        return tuple(int(value) for value in column)

    return People(
        ids=ids(n),
        sets={"interests": plain(made.interests), "languages": plain(made.languages)},
        labels={
            "discipline": plain(made.discipline),
            "region": plain(made.region),
            "flag": plain(flags),
            "section": plain(sections),
        },
        levels={"experience": plain(made.experience)},
        offers=plain(made.offers),
        wants=plain(made.wants),
        hours=plain(made.hours),
    )


def all_rules(of: People, seed: int, *, size: int) -> Rules:
    """Every hard rule: pairs by chance, but together only where two could be."""
    n, rng = len(of.ids), np.random.default_rng([seed, len(of.ids), 2])
    # In a small course as many rules as in a large one would leave nothing to seat.
    few = 1.0 if n >= 60 else 0.2
    flags = (("flag", 1), ("flag", 2)) if n >= 60 else (("flag", 1),)
    together = _could_be_together(of, rng, max(n // 25, 1))
    taken = {frozenset(pair) for pair in together}

    def pairs(count: float) -> tuple[tuple[str, str], ...]:
        drawn = rng.integers(0, n, (int(count), 2)).tolist()
        named = [(of.ids[a], of.ids[b]) for a, b in drawn if a != b]
        return tuple(pair for pair in named if frozenset(pair) not in taken)

    return Rules(
        size=size,
        minimum=size - 1,
        maximum=size + 1,
        together=together,
        apart=pairs(n / 20),
        rivals=pairs(0.8 * n * few),
        not_again=pairs(1.5 * n * few),
        same="section",
        never_alone=flags,
        experienced=frozenset(name for name in of.ids if rng.random() < 0.42),
        experienced_in_each=1,
        widest_gap=("experience", 3),
        common_hours=2 if size == 4 else 1,
        wishes=pairs(n / 3),
    )


def _could_be_together(
    of: People, rng: np.random.Generator, count: int
) -> tuple[tuple[str, str], ...]:
    order = rng.permutation(len(of.ids)).tolist()
    made: list[tuple[str, str]] = []
    while len(made) < count and order:
        one = order.pop()
        mate = next((other for other in order if _fit(of, one, other)), None)
        if mate is not None:
            order.remove(mate)
            made.append((of.ids[one], of.ids[mate]))
    return tuple(made)


def _fit(of: People, a: int, b: int) -> bool:
    common = (of.hours[a] or 0) & (of.hours[b] or 0)
    gap = abs((of.levels["experience"][a] or 0) - (of.levels["experience"][b] or 0))
    same = of.labels["section"][a] == of.labels["section"][b]
    return same and gap <= 2 and common.bit_count() >= 5


def _some(rng: np.random.Generator, n: int, low: int, high: int) -> NDArray[np.uint64]:
    chosen = rng.random((n, TOPICS)).argsort(1)[:, :high]
    kept = np.arange(high) < rng.integers(low, high + 1, n)[:, None]
    bits = np.where(kept, np.uint64(1) << chosen.astype(np.uint64), np.uint64(0))
    return np.bitwise_or.reduce(bits, axis=1)


def _hours(rng: np.random.Generator, n: int, free: float) -> NDArray[np.uint64]:
    zone = rng.choice([0, 1, 2, 4], n, p=[0.4, 0.3, 0.2, 0.1])
    local = rng.random((n, DAYS, BLOCKS)) < EVENING / EVENING.mean() * free
    slot = (np.arange(DAYS * BLOCKS) + zone[:, None]) % (DAYS * BLOCKS)
    bits = np.where(local.reshape(n, -1), np.uint64(1) << slot.astype(np.uint64), np.uint64(0))
    return np.bitwise_or.reduce(bits, axis=1)
