"""The brief of a course: who is in it and what was chosen, as the engine wants it."""

from typing import Any

import pytest
import time_machine
from flask import Flask

from lti_tool.db import db, utcnow
from lti_tool.groups.brief.queries import Brief, brief_of, is_private
from lti_tool.groups.matching import Aim, clashes, form
from lti_tool.groups.plan.choices import Choices, HardRules, Say, Wanted, from_json, to_json
from lti_tool.groups.plan.models import Plan
from lti_tool.groups.plan.queries import plan_of
from lti_tool.groups.survey.actions import save_answers
from lti_tool.groups.survey.queries import survey_of
from tests.builders import make_circle, make_context, make_group, make_member
from tests.groups.survey.answering import open_survey


def test_a_course_without_a_plan_draws_names_from_a_hat(app: Flask) -> None:
    me = make_member(make_context())
    gone = make_member(me.context, "Somebody Gone", left_at=utcnow())
    make_member(me.context, "Dr Ruth Adeyemi", role="Instructor")
    brief = brief_of(me.context_id)
    assert brief.is_hat
    assert brief.people.ids == (str(me.id),)
    assert brief.names == {str(me.id): "Amara Okonkwo"}
    assert str(gone.id) not in brief.names
    assert (brief.rules.minimum, brief.rules.size, brief.rules.maximum) == (2, 4, 5)


def test_people_of_an_earlier_circle_do_not_meet_again_where_that_is_chosen(app: Flask) -> None:
    context = make_context()
    people = [make_member(context, f"Person {n}") for n in range(3)]
    make_circle(people[:2])
    assert brief_of(context.id).rules.not_again == ()
    rules = HardRules(not_again=True)
    db.session.add(Plan(context_id=context.id, choices=to_json(Choices(rules=rules))))
    db.session.flush()
    first, second, _ = (str(one.id) for one in people)
    assert brief_of(context.id).rules.not_again == ((first, second),)
    assert not brief_of(context.id).is_hat


def test_what_is_kept_of_a_plan_comes_back_the_same_and_nonsense_is_left_at_its_default() -> None:
    made = Choices(rules=HardRules(together=((1, 2),), apart=((3, 4, 5),), minimum=3))
    assert from_json(to_json(made)) == made
    assert from_json({"say": "?", "criteria": None, "rules": {"minimum": "x"}}) == Choices()


class Course:
    """A course of so many people, with what they said in the survey and what was chosen."""

    def __init__(self, count: int, **choices: Any) -> None:
        self.context = make_context()
        self.people = [make_member(self.context, f"Person {n:02d}") for n in range(count)]
        self.ids = [str(one.id) for one in self.people]
        db.session.add(
            Plan(context_id=self.context.id, choices=to_json(Choices(say=Say.HYBRID, **choices)))
        )
        open_survey(self.context.id)

    def say(self, number: int, **values: Any) -> None:
        member = self.people[number]
        kept = survey_of(member)
        save_answers(member, values, seen=kept.version if kept else 0)

    def brief(self) -> Brief:
        return brief_of(self.context.id)


def test_answers_become_columns_and_the_silent_stay_unknown(app: Flask) -> None:
    course = Course(3)
    course.say(0, goals=["skill", "career"], experience="sure", languages=["danish"])
    course.say(1, topics={"give": {"reading": 3}, "want": {"methods": 1}}, talk="first")
    people = course.brief().people
    assert people.sets["goals"] == (0b10001, None, None)
    assert people.sets["style"] == (None, 0b1, None)
    assert people.levels["experience"] == (3, None, None)
    assert (people.offers, people.wants) == ((None, 0b1, None), (None, 0b100, None))


def test_somebody_who_goes_along_with_both_ways_is_like_either(app: Flask) -> None:
    course = Course(1)
    course.say(0, talk="either")
    assert course.brief().people.sets["style"] == (0b11,)


def test_hours_are_those_of_the_zone_that_most_people_have(app: Flask) -> None:
    course = Course(3)
    with time_machine.travel("2026-11-25", tick=False):
        open_survey(course.context.id)
        course.say(0, zone="Europe/Rome", hours=["mon-09", "tue-10"])
        course.say(1, zone="Europe/Rome", hours=["mon-09"])
        course.say(2, zone="UTC", hours=["mon-08"])
        brief = course.brief()
    first, second, third = brief.people.hours
    assert brief.zone == "Europe/Rome"
    assert brief.slots[(second or 0).bit_length() - 1] == (0, 9)
    assert first != second == third


@pytest.mark.parametrize("name", ["goals", "exchange", "hours", "style", "experience"])
def test_each_criterion_can_be_used_alone(app: Flask, name: str) -> None:
    course = Course(8, criteria={name: Wanted(Aim.SIMILAR, 2)})
    for number in range(8):
        course.say(
            number,
            goals=["skill" if number % 2 else "career"],
            topics={"give": {"reading": 1}, "want": {"methods": number % 3 + 1}},
            hours=["mon-09"],
            talk="first" if number % 2 else "later",
            experience="new" if number % 2 else "teach",
        )
    brief = course.brief()
    found = form(brief.people, brief.rules, weights=brief.weights, seed=1)
    assert not brief.is_hat
    assert sorted(one for group in found.groups for one in group) == sorted(course.ids)
    assert {name for circle in found.circles for name in circle.points} & {name, "least_helped"}


def test_a_switched_aim_gives_other_circles(app: Flask) -> None:
    shares = {}
    for aim in (Aim.SIMILAR, Aim.DIFFERENT):
        course = Course(12, criteria={"goals": Wanted(aim, 1)})
        for number in range(12):
            course.say(number, goals=[("skill", "career", "belonging")[number % 3]])
        brief = course.brief()
        found = form(brief.people, brief.rules, weights=brief.weights, seed=1)
        kinds = [{course.ids.index(one) % 3 for one in group} for group in found.groups]
        shares[aim] = sum(map(len, kinds)) / len(kinds)
    assert shares[Aim.SIMILAR] == 1
    assert shares[Aim.DIFFERENT] == 3


def test_a_criterion_that_nobody_answered_asks_for_nothing(app: Flask) -> None:
    wanted = {one: Wanted(Aim.SIMILAR, 3) for one in ("goals", "hours", "exchange", "no such")}
    brief = Course(5, criteria=wanted).brief()
    assert brief.is_hat
    assert form(brief.people, brief.rules, weights=brief.weights).groups


def test_what_matters_most_to_people_counts_more(app: Flask) -> None:
    course = Course(2, criteria={"goals": Wanted(Aim.SIMILAR, 1), "hours": Wanted(Aim.SHARED, 1)})
    for number in range(2):
        course.say(number, goals=["skill"], hours=["mon-09"], matters="hours")
    weights = course.brief().weights
    assert (weights.criteria[0].weight, weights.hours) == (4, 12)


def test_please_not_is_kept_and_the_wish_of_everybody_for_one_person_harms_nobody(
    app: Flask,
) -> None:
    course = Course(9)
    for number in range(1, 9):
        course.say(number, wished=[course.people[0].id], please_not=[course.people[number - 1].id])
    brief = course.brief()
    found = form(brief.people, brief.rules, weights=brief.weights, seed=3)
    assert not found.broken
    apart = {frozenset(course.ids[n : n + 2]) for n in range(8)}
    assert not any(pair <= set(group) for pair in apart for group in found.groups)


def test_a_circle_of_please_nots_that_cannot_be_is_told_as_private(app: Flask) -> None:
    course = Course(3)
    for number in range(3):
        others = [one.id for one in course.people if one is not course.people[number]]
        course.say(number, please_not=others)
    brief = course.brief()
    told = clashes(brief.people, brief.rules)
    found = form(brief.people, brief.rules, weights=brief.weights)
    assert told
    assert all(map(is_private, told))
    assert found.broken
    assert all(map(is_private, found.broken))


def test_those_after_one_prize_sit_apart_however_they_write_it(app: Flask) -> None:
    course = Course(4)
    course.say(0, contest="Dean’s  Prize")
    course.say(2, contest="dean’s prize ")
    course.say(3, contest="another")
    assert course.brief().rules.rivals == ((course.ids[0], course.ids[2]),)


def test_nobody_is_the_only_one_where_more_than_one_asked_for_it(app: Flask) -> None:
    course = Course(8)
    for number in (0, 5):
        course.say(number, not_only=["woman", *(["parent"] if number else [])])
    brief = course.brief()
    assert brief.rules.never_alone == (("not_only:woman", 1),)
    found = form(brief.people, brief.rules, weights=brief.weights, seed=1)
    (together,) = [group for group in found.groups if course.ids[0] in group]
    assert course.ids[5] in together


def test_a_circle_learns_only_of_columns_that_somebody_opened(app: Flask) -> None:
    course = Course(2)
    course.say(0, goals=["skill"], share="some")
    course.say(1, goals=["skill"], share="nothing")
    brief = course.brief()
    assert brief.open_to_mates[course.ids[0]] == {"goals", "exchange"}
    assert brief.open_to_mates[course.ids[1]] == frozenset()
    assert brief.words["goals"][0] == "A skill of this course"


def test_a_column_of_numbers_is_a_level_and_any_other_a_label(app: Flask) -> None:
    course = Course(3, rules=HardRules(never_alone=("Group",)))
    a, b, c = (one.id for one in course.people)
    plan = plan_of(course.context.id)
    assert plan
    plan.columns = {"Points": {a: "12", b: "7"}, "Group": {a: "red", b: "blue", c: "red"}}
    db.session.flush()
    brief = course.brief()
    assert brief.people.levels["Points"] == (12, 7, None)
    assert brief.people.labels["Group"] == (1, 0, 1)
    assert brief.words["Group"] == {0: "blue", 1: "red"}
    assert brief.rules.never_alone == (("Group", 1),)


def test_sections_without_a_name_are_still_two(app: Flask) -> None:
    course = Course(3, rules=HardRules(never_alone=("section",)))
    make_group(course.context, course.people[:2], kind="section")
    make_group(course.context, course.people[2:], kind="section")
    assert course.brief().people.labels["section"] == (0, 0, 1)


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_a_course_of_any_size_has_a_brief(app: Flask, count: int) -> None:
    brief = Course(count, rules=HardRules(minimum=3, maximum=4)).brief()
    assert len(brief.people.ids) == count
    told = clashes(brief.people, brief.rules)
    assert bool(told) == (count in (1, 2))
