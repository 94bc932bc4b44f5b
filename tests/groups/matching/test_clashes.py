"""What is said to be impossible before forming is impossible, and named."""

import pytest

from lti_tool.groups.matching import People, Rules, clashes

NAMES = tuple("abcdefghi")


def said(rules: Rules, **columns: object) -> list[tuple[tuple[str, ...], str]]:
    return [(one.rules, one.why) for one in clashes(People(NAMES, **columns), rules)]


def test_a_course_without_contradictions_has_no_clash() -> None:
    assert clashes(People(NAMES), Rules(3, 3, 3, apart=(("a", "b"),), together=(("a", "c"),))) == ()


def test_sizes_that_do_not_divide_are_named() -> None:
    ((rules, why),) = said(Rules(4, 4, 4))
    assert rules == ("minimum", "maximum")
    assert why == "9 people cannot be divided into groups of 4: 8 or 12 could."


def test_a_section_too_small_for_a_group_is_named() -> None:
    ((rules, why),) = said(
        Rules(3, 3, 4, same="section"), labels={"section": (1, 1, 1, 1, 1, 1, 1, 2, 2)}
    )
    assert rules == ("minimum", "maximum", "same")
    assert why == "section 2: There are 2 people, and a group needs at least 3."


def test_too_few_experienced_people_are_counted() -> None:
    few = Rules(3, 3, 3, experienced=frozenset("ab"), experienced_in_each=1)
    assert said(few) == [
        (
            ("experienced_in_each",),
            "3 groups or more need 1 experienced each, but there are 2.",
        )
    ]


def test_the_only_one_of_a_kind_is_named() -> None:
    ((rules, why),) = said(
        Rules(3, 3, 3, never_alone=(("flag", 1),)), labels={"flag": (1, *[0] * 8)}
    )
    assert (rules, why) == (("never_alone",), "a is the only one with flag 1.")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"apart": (("a", "c"),)}, "apart"),
        ({"rivals": (("c", "b"),)}, "rivals"),
        ({"maximum": 2, "size": 2, "minimum": 1}, "maximum"),
        ({"common_hours": 2}, "common_hours"),
        ({"widest_gap": ("level", 1)}, "widest_gap"),
        ({"same": "section"}, "same"),
    ],
)
def test_people_who_belong_together_but_cannot_sit_together_are_named(
    change: dict[str, object], rule: str
) -> None:
    people = People(
        NAMES,
        hours=(1, *[3] * 8),
        levels={"level": (0, 1, 2, *[1] * 6)},
        labels={"section": (1, 2, 1, 2, 1, 2, 1, 2, 1)},
    )
    plain = Rules(3, 3, 3, together=(("a", "b"), ("b", "c")))
    found = clashes(people, plain._replace(**change))  # type: ignore[arg-type]
    assert [one.rules for one in found if "together" in one.rules] == [("together", rule)]
    assert found[0].members == ("a", "b", "c")


def test_more_people_all_apart_than_groups_are_named() -> None:
    foes = tuple((a, b) for a in "abcd" for b in "abcd" if a < b)
    ((rules, why),) = said(Rules(3, 3, 3, apart=foes))
    assert rules == ("apart", "minimum")
    assert why == "4 people all keep apart, but there are at most 3 groups."


def test_somebody_whom_too_few_can_join_is_named() -> None:
    hours = (1, 3, 2, *[2] * 6)
    ((rules, why),) = said(Rules(3, 3, 3, common_hours=1), hours=hours)
    assert rules == ("common_hours", "minimum")
    assert why == "Only 1 of the others can sit with a, and a group needs 3."


def test_everybody_wishing_for_the_same_person_and_circles_of_please_not_are_no_clash() -> None:
    wishes = tuple((name, "a") for name in NAMES[1:])
    circle = (("a", "b"), ("b", "c"), ("c", "a"))
    assert clashes(People(NAMES), Rules(3, 3, 3, wishes=wishes, apart=circle)) == ()
