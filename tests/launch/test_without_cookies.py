"""Launches whose cookie did not come back: what proves the browser instead, and what is refused."""

import html
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from flask import Flask

from lti_tool.db import db
from lti_tool.launch.models import Visit
from tests.demo_lms.lms import DemoLms
from tests.visitor import Visitor

STUDENT, TEACHER = "zoe.mueller", "ruth.adeyemi"
STORING = {"lti_storage_target": "_parent"}

pytestmark = pytest.mark.usefixtures("registration")


class Cookieless(Visitor):
    """A browser that keeps no cookie; with `storing` the platform keeps the secret for us."""

    def __init__(self, tool: str, lms: DemoLms, *, storing: bool = True) -> None:
        super().__init__(tool)
        person, course = lms.person(STUDENT), lms.courses[0]
        begun = self.begin({**lms.login_form(person, course), **(STORING if storing else {})})
        self.put = attributes(begun.text) if storing else {}
        self.set_cookie = begun.headers["Set-Cookie"]
        self.cookies.clear()
        onward = self.put["href"] if storing else begun.headers["Location"]
        self.message = dict(lms.launch_form(person, course, onward))

    def send(self, method: str, path: str, **kwargs: object) -> requests.Response:  # type: ignore[override]
        """As every browser does, say which page sends this; keep no cookie."""
        headers = {"Origin": self.tool, **(kwargs.pop("headers", None) or {})}  # type: ignore[dict-item]
        answer = super().send(method, path, headers=headers, **kwargs)
        self.cookies.clear()
        return answer

    def prove(self, proof: str, **kwargs: object) -> requests.Response:
        """What the script of the page does with what the platform kept."""
        form = {**self.message, "proof": proof}
        return self.send("POST", "/lti/launch", data=form, **kwargs)

    def enter(self, **kwargs: object) -> requests.Response:
        """The click on the button for a new window."""
        return self.send("POST", "/lti/enter", data=self.message, **kwargs)


def attributes(page: str) -> dict[str, str]:
    """Those of the link that goes on from a login."""
    link = re.search(r"<a [^>]*data-put=[^>]*>", page)
    assert link, page
    return {n: html.unescape(v) for n, v in re.findall(r'([\w-]+)="([^"]*)"', link[0])}


def carries(visitor: Visitor, path: str, bearer: str) -> int:
    """The status of a page asked for with a bearer."""
    headers = {"Authorization": f"Bearer {bearer}"}
    return visitor.send("GET", path, headers=headers).status_code


@pytest.fixture
def browser(tool: str, lms: DemoLms) -> Cookieless:
    """A browser without cookies at a platform that keeps secrets."""
    return Cookieless(tool, lms)


@pytest.fixture
def bare(tool: str, lms: DemoLms) -> Cookieless:
    """A browser without cookies at a platform that keeps nothing."""
    return Cookieless(tool, lms, storing=False)


def refused(answer: requests.Response, status: int = 401) -> None:
    """A page that helps, no cookie, no secret, no visit."""
    assert answer.status_code == status, answer.text[:300]
    assert "<h1" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert "bearer" not in answer.text
    assert db.session.query(Visit).count() == 0


def test_a_login_with_storage_sets_the_cookie_and_puts_the_same_secret(
    browser: Cookieless, lms: DemoLms
) -> None:
    assert browser.put["data-secret"] in browser.set_cookie
    assert browser.put["data-put"].removeprefix("pc-") in browser.set_cookie
    assert browser.put["data-frame"] == "_parent"
    assert browser.put["data-origin"] == lms.url


def test_the_origin_that_is_spoken_to_never_comes_from_the_message(tool: str, lms: DemoLms) -> None:
    form = dict(lms.login_form(lms.person(STUDENT), lms.courses[0]))
    said = {
        **STORING,
        "lti_storage_origin": "https://evil.example",
        "origin": "https://evil.example",
    }
    assert 'data-origin="https://evil' not in Visitor(tool).begin({**form, **said}).text


@pytest.mark.parametrize("frame", ["", "a b", "x" * 101, "~", "<script>", "$Canvas.frame"])
def test_a_strange_name_of_a_frame_is_no_offer(tool: str, lms: DemoLms, frame: str) -> None:
    form = dict(lms.login_form(lms.person(STUDENT), lms.courses[0]))
    assert Visitor(tool).begin({**form, "lti_storage_target": frame}).status_code == 302


def test_the_page_of_a_launch_without_cookie_asks_the_platform(browser: Cookieless) -> None:
    page = browser.finish(browser.message)
    assert page.status_code == 200
    assert f'data-get="{browser.put["data-put"]}"' in page.text
    assert browser.put["data-secret"] not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert db.session.query(Visit).count() == 0


def test_what_the_platform_kept_opens_the_visit(browser: Cookieless) -> None:
    answer = browser.prove(browser.put["data-secret"])
    assert answer.headers["Cache-Control"] == "no-store"
    entry = answer.json()
    assert entry["to"].startswith(f"/s/{entry['sid']}/")
    assert carries(browser, entry["to"], entry["bearer"]) == 200
    assert browser.open(entry["to"]).status_code == 401


def test_a_wrong_proof_is_refused(browser: Cookieless) -> None:
    refused(browser.prove("made up"))
    refused(browser.prove(""))


def test_the_proof_of_another_browser_is_refused(
    browser: Cookieless, tool: str, lms: DemoLms
) -> None:
    refused(browser.prove(Cookieless(tool, lms).put["data-secret"]))


def test_a_proof_is_used_once(browser: Cookieless) -> None:
    assert browser.prove(browser.put["data-secret"]).status_code == 200
    assert browser.prove(browser.put["data-secret"]).status_code == 401
    assert db.session.query(Visit).count() == 1


def test_a_proof_that_another_site_sends_is_refused(browser: Cookieless) -> None:
    secret = browser.put["data-secret"]
    refused(browser.prove(secret, headers={"Origin": "https://evil.example"}))
    refused(browser.prove(secret, headers={"Origin": "null"}))


def test_a_proof_does_not_excuse_a_bad_message(browser: Cookieless) -> None:
    browser.message["id_token"] = browser.message["id_token"][:-8] + "AAAAAAAA"
    refused(browser.prove(browser.put["data-secret"]))
    refused(browser.finish(browser.message))


def test_a_proof_that_comes_after_ten_minutes_is_refused(browser: Cookieless) -> None:
    with time_machine.travel(time.time() + 601, tick=True):
        refused(browser.prove(browser.put["data-secret"]))


def test_without_cookie_and_storage_the_new_window_names_person_and_course(
    bare: Cookieless, lms: DemoLms
) -> None:
    page = bare.finish(bare.message)
    assert page.status_code == 200
    assert lms.person(STUDENT).name in page.text
    assert lms.courses[0].title in page.text
    assert 'action="/lti/enter" target="_blank" rel="noopener"' in page.text
    assert lms.url in page.headers["Content-Security-Policy"].partition("frame-ancestors")[2]
    assert page.headers["Cache-Control"] == "no-store"
    assert db.session.query(Visit).count() == 0


def test_a_platform_that_stays_silent_leads_to_the_new_window(browser: Cookieless) -> None:
    page = browser.finish({**browser.message, "silent": "yes"})
    assert 'action="/lti/enter"' in page.text


def test_the_new_window_gets_cookie_and_bearer(bare: Cookieless) -> None:
    answer = bare.enter()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    entry = re.search(r'"bearer": "([^"]+)", "sid": "([^"]+)", "to": "([^"]+)"', answer.text)
    assert entry, answer.text
    assert f"__Host-pc-{entry[2]}={entry[1]}" in answer.headers["Set-Cookie"]
    assert carries(bare, f"/s/{entry[2]}/whoami", entry[1]) == 204
    assert bare.open(f"/s/{entry[2]}/whoami").status_code == 401


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_new_window_from_another_origin_is_refused(bare: Cookieless, origin: str) -> None:
    refused(bare.enter(headers={"Origin": origin}))


def test_a_new_window_without_an_origin_is_refused(bare: Cookieless) -> None:
    refused(Visitor(bare.tool).send("POST", "/lti/enter", data=bare.message))


def test_a_new_window_comes_soon_or_not_at_all(bare: Cookieless) -> None:
    with time_machine.travel(time.time() + 121, tick=True):
        refused(bare.enter())


def test_a_new_window_opens_once(bare: Cookieless) -> None:
    assert bare.enter().status_code == 200
    assert bare.enter().status_code == 401
    assert db.session.query(Visit).count() == 1


def test_a_new_window_of_a_bad_message_is_refused(bare: Cookieless) -> None:
    bare.message["id_token"] = bare.message["id_token"][:-8] + "AAAAAAAA"
    refused(bare.enter())


def test_an_operator_can_switch_new_windows_off(bare: Cookieless, app: Flask) -> None:
    app.config["NEW_WINDOW"] = False
    refused(bare.finish(bare.message))
    refused(bare.enter())


def test_a_login_forgets_what_the_platform_kept_for_visits_with_a_cookie(
    tool: str, lms: DemoLms
) -> None:
    visitor = Visitor(tool)
    visitor.launch(lms, lms.person(STUDENT), lms.courses[0])
    (sid,) = (name.removeprefix("__Host-pc-") for name in visitor.cookies)
    form = {**lms.login_form(lms.person(STUDENT), lms.courses[0]), **STORING}
    assert attributes(visitor.begin(form).text)["data-forget"] == sid


def test_the_authorization_address_is_the_one_of_a_login_without_storage(
    browser: Cookieless, lms: DemoLms
) -> None:
    address = urlsplit(browser.put["href"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == lms.auth_login_url
    assert parse_qs(address.query)["prompt"] == ["none"]
