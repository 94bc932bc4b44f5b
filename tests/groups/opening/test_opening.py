"""A programme is set up, opened and closed; of two who change the same, both are shown."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from lti_tool.db import db
from lti_tool.groups.opening.actions import open_now
from lti_tool.groups.opening.queries import offered, shelf
from lti_tool.groups.plan.choices import Say
from lti_tool.groups.plan.queries import choices_of, plan_of
from lti_tool.groups.survey.queries import window_of
from lti_tool.programme.actions import programme_of
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.outline.queries import outline_of
from tests.builders import Browser, make_circle, make_context, make_member

TODAY = date(2026, 11, 26)


class Desk:
    """The desk of an instructor: pages of set-up, sent with the version that stands."""

    def __init__(self, app: Flask, students: int = 8, **course: Any) -> None:
        self.app = app
        self.context = make_context(**course)
        self.students = [make_member(self.context, f"Student {n:02d}") for n in range(students)]
        self.staff = make_member(self.context, "Dr Ruth Adeyemi", role="Instructor")
        self.browser = Browser(app, self.staff)

    def send(self, path: str, *, seen: int | None = None, **values: Any):  # type: ignore[no-untyped-def]
        self.text()
        version = self.outline.version if seen is None else seen
        return self.browser.post(f"/programme/{path}", {"-version": str(version), **values})

    def text(self, path: str = "") -> str:
        return self.browser.get(f"/programme{path}").text

    @property
    def outline(self) -> Outline:
        db.session.expire_all()
        return outline_of(self.context.id)


@pytest.fixture(autouse=True)
def late_november() -> Iterator[None]:
    with time_machine.travel("2026-11-26T12:00:00Z", tick=True):
        yield


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def test_one_click_opens_the_default_programme(desk: Desk) -> None:
    page = desk.text()
    assert "Ready to open" in page
    assert "2 circles of 4" in page
    assert "may answer until 3 December" in page
    assert desk.browser.post("/programme/open").status_code == 303
    window = window_of(desk.context.id)
    assert window
    assert window.is_open
    assert window.last_day == date(2026, 12, 3)
    assert choices_of(desk.context.id).say is Say.HYBRID
    assert "The programme is open" in desk.text()
    assert "0 of 8 have answered" in desk.text()


def test_the_first_page_of_staff_has_the_button_until_the_programme_is_open(desk: Desk) -> None:
    assert "Open now" in desk.browser.get("/groups/").text
    desk.browser.post("/programme/open")
    assert "Open now" not in desk.browser.get("/groups/").text


def test_opened_twice_is_once(desk: Desk) -> None:
    desk.browser.post("/programme/open")
    before = desk.outline.opened_at, window_of(desk.context.id).closes_at  # type: ignore[union-attr]
    with time_machine.travel("2026-11-28T12:00:00Z", tick=True):
        desk.browser.post("/programme/open")
    after = desk.outline.opened_at, window_of(desk.context.id).closes_at  # type: ignore[union-attr]
    assert after == before


def test_what_staff_chose_before_is_opened_as_they_chose_it(desk: Desk) -> None:
    desk.browser.post("/groups/plan/say", {"-version": "0", "say": "staff", "closes": ""})
    assert "Students are asked nothing beforehand." in desk.text()
    desk.browser.post("/programme/open")
    assert window_of(desk.context.id) is None
    assert choices_of(desk.context.id).say is Say.STAFF


def test_a_closed_programme_asks_nothing_and_can_be_opened_again(desk: Desk) -> None:
    desk.browser.post("/programme/open")
    desk.browser.post("/programme/close")
    assert window_of(desk.context.id).is_over  # type: ignore[union-attr]
    assert "The programme is closed" in desk.text()
    desk.browser.post("/programme/open")
    assert desk.outline.state == "open"


def test_published_circles_mean_that_the_programme_runs(desk: Desk) -> None:
    desk.browser.post("/groups/propose", {"size": "4"})
    grouping = desk.browser.get("/groups/").text.split('name="grouping" value="')[1].split('"')[0]
    desk.browser.post("/groups/publish", {"grouping": grouping})
    assert desk.outline.state == "open"


@pytest.mark.parametrize("name", ["semester", "six_weeks", "transition", "pairs"])
def test_every_template_can_be_begun_with_and_opened(desk: Desk, name: str) -> None:
    assert desk.send("templates", template=name).status_code == 303
    assert (desk.outline.template, programme_of(desk.context.id).group_size) == (
        name, shelf().templates[name].size,
    )  # fmt: skip
    assert desk.browser.post("/programme/open").status_code == 303
    assert window_of(desk.context.id).is_open  # type: ignore[union-attr]
    assert desk.browser.get("/groups/plan").status_code == 200


def test_a_kind_brings_sizes_and_rules_along(desk: Desk) -> None:
    desk.send("kind", kind="near_peer")
    assert choices_of(desk.context.id).rules.experienced_in_each == 1
    desk.send("kind", kind="pair")
    assert programme_of(desk.context.id).group_size == 2
    assert choices_of(desk.context.id).rules.experienced_in_each == 0
    assert "4 circles of 2" in desk.text()


def test_changing_the_kind_leaves_circles_that_stand(desk: Desk) -> None:
    circle = make_circle(desk.students[:4])
    desk.browser.post("/programme/open")
    assert "Circles that stand stay as they are" in desk.text("/kind")
    desk.send("kind", kind="pair")
    assert len([seat for seat in circle.seats if seat.left_at is None]) == 4


def test_three_objectives_and_ones_own_words(desk: Desk) -> None:
    sent = {"objectives": ["staying", "skills"], "own_objective": "Fewer lonely Sundays"}
    assert desk.send("purpose", **sent).status_code == 303
    page = desk.text()
    assert "Staying in the course" in page
    assert "Fewer lonely Sundays" in page
    got = desk.send("purpose", objectives=["staying", "skills", "goals", "belonging"])
    assert got.status_code == 422
    assert "Choose 3 at most." in got.text


def test_without_an_objective_the_page_reminds(desk: Desk) -> None:
    desk.send("purpose", own_objective="")
    assert "Nothing chosen yet." in desk.text()
    assert desk.browser.post("/programme/open").status_code == 303


@pytest.mark.parametrize(
    ("path", "sent", "said"),
    [
        ("dates", {"starts_on": "2026-12-01", "ends_on": "2026-11-30", "weeks": "10"},
         "Choose a last day after the first one."),
        ("dates", {"starts_on": "soon", "ends_on": "", "weeks": "10"}, "Choose a day that exists"),
        ("dates", {"starts_on": "", "ends_on": "", "weeks": ""}, "Write a number."),
        ("dates", {"starts_on": "", "ends_on": "", "weeks": "400"}, "52"),
        ("kind", {"kind": "cult"}, "Choose one of the lines below."),
        ("kind", {}, "Choose one of the lines below."),
        ("rhythm", {"rhythm": "hourly", "minutes": "50"}, "Choose one of the lines below."),
        ("rhythm", {"rhythm": "weekly", "minutes": "5"}, "15"),
        ("support", {"support": "x" * 1001, "languages": ["en"]}, "1,000"),
        ("support", {"support": ""}, "Choose one at least."),
        ("templates", {"template": "nothing"}, "Choose"),
        ("templates/keep", {"title": " "}, "Write a name by which you find it again."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_changes_nothing(
    desk: Desk, path: str, sent: dict[str, Any], said: str
) -> None:
    desk.text()
    before = desk.outline.version
    got = desk.send(path, **sent)
    assert got.status_code == 422
    assert said in got.text
    assert desk.outline.version == before


def test_who_saves_second_sees_both_and_chooses(desk: Desk) -> None:
    desk.text()
    seen = desk.outline.version
    desk.send("purpose", seen=seen, own_objective="Mine")
    got = desk.send("purpose", seen=seen, own_objective="Yours")
    assert got.status_code == 409
    assert "Mine" in got.text
    assert 'value="Yours"' in got.text
    assert desk.outline.own_objective == "Mine"
    desk.send("purpose", own_objective="Ours")
    assert desk.outline.own_objective == "Ours"


def test_who_begins_with_a_programme_is_told_what_somebody_chose_meanwhile(desk: Desk) -> None:
    desk.text()
    seen = desk.outline.version
    desk.send("purpose", seen=seen, own_objective="Mine")
    got = desk.send("templates", seen=seen, template="pairs")
    assert got.status_code == 409
    assert "changed the set-up meanwhile" in got.text
    assert desk.outline.own_objective == "Mine"
    assert desk.outline.kind == "group"
    assert desk.send("templates", template="pairs").status_code == 303


def test_the_dates_of_the_course_are_taken_where_nobody_chose_others(app: Flask) -> None:
    desk = Desk(app, begins_on=date(2027, 1, 11), ends_on=date(2027, 4, 23))
    assert "11 January 2027 to 23 April 2027" in desk.text()
    desk.send("dates", starts_on="2027-01-18", ends_on="2027-03-26", weeks="14")
    assert "18 January 2027 to 26 March 2027" in desk.text()


def test_a_course_that_tells_no_end_is_as_long_as_its_template(desk: Desk) -> None:
    assert "Your course tells no end, so it is 14 weeks." in desk.text()


def test_a_course_that_has_ended_already_counts_weeks(app: Flask) -> None:
    desk = Desk(app, begins_on=date(2025, 9, 1), ends_on=date(2025, 12, 19))
    assert "26 November to 4 March 2027" in desk.text()


@pytest.mark.parametrize(("students", "said"), [(0, "No students yet"), (1, "One student so far")])
def test_too_few_students_are_said_and_stop_nothing(app: Flask, students: int, said: str) -> None:
    desk = Desk(app, students=students)
    assert said in desk.text()
    assert desk.browser.post("/programme/open").status_code == 303
    assert said in desk.text()


def test_a_roster_without_names_opens_all_the_same(app: Flask) -> None:
    desk = Desk(app, students=0)
    for _number in range(6):
        make_member(desk.context, "")
    assert "1 circle of 4 and 1 of 2" in desk.text() or "2 circles of 3" in desk.text()
    assert desk.browser.post("/programme/open").status_code == 303


def test_ones_own_template_brings_everything_to_another_course_but_people(desk: Desk) -> None:
    desk.send("kind", kind="pair")
    desk.send("support", support="Student counselling, room 12", languages=["de"])
    ids = [str(one.id) for one in desk.students[:2]]
    plan = plan_of(desk.context.id)
    desk.browser.post("/groups/plan/apart", {"-version": str(plan.version), "people": ids})  # type: ignore[union-attr]
    desk.send("templates/keep", title="My pairs")
    kept = next(one for one in offered(desk.staff.user_id).values() if one.name.startswith("own"))
    assert kept.plan.rules.apart == ()
    other = Desk(desk.app)
    other.staff.user_id = desk.staff.user_id
    db.session.commit()
    other.send("templates", template=kept.name)
    assert (other.outline.kind, other.outline.support) == ("pair", "Student counselling, room 12")
    assert choices_of(other.context.id).rules.apart == ()
    assert "My pairs" in other.text("/templates")


def test_nobody_else_is_offered_my_template(desk: Desk) -> None:
    desk.send("templates/keep", title="My pairs")
    number = next(one for one in offered(desk.staff.user_id) if one.startswith("own")).split("-")[1]
    other = Desk(desk.app)
    assert "My pairs" not in other.text("/templates")
    assert other.send("templates", template=f"own-{number}").status_code == 422
    other.browser.post(f"/programme/templates/{number}/drop")
    assert "My pairs" in desk.text("/templates")
    desk.browser.post(f"/programme/templates/{number}/drop")
    assert "My pairs" not in desk.text("/templates")


def test_a_first_plan_of_meetings_begins_with_the_programme(desk: Desk) -> None:
    make_circle(desk.students[:4])
    desk.send("kind", kind="near_peer")
    desk.send("rhythm", rhythm="weekly", minutes="30")
    open_now(desk.context, today=TODAY)
    db.session.commit()
    page = Browser(desk.app, desk.students[0]).get("/meetings/plan").text
    assert 'value="weekly" checked' in page
    assert 'value="case_clinic" checked' in page
    assert 'name="minutes" value="30"' in page
