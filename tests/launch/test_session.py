"""The guards: who may open which page."""

import re
import time

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tool.db import db
from lti_tool.launch.models import Visit, VisitKey
from lti_tool.launch.session import COOKIE
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


def bearer_of(browser: Browser) -> dict[str, str]:
    """The same secret as the browser's cookie, sent as a page's script sends it."""
    cookie = browser.client.get_cookie(COOKIE + browser.sid, domain="localhost")
    assert cookie
    browser.client.delete_cookie(COOKIE + browser.sid, domain="localhost")
    return {"Authorization": f"Bearer {cookie.value}"}


def test_a_bearer_opens_its_own_visit_and_no_other(app: Flask) -> None:
    context = make_context()
    one, other = Browser(app, make_member(context)), Browser(app, make_member(context))
    headers = bearer_of(one)
    assert one.get("/whoami", headers=headers).status_code == 204
    assert one.get("/whoami").status_code == 401
    assert one.client.get(f"/s/{other.sid}/whoami", headers=headers).status_code == 401


@pytest.mark.parametrize("wrong", ["Bearer made up", "Bearer ", "bearer", "BEARER x"])
def test_a_wrong_bearer_beside_a_right_cookie_is_refused(app: Flask, wrong: str) -> None:
    browser = Browser(app, make_member(make_context()))
    assert browser.get("/whoami", headers={"Authorization": wrong}).status_code == 401
    assert browser.get("/whoami").status_code == 204


def test_the_password_of_a_proxy_in_front_is_no_bearer(app: Flask) -> None:
    browser = Browser(app, make_member(make_context()))
    assert browser.get("/whoami", headers={"Authorization": "Basic eDp5"}).status_code == 204


def test_a_bearer_needs_no_token_and_its_pages_hold_none(app: Flask) -> None:
    browser = Browser(app, make_member(make_context()))
    headers = bearer_of(browser)
    form = {"language": "da", "csrf": ""}
    assert browser.post("/language", form, headers=headers).status_code == 303
    assert b'name="csrf"' not in browser.get("/language", headers=headers).data


def test_a_script_that_carries_is_told_where_to_go(app: Flask) -> None:
    browser = Browser(app, make_member(make_context()))
    answer = browser.post("/language", {"language": "da"}, headers={"X-Carry": "1"})
    assert answer.status_code == 204
    assert answer.headers["X-Location"] == f"/s/{browser.sid}/welcome"
    assert "Location" not in answer.headers


def test_the_page_of_an_ended_visit_tells_its_script_which_one_it_was(client: FlaskClient) -> None:
    page = client.get("/s/nobody/welcome").text
    assert 'data-sid="nobody"' in page
    assert 'data-carrier="none"' in page


def test_what_could_not_be_kept_is_shown_to_be_copied(app: Flask) -> None:
    browser = Browser(app, make_member(make_context()))
    form = {"what": "a research <question>", "version": "7", "csrf": "guess"}
    ours = {"Origin": app.config["ORIGIN"]}
    page = browser.post("/language", form, headers=ours).text
    assert "a research &lt;question&gt;</textarea>" in page
    assert "guess" not in page
    evil = {"Origin": "https://evil.example"}
    assert "a research" not in browser.post("/language", form, headers=evil).text


class Tab:
    """A new tab that a page of a visit opens, without the page's cookies."""

    def __init__(self, app: Flask, opener: Browser) -> None:
        self.sid, self.client = opener.sid, app.test_client()
        self.headers = {"Origin": app.config["ORIGIN"]}
        answer = opener.post("/tab")
        assert answer.headers["Cache-Control"] == "no-store"
        self.code = answer.json["code"]

    def enter(self, **form: str) -> TestResponse:
        """Bring the code."""
        fields = {"code": self.code, "to": f"/s/{self.sid}/home", **form}
        return self.client.post("/lti/tab", data=fields, headers=self.headers)


@pytest.fixture
def tab(app: Flask) -> Tab:
    return Tab(app, Browser(app, make_member(make_context())))


def secret_in(answer: TestResponse) -> dict[str, str]:
    found = re.search(r'"bearer": "([^"]+)"', answer.text)
    assert found, answer.text
    return {"Authorization": f"Bearer {found[1]}"}


def test_a_new_tab_gets_a_secret_of_its_own(app: Flask, tab: Tab) -> None:
    answer = tab.enter()
    assert answer.headers["Cache-Control"] == "no-store"
    headers = secret_in(answer)
    assert tab.code not in answer.text
    assert tab.client.get(f"/s/{tab.sid}/whoami", headers=headers).status_code == 204


def test_a_code_for_a_tab_is_used_once(tab: Tab) -> None:
    assert tab.enter().status_code == 200
    assert tab.enter().status_code == 401


def test_a_code_for_a_tab_lives_a_minute(tab: Tab) -> None:
    with time_machine.travel(time.time() + 61, tick=True):
        assert tab.enter().status_code == 401


def test_a_code_is_no_bearer_and_a_secret_no_code(tab: Tab) -> None:
    headers = {"Authorization": f"Bearer {tab.code}"}
    assert tab.client.get(f"/s/{tab.sid}/whoami", headers=headers).status_code == 401
    secret = secret_in(tab.enter())["Authorization"].removeprefix("Bearer ")
    assert tab.enter(code=secret).status_code == 401


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_code_from_another_origin_is_refused(tab: Tab, origin: str) -> None:
    tab.headers["Origin"] = origin
    assert tab.enter().status_code == 401


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/s/other/home", ""])
def test_a_new_tab_stays_in_its_visit(tab: Tab, to: str) -> None:
    assert f'"to": "/s/{tab.sid}/welcome"' in tab.enter(to=to).text


def test_a_code_is_given_to_forms_of_the_visit_alone(app: Flask) -> None:
    browser = Browser(app, make_member(make_context()))
    assert browser.post("/tab", {"csrf": "guess"}).status_code == 403


def test_ending_a_visit_ends_its_tabs(tab: Tab) -> None:
    headers = secret_in(tab.enter())
    db.session.query(Visit).delete()
    db.session.commit()
    assert db.session.query(VisitKey).count() == 0
    assert tab.client.get(f"/s/{tab.sid}/whoami", headers=headers).status_code == 401
