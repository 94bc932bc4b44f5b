"""What somebody goes by whom the platform does not name; and a course without any names."""

import re

import pytest
from flask import Flask

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db
from lti_tool.gradebook.actions import send_due, settle_due
from lti_tool.gradebook.credit.actions import start_sending
from lti_tool.groups.forming.actions import draw
from lti_tool.groups.queries import mates_of
from lti_tool.groups.review.actions import publish
from lti_tool.own.actions import forget
from lti_tool.platforms.models import Registration
from lti_tool.roster.actions import sync
from tests.builders import Browser, make_circle, make_context, make_member
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.people import Role
from tests.journey.writers import write_goal
from tests.visitor import Visitor


@pytest.fixture
def me(app: Flask) -> Membership:
    """Somebody without a name, in a circle with one mate of the same kind."""
    context = make_context()
    made = make_member(context, "")
    make_circle([made, make_member(context, "")])
    return made


@pytest.fixture
def browser(app: Flask, me: Membership) -> Browser:
    return Browser(app, me)


def test_who_has_no_name_is_asked_for_one_until_there_is_one(browser: Browser) -> None:
    assert "Choose a name" in browser.get("/home").text
    assert browser.post("/name", {"name": "Amara"}).status_code == 303
    assert "Choose a name" not in browser.get("/home").text
    assert 'value="Amara"' in browser.get("/name").text


def test_mates_and_teachers_read_the_chosen_name(
    app: Flask, me: Membership, browser: Browser
) -> None:
    browser.post("/name", {"name": "Amara"})
    mate = Browser(app, mates_of(me)[0])
    teacher = Browser(app, make_member(me.context, "Dr Ruth Adeyemi", role="Instructor"))
    assert "Amara" in mate.get("/home").text
    assert "Amara" in teacher.get("/board/circles/1").text
    assert "your teachers too" in browser.get("/name").text


def test_an_empty_name_is_a_number_again(me: Membership, browser: Browser) -> None:
    browser.post("/name", {"name": "Amara"})
    assert browser.post("/name", {"name": " "}).status_code == 303
    db.session.refresh(me.user)
    assert me.user.shown_name == f"№ {me.user.id}"


def test_a_name_that_the_platform_tells_is_the_one(app: Flask, me: Membership) -> None:
    named = Browser(app, make_member(me.context, "Zoë Bartoň"))
    assert named.get("/name").status_code == 404
    assert named.post("/name", {"name": "Dr Ruth Adeyemi"}).status_code == 404
    assert "/name" not in re.findall(r'href="[^"]*/s/[^/]+(/\w+)"', named.get("/home").text)
    me.user.chosen_name, me.user.name = "Amara", "Amara Okonkwo"
    assert me.user.shown_name == "Amara Okonkwo"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("dr ruth adeyemi", "goes by this name"),
        ("ÁSLAUG", "goes by this name"),
        ("Ama\u202era", "signs in it that nobody sees"),
        ("Ama\u200bra", "signs in it that nobody sees"),
        ("A" * 31, "30"),
    ],
)
def test_a_name_that_would_mislead_is_refused_and_stays_in_its_box(
    app: Flask, me: Membership, browser: Browser, name: str, why: str
) -> None:
    make_member(me.context, "Dr Ruth Adeyemi", role="Instructor")
    Browser(app, mates_of(me)[0]).post("/name", {"name": "Áslaug"})
    answer = browser.post("/name", {"name": name})
    assert answer.status_code == 422
    assert why in answer.text
    assert f'value="{name}"' in answer.text
    db.session.refresh(me.user)
    assert me.user.chosen_name == ""


def test_markup_in_a_name_is_text(app: Flask, me: Membership, browser: Browser) -> None:
    browser.post("/name", {"name": "<b>Amara</b>"})
    page = Browser(app, mates_of(me)[0]).get("/home").text
    assert "&lt;b&gt;Amara" in page
    assert "<b>Amara" not in page


def test_the_same_name_in_another_course_is_nobodys_business(browser: Browser) -> None:
    make_member(make_context(), "Amara")
    assert browser.post("/name", {"name": "Amara"}).status_code == 303


def test_who_is_forgotten_loses_the_chosen_name_too(me: Membership, browser: Browser) -> None:
    browser.post("/name", {"name": "Amara"})
    db.session.refresh(me.user)
    forget(me.user)
    assert me.user.chosen_name == ""


def test_a_course_without_names_works_from_the_list_to_the_gradebook(
    app: Flask, tool: str, lms: DemoLms, registration: Registration
) -> None:
    lms.registration.privacy = "anonymous"
    teacher, student = (lms.course.people(role)[0] for role in (Role.TEACHER, Role.STUDENT))
    Visitor(tool).launch(lms, teacher, lms.course)
    context = db.session.query(Context).one()
    assert sync(context.id).joined > 10
    publish(context.id, draw(context.id, size=4, seed=1).id)
    start_sending(context.id)
    db.session.commit()

    home = _comes_in(tool, lms, student.username)
    me = db.session.query(Membership).join(Membership.user).filter_by(subject=student.id).one()
    assert f"№ {me.user_id}" in home
    names = (one.family_name for one in lms.course.people(Role.STUDENT) if one.family_name)
    assert not [one for one in names if re.search(rf"\b{re.escape(one)}\b", home)]

    browser = Browser(app, me)
    browser.post("/name", {"name": "Amara"})
    write_goal(browser)
    while settle_due():
        pass
    assert send_due(seconds=30).sent == 1
    assert "Amara" in Browser(app, mates_of(me)[0]).get("/home").text


def _comes_in(tool: str, lms: DemoLms, username: str) -> str:
    """The page that a student sees first."""
    visitor = Visitor(tool)
    answer = visitor.launch(lms, lms.person(username), lms.course)
    while answer.status_code in (302, 303):
        answer = visitor.open(answer.headers["Location"])
    return answer.text
