"""What is true of a circle: plain arithmetic, and what nobody answered is left out."""

from hypothesis import given
from hypothesis import strategies as st

from lti_tool.groups.circles import numbered
from lti_tool.groups.facts import Facts
from lti_tool.groups.matching import Aim, Criterion, People, Rules, Weights

IDS = ("a", "b", "c", "d")
ALL = Weights(
    criteria=(
        Criterion("goals", Aim.SHARED),
        Criterion("tongue", Aim.DIFFERENT),
        Criterion("level", Aim.SIMILAR),
    ),
    hours=1,
    exchange=1,
)
MASKS = st.lists(st.none() | st.integers(0, 255), min_size=4, max_size=4).map(tuple)


def facts_of(people: People, weights: Weights) -> dict[str, tuple[int, int, float]]:
    judged = Facts(people, Rules(size=4), weights).of(IDS)
    return {one.name: (one.part, one.whole, one.share) for one in judged.facts}


def test_a_wish_counts_when_somebody_else_in_the_circle_can_help() -> None:
    people = People(IDS, offers=(0b01, 0, 0, 0), wants=(0b01, 0b01, 0b11, None))
    assert facts_of(people, Weights(exchange=1))["exchange"] == (2, 4, 0.5)


def test_who_did_not_say_when_is_free_at_any_time() -> None:
    people = People(IDS, hours=(0b0111, 0b0110, None, 0b1110))
    assert facts_of(people, Weights(hours=1, enough_hours=4))["hours"] == (2, 4, 0.5)


def test_steps_are_told_between_the_two_who_are_furthest_apart() -> None:
    people = People(IDS, levels={"level": (1, 4, None, 2)})
    weights = Weights(criteria=(Criterion("level", Aim.SIMILAR),))
    assert facts_of(people, weights)["level"] == (3, 3, 0.0)


def test_a_circle_of_which_nothing_was_asked_has_no_quality() -> None:
    judged = Facts(People(IDS), Rules(size=4), Weights()).of(IDS)
    assert (judged.facts, judged.quality) == ((), None)


@given(MASKS, MASKS, MASKS, MASKS)
def test_quality_lies_between_nothing_and_everything(
    goals: tuple[int | None, ...],
    hours: tuple[int | None, ...],
    offers: tuple[int | None, ...],
    wants: tuple[int | None, ...],
) -> None:
    people = People(
        IDS,
        sets={"goals": goals},
        labels={"tongue": offers},
        levels={"level": wants},
        offers=offers,
        wants=wants,
        hours=hours,
    )
    quality = Facts(people, Rules(size=4), ALL).of(IDS).quality
    assert quality is not None
    assert 0 <= quality <= 1000


@given(st.lists(st.integers(0, 5), min_size=1, max_size=24), st.integers(0, 100))
def test_new_circles_keep_the_numbers_of_those_they_are_like(where: list[int], seed: int) -> None:
    present: dict[int, list[str]] = {}
    for person, number in enumerate(where):
        present.setdefault(number + 1, []).append(str(person))
    groups = sorted(present.values())
    found = numbered(groups, present)
    assert {number: sorted(people) for number, people in found.items()} == {
        number: sorted(people) for number, people in present.items()
    }
    assert sorted(map(sorted, numbered(groups, {}).values())) == sorted(map(sorted, groups))
