"""What the page of circles does with forms that are not its own, or too late."""

import pytest
from flask import Flask

from lti_tool.courses.queries import learners_of
from lti_tool.db import db
from lti_tool.groups.forming.actions import draw
from lti_tool.groups.models import Grouping
from lti_tool.groups.review.queries import review_of
from tests.builders import Browser, make_context, make_member


@pytest.fixture
def scene(app: Flask) -> "Scene":
    """A course with a teacher, eight students and a draft."""
    return Scene(app)


class Scene:
    """A course with a draft, and another course with its own."""

    def __init__(self, app: Flask) -> None:
        self.context, self.other = make_context(), make_context()
        for context in (self.context, self.other):
            self.students = [make_member(context, f"Student {n}") for n in range(8)]
        self.stranger = self.students[0]
        self.theirs = draw(self.other.id, size=4, seed=1)
        self.ours = draw(self.context.id, size=4, seed=1)
        self.browser = Browser(app, make_member(self.context, role="Instructor"))

    def seating(self) -> list[list[int]]:
        db.session.expire_all()
        return [
            [one.id for one in circle.people]
            for context in (self.context, self.other)
            for circle in review_of(context.id).circles
        ]


def test_a_move_leads_back_to_the_page_and_says_where_the_person_sits_now(scene: Scene) -> None:
    person = review_of(scene.context.id).circles[0].people[0]
    form = {"grouping": scene.ours.id, "person": person.id, "to": "2"}
    answer = scene.browser.post("/groups/move", form)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/groups/?moved={person.id}#person-{person.id}")
    page = scene.browser.client.get(answer.location).text
    assert f"\u2068{person.user.name}\u2069 sits in circle 2 now." in page


def test_taking_out_leads_back_and_says_so(scene: Scene) -> None:
    person = review_of(scene.context.id).circles[0].people[0]
    form = {"grouping": scene.ours.id, "person": person.id, "to": "out"}
    page = scene.browser.post("/groups/move", form, follow_redirects=True).text
    assert f"\u2068{person.user.name}\u2069 sits in no circle now." in page


def test_without_script_move_shows_the_form_in_the_row_of_that_person_alone(scene: Scene) -> None:
    person = review_of(scene.context.id).circles[1].people[0]
    page = scene.browser.get(f"/groups/?move={person.id}").text
    shown = page[: page.index("<template")]
    assert shown.count("data-put-down") == 1
    assert f'name="person" value="{person.id}"' in shown
    assert '<option value="2" selected>' in shown


@pytest.mark.parametrize("address", ["?move=999999", "?moved=x", "?move=", "?moved=-1"])
def test_an_address_that_names_nobody_here_is_the_plain_page(scene: Scene, address: str) -> None:
    page = scene.browser.get(f"/groups/{address}").text
    assert "sits in" not in page.replace("would sit in no circle", "")
    assert 'class="held"' not in page


def test_ids_of_another_course_are_not_found_and_change_nothing(scene: Scene) -> None:
    before = scene.seating()
    ours, theirs = scene.ours.id, scene.theirs.id
    mine = review_of(scene.context.id).circles[0].people[0].id
    for form in (
        {"grouping": theirs, "person": mine, "to": "2"},
        {"grouping": ours, "person": learners_of(scene.other.id)[0].id, "to": "2"},
        {"grouping": ours, "person": mine, "to": "4"},
    ):
        assert scene.browser.post("/groups/move", form).status_code == 404
    for page in ("publish", "discard"):
        assert scene.browser.post(f"/groups/{page}", {"grouping": theirs}).status_code == 404
    assert scene.seating() == before
    assert {one.state for one in db.session.query(Grouping)} == {"draft"}


@pytest.mark.parametrize("bad", ["", "x", "-1", "1e3", "9" * 40, "1 OR 1=1", "²"])
def test_what_is_no_number_is_not_found(scene: Scene, bad: str) -> None:
    before = scene.seating()
    for form in (
        {"grouping": bad, "person": "1", "to": "1"},
        {"grouping": scene.ours.id, "person": bad, "to": "1"},
        {"grouping": scene.ours.id, "person": "1", "to": bad},
    ):
        assert scene.browser.post("/groups/move", form).status_code == 404
    assert scene.browser.post("/groups/publish", {"grouping": bad}).status_code == 404
    assert scene.seating() == before


def test_a_page_that_is_too_old_is_told_so(scene: Scene) -> None:
    draw(scene.context.id, size=2)
    db.session.commit()
    person = learners_of(scene.context.id)[0].id
    moved = scene.browser.post(
        "/groups/move", {"grouping": scene.ours.id, "person": person, "to": "1"}
    )
    published = scene.browser.post("/groups/publish", {"grouping": scene.ours.id})
    assert (moved.status_code, published.status_code) == (409, 409)
    assert "Somebody else changed this" in published.text


def test_publishing_a_page_twice_is_quietly_once(scene: Scene) -> None:
    for _ in range(2):
        answer = scene.browser.post("/groups/publish", {"grouping": scene.ours.id})
        assert answer.status_code == 303
    assert db.session.query(Grouping).filter_by(state="published").count() == 1


def test_a_student_cannot_move_anybody(app: Flask, scene: Scene) -> None:
    student = learners_of(scene.context.id)[0]
    browser = Browser(app, student)
    for page in ("propose", "move", "publish", "discard"):
        assert browser.post(f"/groups/{page}", {"grouping": scene.ours.id}).status_code == 403
