"""Group sizes and names from a hat."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.groups.matching import ImpossibleSizes, at_random, sizes


@pytest.mark.parametrize(
    ("n", "made"),
    [
        (0, []),
        (3, [3]),
        (5, [5]),
        (7, [4, 3]),
        (8, [4, 4]),
        (10, [5, 5]),
        (11, [4, 4, 3]),
        (13, [5, 4, 4]),
        (14, [5, 5, 4]),
    ],
)
def test_the_remainder_rule_keeps_sizes_near_four(n: int, made: list[int]) -> None:
    assert sizes(n, target=4, minimum=3, maximum=5) == made


@pytest.mark.parametrize(
    ("n", "limits", "words"),
    [
        (1, (3, 3, 5), "There is 1 person, and a group needs at least 3."),
        (7, (3, 3, 3), "7 people cannot be divided into groups of 3: 6 or 9 could."),
        (11, (4, 4, 5), "11 people cannot be divided into groups of 4 to 5: 10 or 12 could."),
        (9, (4, 5, 6), "The usual size (4) must lie between the smallest (5) and the largest (6)."),
        (9, (1, 0, 6), "A group needs at least one member."),
        (-1, (1, 1, 6), "There cannot be -1 people."),
    ],
)
def test_the_impossible_is_said_in_one_sentence(
    n: int, limits: tuple[int, int, int], words: str
) -> None:
    target, minimum, maximum = limits
    with pytest.raises(ImpossibleSizes) as raised:
        sizes(n, target=target, minimum=minimum, maximum=maximum)
    assert str(raised.value) == words


@given(n=st.integers(0, 400), limits=st.lists(st.integers(1, 12), min_size=3, max_size=3))
def test_sizes_seat_everybody_within_the_limits_as_near_the_target_as_any_number_of_groups(
    n: int, limits: list[int]
) -> None:
    minimum, target, maximum = sorted(limits)
    counts = [g for g in range(1, n + 1) if g * minimum <= n <= g * maximum]
    if n and not counts:
        with pytest.raises(ImpossibleSizes):
            sizes(n, target=target, minimum=minimum, maximum=maximum)
        return
    made = sizes(n, target=target, minimum=minimum, maximum=maximum)
    assert sum(made) == n
    assert all(minimum <= size <= maximum for size in made)
    assert made == sorted(made, reverse=True)
    assert not made or made[0] - made[-1] <= 1
    away = [sum(abs(n // g + (i < n % g) - target) for i in range(g)) for g in counts]
    assert sum(abs(size - target) for size in made) == min(away, default=0)


@given(
    ids=st.sets(st.text(max_size=5), min_size=1, max_size=40).map(sorted),
    seed=st.integers(),
    order=st.randoms(),
)
def test_the_hat_gives_the_same_groups_whatever_the_order_of_the_names(
    ids: list[str], seed: int, order: object
) -> None:
    made = sizes(len(ids), target=4, minimum=1, maximum=5)
    groups = at_random(ids, sizes=made, seed=seed)
    assert [len(group) for group in groups] == made
    assert sorted(name for group in groups for name in group) == ids
    order.shuffle(ids)  # type: ignore[attr-defined]
    assert at_random(ids, sizes=made, seed=seed) == groups


def test_another_seed_gives_other_groups() -> None:
    ids = [f"{i:03}" for i in range(100)]
    drawn = {str(at_random(ids, sizes=[4] * 25, seed=seed)) for seed in range(5)}
    assert len(drawn) == 5


def test_the_hat_refuses_a_name_that_comes_twice_and_seats_that_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="The same id comes twice"):
        at_random(["a", "a"], sizes=[2], seed=1)
    with pytest.raises(ValueError, match="The sizes seat 3 people, but there are 2"):
        at_random(["a", "b"], sizes=[3], seed=1)


def test_a_web_page_that_draws_from_a_hat_does_not_load_numpy() -> None:
    code = "import sys, lti_tool.groups.matching; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
