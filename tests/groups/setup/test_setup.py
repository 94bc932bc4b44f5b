"""Staff choose how circles are made: each choice kept, each contradiction a sentence."""

from typing import Any

import pytest
import time_machine
from flask import Flask

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.groups.matching import Aim
from lti_tool.groups.plan.choices import Say, Sections, Wanted
from lti_tool.groups.plan.queries import choices_of, plan_of, presets
from lti_tool.groups.survey.actions import save_answers
from lti_tool.groups.survey.queries import window_of
from lti_tool.programme.actions import programme_of
from tests.builders import Browser, make_context, make_member
from tests.groups.survey.answering import open_survey

SAY = {"say": "survey", "preset": "goals", "closes": "2026-12-04"}


class Desk:
    """The desk of an instructor: pages of set-up, sent with the version that stands."""

    def __init__(self, app: Flask, students: int = 8) -> None:
        self.context = make_context()
        self.students = [make_member(self.context, f"Student {n:02d}") for n in range(students)]
        staff = make_member(self.context, "Dr Ruth Adeyemi", role="Instructor")
        self.browser = Browser(app, staff)

    def send(self, path: str, **values: Any):  # type: ignore[no-untyped-def]
        plan = plan_of(self.context.id)
        seen = str(plan.version if plan else 0)
        return self.browser.post(f"/groups/plan/{path}", {"-version": seen, **values})

    def text(self, path: str = "") -> str:
        return self.browser.get(f"/groups/plan{path}").text

    def ids(self, *numbers: int) -> list[str]:
        return [str(self.students[number].id) for number in numbers]

    @property
    def choices(self):  # type: ignore[no-untyped-def]
        return choices_of(self.context.id)


@pytest.fixture
def desk(app: Flask) -> Desk:
    """An instructor of a course of eight, on a day in November."""
    with time_machine.travel("2026-11-25T12:00:00Z", tick=True):
        yield Desk(app)


def test_a_preset_brings_its_criteria_and_opens_the_survey(desk: Desk) -> None:
    assert desk.send("say", **SAY).status_code == 303
    window = window_of(desk.context.id)
    assert window
    assert window.is_open
    assert window.last_day.isoformat() == "2026-12-04"
    assert window.leaves_out == ["matters", "wished"]
    assert desk.choices.say is Say.SURVEY
    assert desk.choices.criteria == presets()["goals"].criteria
    assert "0 of 8 have answered" in desk.text()


def test_the_same_preset_chosen_again_keeps_what_was_tuned(desk: Desk) -> None:
    desk.send("say", **SAY)
    desk.send("criteria", **{"k1-aim": "shared", "k1-weight": "5"})
    desk.send("say", **{**SAY, "say": "hybrid"})
    assert [name for name, one in desk.choices.criteria.items() if one.aim is not Aim.IGNORED] == [
        "exchange"
    ]
    assert desk.choices.criteria["exchange"] == Wanted(Aim.SHARED, 5)


def test_names_from_a_hat_end_the_survey(desk: Desk) -> None:
    desk.send("say", **SAY)
    desk.send("say", say="hat", preset="goals", closes="2026-12-04")
    window = window_of(desk.context.id)
    assert window
    assert window.is_over
    assert "Nothing is weighed." in desk.text()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"say": ""}, "Choose one of the lines below."),
        ({"say": "lottery"}, "Choose one of the lines below."),
        ({"preset": ""}, "Choose what the survey is used for."),
        ({"closes": ""}, "Choose the day until which students may answer."),
        ({"closes": "2020-01-01"}, "Choose a date after today"),
        ({"closes": "soon"}, "Choose a day that exists"),
    ],
)
def test_half_a_choice_is_asked_for_and_changes_nothing(
    desk: Desk, changed: dict[str, str], said: str
) -> None:
    got = desk.send("say", **{**SAY, **changed})
    assert got.status_code == 422
    assert said in got.text
    assert plan_of(desk.context.id) is None
    assert window_of(desk.context.id) is None


def test_rules_are_kept_and_said_in_words(desk: Desk) -> None:
    sent = {"size": "4", "minimum": "3", "common_hours": "2", "not_again": "yes"}
    assert desk.send("rules", **sent).status_code == 303
    rules = desk.choices.rules
    assert (rules.minimum, rules.maximum, rules.common_hours, rules.not_again) == (3, None, 2, True)
    assert rules.sections is Sections.ANY
    assert programme_of(desk.context.id).group_size == 4
    assert "2 circles of 4. Each circle has 2 common hours." in desk.text()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"size": ""}, "Say how many sit in a circle."),
        ({"size": "1"}, "Write a whole number from 2 to 8."),
        ({"size": "4", "minimum": "5"}, "This must not be more than the usual size."),
        ({"size": "4", "maximum": "3"}, "This must not be less than the usual size."),
        ({"size": "4", "common_hours": "many"}, "Write a whole number from 0 to 40."),
    ],
)
def test_sizes_that_contradict_each_other_are_refused(
    desk: Desk, sent: dict[str, str], said: str
) -> None:
    got = desk.send("rules", **sent)
    assert got.status_code == 422
    assert said in got.text
    assert plan_of(desk.context.id) is None


def test_seven_with_a_minimum_of_three_sit_as_four_and_three(app: Flask) -> None:
    desk = Desk(app, students=7)
    desk.send("rules", size="3", minimum="3", maximum="4")
    assert "1 circle of 4 and 1 of 3" in desk.text()
    desk.send("rules", size="3", minimum="3", maximum="3")
    assert "7 students cannot be divided into circles of 3 to 3." in desk.text()


@pytest.mark.parametrize("students", [0, 1])
def test_a_course_too_small_for_a_circle_has_its_pages(app: Flask, students: int) -> None:
    desk = Desk(app, students)
    assert "No circles can be made yet" in desk.text()
    assert desk.browser.get("/groups/plan/rules").status_code == 200


def test_together_and_apart_at_once_is_named_with_the_fewest_people(desk: Desk) -> None:
    desk.send("together", people=desk.ids(0, 1, 2))
    desk.send("apart", people=desk.ids(1, 2))
    desk.send("apart", people=desk.ids(4, 5))
    text = desk.text()
    assert "cannot sit together: two of them are to sit apart." in text
    assert "Student 04" not in text
    desk.send("take-back", kind="apart", set="-".join(desk.ids(1, 2)))
    assert "cannot sit together" not in desk.text()
    assert desk.choices.rules.apart == ((desk.students[4].id, desk.students[5].id),)


def test_one_person_is_no_set_and_nobody_of_another_course_can_be_named(desk: Desk) -> None:
    stranger = make_member(make_context(), "Somebody Else")
    assert "Choose at least two people." in desk.send("apart", people=desk.ids(1)).text
    got = desk.send("together", people=[*desk.ids(1), str(stranger.id)])
    assert got.status_code == 422
    assert desk.send("take-back", kind="apart", set="x").status_code == 404


def test_what_people_asked_for_in_private_is_told_as_a_number(app: Flask) -> None:
    desk = Desk(app, students=3)
    open_survey(desk.context.id)
    for number, me in enumerate(desk.students):
        others = [one.id for one in desk.students if one is not me]
        save_answers(me, {"please_not": others, "contest": f"prize {number}"}, seen=0)
    db.session.commit()
    text = desk.text()
    assert "people asked for in private cannot be kept." in text
    assert not any(one.user.name in text for one in desk.students)


def test_two_instructors_at_once_the_second_sees_a_sentence_and_nothing_is_lost(
    desk: Desk,
) -> None:
    desk.send("rules", size="4")
    got = desk.browser.post("/groups/plan/rules", {"-version": "0", "size": "5"})
    assert got.status_code == 409
    assert "Somebody else changed this" in got.text
    assert programme_of(desk.context.id).group_size == 4


def test_criteria_take_only_what_the_page_offers(desk: Desk) -> None:
    desk.send("criteria", **{"k0-aim": "different", "k0-weight": "99", "k2-aim": "spread"})
    assert desk.choices.criteria["hours"] == Wanted(Aim.IGNORED, 1)
    assert desk.choices.criteria["goals"] == Wanted(Aim.SPREAD, 1)


def test_students_reach_none_of_it(app: Flask, desk: Desk) -> None:
    student: Membership = desk.students[0]
    browser = Browser(app, student)
    for path in ("", "/say", "/criteria", "/rules", "/columns", "/students.csv"):
        assert browser.get(f"/groups/plan{path}").status_code == 403
