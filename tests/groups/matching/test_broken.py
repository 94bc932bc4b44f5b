"""The judge: each rule that a group breaks is named with those it concerns, and only then."""

import pytest

from lti_tool.groups.matching import Broken, Judge, People, Rules

PEOPLE = People(
    ids=("a", "b", "c", "d"),
    labels={"lab": (1, 1, 2, None), "flag": (1, 0, 0, None)},
    levels={"level": (0, 3, 1, None)},
    hours=(0b0111, 0b0110, 0b1100, None),
)


def broken(group: str, **rules: object) -> tuple[Broken, ...]:
    asked = Rules(minimum=1, maximum=4, **rules)  # type: ignore[arg-type]
    return Judge.of(PEOPLE, asked).broken(tuple(group))


@pytest.mark.parametrize(
    ("group", "rules", "named"),
    [
        ("ab", {"apart": (("b", "a"),)}, Broken("apart", ("a", "b"), 0, 1)),
        ("ab", {"rivals": (("a", "b"),)}, Broken("rivals", ("a", "b"), 0, 1)),
        ("ab", {"not_again": (("a", "b"),)}, Broken("not_again", ("a", "b"), 0, 1)),
        ("ab", {"together": (("a", "c"),)}, Broken("together", ("a", "c"), 2, 1)),
        ("ac", {"same": "lab"}, Broken("same", ("a", "c"), 1, 2, "lab")),
        ("ab", {"never_alone": (("flag", 1),)}, Broken("never_alone", ("a",), 2, 1, "flag 1")),
        ("bc", {"widest_gap": ("level", 1)}, Broken("widest_gap", ("b", "c"), 1, 2, "level")),
        ("abc", {"common_hours": 2}, Broken("common_hours", ("a", "b", "c"), 2, 1)),
        (
            "bc",
            {"experienced": frozenset("a"), "experienced_in_each": 1},
            Broken("experienced_in_each", ("b", "c"), 1, 0),
        ),
    ],
)
def test_a_broken_rule_is_named(group: str, rules: dict[str, object], named: Broken) -> None:
    assert broken(group, **rules) == (named,)


@pytest.mark.parametrize(
    ("group", "rules"),
    [
        ("ac", {"apart": (("b", "a"),)}),
        ("bd", {"together": (("a", "c"),)}),
        ("ac", {"together": (("a", "c"), ("b", "z"))}),
        ("ab", {"same": "lab", "common_hours": 2}),
        ("bc", {"never_alone": (("flag", 1),)}),
        ("abc", {"common_hours": 1, "widest_gap": ("level", 3)}),
    ],
)
def test_a_group_that_holds_a_rule_is_left_alone(group: str, rules: dict[str, object]) -> None:
    assert broken(group, **rules) == ()


def test_the_whole_group_must_be_free_at_once_not_each_two() -> None:
    people = People(("a", "b", "c"), hours=(0b011, 0b110, 0b101))
    judge = Judge.of(people, Rules(minimum=1, common_hours=1))
    assert [judge.broken(pair) for pair in (("a", "b"), ("b", "c"), ("a", "c"))] == [()] * 3
    assert judge.broken(people.ids) == (Broken("common_hours", people.ids, 1, 0),)


def test_who_did_not_answer_breaks_nothing() -> None:
    rules = {"never_alone": (("flag", 1),), "widest_gap": ("level", 0), "common_hours": 9}
    assert broken("d", **rules) == ()


def test_a_group_of_a_wrong_size_is_named() -> None:
    judge = Judge.of(PEOPLE, Rules(size=2, minimum=2, maximum=2))
    assert [one.rule for one in judge.broken(("a",))] == ["minimum"]
    assert [one.rule for one in judge.broken(("a", "b", "c"))] == ["maximum"]
