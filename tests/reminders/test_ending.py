"""Reminders end in one tap, with or without a login; addresses are kept for them alone."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lti_tool.courses.models import Membership, User
from lti_tool.db import db
from lti_tool.reminders.links import off_address
from lti_tool.reminders.queries import wants_none
from lti_tool.settings import MailServer, Settings, SettingWrong
from tests.builders import Browser, make_context, make_member
from tests.demo_lms.lms import DemoLms
from tests.reminders.conftest import Sink
from tests.visitor import Visitor


@pytest.fixture
def me(app: Flask) -> Membership:
    made = make_member(make_context())
    made.user.email = "amara@example.edu"
    db.session.commit()
    return made


def _path(user_id: int) -> str:
    return (
        off_address(user_id).partition("/reminders/")[1]
        + off_address(user_id).partition("/reminders/")[2]
    )


def test_one_click_of_the_mail_program_ends_all_reminders(
    client: FlaskClient, me: Membership
) -> None:
    answered = client.post(_path(me.user_id), data={"List-Unsubscribe": "One-Click"})
    assert answered.status_code == 200
    assert wants_none(me.user_id)


def test_opening_the_address_asks_first_and_ends_nothing(
    client: FlaskClient, me: Membership
) -> None:
    page = client.get(_path(me.user_id)).text
    assert "No more e-mails from Peer Circles?" in page
    assert me.user.email not in page and me.user.name not in page
    assert not wants_none(me.user_id)


def test_an_invented_address_ends_nothing(client: FlaskClient, me: Membership) -> None:
    for path in ("/reminders/x", _path(me.user_id)[:-3], _path(me.user_id + 1)):
        assert client.post(path).status_code == 404
    assert not wants_none(me.user_id)


def test_reminders_are_ended_and_begun_again_from_the_course(
    app: Flask, me: Membership, post: Sink
) -> None:
    browser = Browser(app, me)
    assert "amara@example.edu" in browser.get("/reminders").text
    browser.post("/reminders", {"reminders": "off"})
    assert wants_none(me.user_id)
    assert "You get no e-mails." in browser.get("/reminders").text
    browser.post("/reminders", {"reminders": "on"})
    assert not wants_none(me.user_id)


def test_where_none_are_sent_the_page_says_so(app: Flask, me: Membership) -> None:
    assert "No e-mails are sent from here." in Browser(app, me).get("/reminders").text


def test_without_an_address_the_page_says_so(app: Flask, me: Membership, post: Sink) -> None:
    me.user.email = ""
    db.session.commit()
    assert "keeps your address to itself" in Browser(app, me).get("/reminders").text


@pytest.mark.parametrize("is_on", [True, False])
def test_an_address_is_kept_where_reminders_are_sent_and_nowhere_else(
    app: Flask, tool: str, lms: DemoLms, registration: object, is_on: bool
) -> None:
    mail = MailServer("smtp://127.0.0.1:9", "circles@example.edu") if is_on else None
    app.extensions["settings"] = replace(app.extensions["settings"], mail=mail)
    person = lms.person("zoe.mueller")
    for _ in range(2):
        Visitor(tool).launch(lms, person, lms.course)
    kept = db.session.query(User).filter_by(name=person.name).one()
    assert kept.email == (person.email if is_on else "")


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smtp.example.edu", "circles@example.edu"),
        ("http://smtp.example.edu", "circles@example.edu"),
        ("smtp://", "circles@example.edu"),
        ("smtp://smtp.example.edu:port", "circles@example.edu"),
        ("smtp://smtp.example.edu", ""),
        ("smtp://smtp.example.edu", "nobody"),
    ],
)
def test_a_mail_server_that_cannot_be_is_named(tmp_path: object, url: str, sender: str) -> None:
    env = {"PEER_CIRCLES_DATA_DIR": str(tmp_path), "PEER_CIRCLES_SMTP_URL": url}
    with pytest.raises(SettingWrong, match=re.compile("SMTP_URL|MAIL_FROM")):
        Settings.from_env(env | {"PEER_CIRCLES_MAIL_FROM": sender})
