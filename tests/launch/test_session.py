"""The guards: who may open which page."""

from flask import Flask
from flask.testing import FlaskClient

from lti_tool.db import db
from tests.builders import Browser, make_context, make_member


def test_a_page_without_a_visit_asks_to_come_in_from_the_course(client: FlaskClient) -> None:
    assert client.get("/s/nobody/welcome").status_code == 401


def test_a_member_with_a_visit_sees_the_page(app: Flask) -> None:
    browser = Browser(app, make_member(make_context()))
    assert browser.get("/welcome").status_code == 200


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    browser = Browser(app, make_member(make_context()))
    assert browser.post("/language", {"language": "da", "csrf": "guess"}).status_code == 403


def test_a_form_from_another_origin_is_refused(app: Flask) -> None:
    browser = Browser(app, make_member(make_context()))
    headers = {"Origin": "https://evil.example"}
    assert browser.post("/language", {"language": "da"}, headers=headers).status_code == 403


def test_the_chosen_language_is_kept(app: Flask) -> None:
    member = make_member(make_context())
    Browser(app, member).post("/language", {"language": "da"})
    db.session.refresh(member.user)
    assert member.user.language == "da"
