"""Short lessons: read by all, marked as done, safe whatever an institution writes into them."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.entry import FormWrong
from lti_tool.journey.lessons.shelf import load_lessons
from lti_tool.programme.models import ParticipationEvent
from lti_tool.settings import shipped
from lti_tool.web.languages import LANGUAGES
from tests.builders import Browser, make_member

LESSONS = load_lessons((shipped("config"),))
GOOD = "# Walking\n\nTalk while you walk.\n\n## Why\n\nIt helps.\n\n## Try this\n\nWalk.\n"


def _ledger() -> list[tuple[str, str, bool]]:
    lines = db.session.scalars(select(ParticipationEvent).order_by(ParticipationEvent.id))
    return [(line.item, line.piece, line.is_done) for line in lines]


def _own(folder: Path, text: str, name: str = "1_listening.en.md") -> Path:
    (folder / "lessons").mkdir(exist_ok=True)
    (folder / "lessons" / name).write_text(text, "utf-8")
    return folder


def test_five_lessons_stand_in_four_languages_and_take_three_to_five_minutes() -> None:
    assert len(LESSONS) == 5
    for lesson in LESSONS.values():
        assert set(lesson.texts) == set(LANGUAGES)
        assert all(3 <= text.minutes <= 5 for text in lesson.texts.values())
        assert all(text.to_try and text.body for text in lesson.texts.values())
        assert len({text.title for text in lesson.texts.values()}) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_is_read_in_ones_language(
    me: Membership, browser: Browser, language: str
) -> None:
    me.user.language = language
    db.session.commit()
    for name, lesson in LESSONS.items():
        page = browser.get(f"/lessons/{name}")
        assert page.status_code == 200
        assert str(lesson.speak(language).to_try) in page.text


def test_each_lesson_counts_once_and_can_be_taken_back(browser: Browser) -> None:
    for name in ("1_listening", "1_listening", "3_goals"):
        assert browser.post(f"/lessons/{name}").status_code == 303
    for _ in range(2):
        browser.post("/lessons/3_goals", {"done": "no"})
    assert _ledger() == [
        ("lesson", "1_listening", True), ("lesson", "3_goals", True), ("lesson", "3_goals", False),
    ]  # fmt: skip
    assert browser.get("/lessons").text.count("Not yet") == 4


def test_staff_read_lessons_and_mark_none(app: Flask, me: Membership) -> None:
    staff = Browser(app, make_member(me.context, "Dr Ruth Adeyemi", role="Instructor"))
    assert staff.get("/lessons/1_listening").status_code == 200
    assert staff.post("/lessons/1_listening").status_code == 403


@pytest.mark.parametrize("name", ["9_none", "x", "1_listening.en", "%2e%2e%2fsettings"])
def test_a_lesson_that_nobody_wrote_is_not_found(browser: Browser, name: str) -> None:
    assert browser.get(f"/lessons/{name}").status_code == 404
    assert browser.post(f"/lessons/{name}").status_code == 404


def test_ones_own_lesson_stands_over_ours_in_its_language_only(tmp_path: Path) -> None:
    lessons = load_lessons((_own(tmp_path, GOOD), shipped("config")))
    assert lessons["1_listening"].speak("en").title == "Walking"
    assert lessons["1_listening"].speak("da") == LESSONS["1_listening"].speak("da")


def test_a_lesson_in_one_language_is_read_in_all(tmp_path: Path) -> None:
    lessons = load_lessons((_own(tmp_path, GOOD, "6_walk.it.md"), shipped("config")))
    assert lessons["6_walk"].speak("de").title == "Walking"
    assert list(lessons)[-1] == "6_walk"


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[click](javascript:alert(1))",
        "[click](data:text/html,x)",
        "![seen](https://elsewhere.example/pixel.png)",
        '<img src="https://elsewhere.example/pixel.png">',
        "<https://elsewhere.example>\n\n<iframe src='//elsewhere.example'></iframe>",
    ],
)
def test_nothing_in_a_lesson_runs_or_is_loaded_from_elsewhere(tmp_path: Path, evil: str) -> None:
    text = GOOD.replace("It helps.", evil).replace("Walk.\n", f"{evil}\n")
    read = load_lessons((_own(tmp_path, text),))["1_listening"].speak("en")
    for html in (read.body, read.to_try):
        for sign in ("<script", "<img", "<iframe", 'href="javascript', 'href="data'):
            assert sign not in html


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("listening.md", GOOD, "name it as 1_listening.en.md"),
        ("1_listening.xx.md", GOOD, "in a language of ours"),
        ("1_listening.en.md", "Walking", "begin with # and a title"),
        ("1_listening.en.md", "# Walking\n\n## Try this\n\nWalk.", "write a paragraph below"),
    ],
)
def test_what_is_wrong_in_a_lesson_is_named_by_its_file(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    with pytest.raises(FormWrong) as found:
        load_lessons((_own(tmp_path, text, name),))
    assert name in str(found.value) and said in str(found.value)
