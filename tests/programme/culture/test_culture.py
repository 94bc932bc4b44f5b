"""Staff lead by example: what they tell stands in the guide, and what they take back is gone."""

from pathlib import Path

import pytest
from flask import Flask

from lti_tool.courses.models import Context
from lti_tool.forms.entry import FormWrong
from lti_tool.programme.culture.queries import heard_in, load_handbook
from lti_tool.settings import shipped
from tests.builders import Browser, make_context, make_member

LEARNING = "I am learning to ask before I answer."


@pytest.fixture
def course(app: Flask) -> Context:
    return make_context()


@pytest.fixture
def staff(app: Flask, course: Context) -> Browser:
    return Browser(app, make_member(course, "Dr Ruth Adeyemi", role="Instructor"))


def guide(app: Flask, course: Context) -> str:
    return Browser(app, make_member(course)).get("/guide").text


def test_what_a_teacher_is_learning_stands_in_the_guide_with_the_name(
    app: Flask, course: Context, staff: Browser
) -> None:
    assert staff.post("/programme/example/card", {"learning": LEARNING}).status_code == 303
    page = guide(app, course)
    assert LEARNING in page
    assert "Dr Ruth Adeyemi" in page
    staff.post("/programme/example/card", {"learning": "  "})
    assert "What your teachers are learning" not in guide(app, course)


def test_you_said_we_did_is_told_once_and_can_be_taken_back(
    app: Flask, course: Context, staff: Browser
) -> None:
    sent = {"said": "Fifty minutes are too short.", "done": "A meeting may take an hour."}
    for _twice in range(2):
        staff.post("/programme/example/heard", sent)
    assert len(heard_in(course.id)) == 1
    assert "A meeting may take an hour." in guide(app, course)
    staff.post(f"/programme/example/heard/{heard_in(course.id)[0].id}/take-back")
    assert "You said, we did" not in guide(app, course)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"said": "", "done": "More time."}, "Write a few words here."),
        ({"said": "Too short.", "done": " "}, "Write a few words here."),
        ({"said": "x" * 601, "done": "More time."}, "600"),
    ],
)
def test_half_of_it_is_refused_beside_the_field_and_what_was_typed_is_kept(
    course: Context, staff: Browser, sent: dict[str, str], said: str
) -> None:
    got = staff.post("/programme/example/heard", sent)
    assert got.status_code == 422
    assert said in got.text
    assert (sent["said"] or sent["done"]) in got.text
    assert heard_in(course.id) == []


def test_another_course_takes_nothing_back(app: Flask, course: Context, staff: Browser) -> None:
    staff.post("/programme/example/heard", {"said": "Too short.", "done": "An hour."})
    other = Browser(app, make_member(make_context(), role="Instructor"))
    other.post(f"/programme/example/heard/{heard_in(course.id)[0].id}/take-back")
    assert len(heard_in(course.id)) == 1


@pytest.mark.parametrize("path", ["", "/handbook"])
def test_both_are_for_staff(app: Flask, course: Context, path: str) -> None:
    assert Browser(app, make_member(course)).get(f"/programme/example{path}").status_code == 403


def test_the_handbook_is_read_in_the_tool(staff: Browser) -> None:
    page = staff.get("/programme/example/handbook").text
    for chapter in load_handbook((shipped("config"),)):
        assert chapter.title.speak("en") in page
        assert set(chapter.text.texts) == {"en", "da", "de", "it"}


def test_a_handbook_that_is_wrong_is_named_by_its_key(tmp_path: Path) -> None:
    (tmp_path / "handbook.toml").write_text('[[chapters]]\nname = "a"\ntitel.en = "A"\n')
    with pytest.raises(FormWrong, match="title"):
        load_handbook((tmp_path,))
