"""Connecting a platform by dynamic registration, from the LMS's page to the first launch."""

import json
import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from lti_tool.cli import cli
from lti_tool.db import db, utcnow
from lti_tool.platforms.actions import (
    MOST_WAITING,
    MOST_WAITING_THERE,
    WAITS_FOR,
    approve,
    disable,
    invite,
)
from lti_tool.platforms.models import Deployment, Invitation, Registration
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.registering import install
from tests.visitor import Visitor

ROOT = "/lti/register"


@pytest.fixture
def admin(lms: DemoLms) -> requests.Session:
    """An administrator of the LMS, logged in."""
    browser = requests.Session()
    browser.get(lms.be_link(lms.person("ada.castellan")), timeout=10)
    return browser


def frame_of(admin: requests.Session, lms: DemoLms, url: str) -> dict[str, str]:
    """What the LMS adds to the address of the tool."""
    page = admin.get(f"{lms.url}/admin/tools/add", params={"url": url}, timeout=10).text
    found = re.search(r'src="([^"]+)"', page)
    assert found
    return dict(parse_qsl(urlsplit(found[1].replace("&amp;", "&")).query))


def connect(client: FlaskClient, admin: requests.Session, lms: DemoLms, code: str = "") -> str:
    url = f"{client.application.config['PUBLIC_URL']}{ROOT}" + (f"?invite={code}" if code else "")
    asked = frame_of(admin, lms, url)
    assert client.get(ROOT, query_string=asked).status_code == 200
    done = client.post(ROOT, data=asked)
    assert done.status_code == 200, done.text
    return done.text


def invited(name: str = "") -> str:
    code = invite(name)
    db.session.commit()
    return code


def first_launch(app: Flask, lms: DemoLms) -> int:
    made = list(lms.registrations.values())[-1]
    install(lms, made, "Peer Circles")
    person = lms.person("ruth.adeyemi")
    return Visitor(app.config["PUBLIC_URL"]).launch(lms, person, lms.course).status_code


def test_the_page_says_who_asks_and_what_for(
    client: FlaskClient, admin: requests.Session, lms: DemoLms
) -> None:
    asked = frame_of(admin, lms, f"http://tool.example{ROOT}")
    page = client.get(ROOT, query_string=asked)
    assert page.headers["Cache-Control"] == "no-store"
    assert lms.issuer in page.text
    assert "so that circles follow who joins and leaves" in page.text
    assert db.session.query(Registration).count() == 0


def test_with_an_invitation_people_can_come_in_at_once(
    app: Flask, tool: str, client: FlaskClient, admin: requests.Session, lms: DemoLms
) -> None:
    page = connect(client, admin, lms, invited("North"))
    assert "is connected" in page
    assert f'data-closes="{lms.url}"' in page
    row = db.session.query(Registration).one()
    assert (row.name, row.is_active) == ("North", True)
    assert first_launch(app, lms) == 303


def test_without_one_nobody_comes_in_before_approval(
    app: Flask, tool: str, client: FlaskClient, admin: requests.Session, lms: DemoLms
) -> None:
    assert "waits for approval" in connect(client, admin, lms)
    made = list(lms.registrations.values())[-1]
    install(lms, made, "Peer Circles")
    ruth = lms.person("ruth.adeyemi")
    refused = client.post("/lti/login", data=dict(lms.login_form(ruth, lms.course)))
    assert refused.status_code == 403
    assert "waits for approval" in refused.text
    approve(db.session.query(Registration).one().id)
    db.session.commit()
    assert first_launch(app, lms) == 303


def test_an_invitation_works_once_and_for_seven_days(
    client: FlaskClient, admin: requests.Session, lms: DemoLms
) -> None:
    code = invited()
    connect(client, admin, lms, code)
    assert "waits for approval" in connect(client, admin, lms, code)
    late = invited()
    for row in db.session.query(Invitation):
        row.ends_at = utcnow() - timedelta(seconds=1)
    db.session.commit()
    assert "waits for approval" in connect(client, admin, lms, late)


def test_the_code_of_an_invitation_is_kept_nowhere(app: Flask) -> None:
    code = invited()
    assert code not in json.dumps([one.hash for one in db.session.query(Invitation)])


def test_a_repeat_updates_and_never_doubles(
    client: FlaskClient,
    admin: requests.Session,
    lms: DemoLms,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connect(client, admin, lms, invited("Old"))
    made = list(lms.registrations.values())[-1]
    monkeypatch.setattr(lms, "add_registration", lambda *args, **more: made)
    connect(client, admin, lms, invited("New"))
    assert [row.name for row in db.session.query(Registration)] == ["New"]
    assert db.session.query(Deployment).count() == 1


def test_a_repeat_without_an_invitation_changes_nothing(
    client: FlaskClient,
    admin: requests.Session,
    lms: DemoLms,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connect(client, admin, lms, invited("Old"))
    row = db.session.query(Registration).one()
    row.jwks_url = "https://kept.example/jwks"
    db.session.commit()
    made = list(lms.registrations.values())[-1]
    monkeypatch.setattr(lms, "add_registration", lambda *args, **more: made)
    connect(client, admin, lms)
    db.session.expire_all()
    assert (row.name, row.is_active) == ("Old", True)
    assert row.jwks_url == "https://kept.example/jwks"


def test_what_was_switched_off_stays_off(
    client: FlaskClient,
    admin: requests.Session,
    lms: DemoLms,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connect(client, admin, lms, invited())
    disable(db.session.query(Registration).one().id)
    db.session.commit()
    made = list(lms.registrations.values())[-1]
    monkeypatch.setattr(lms, "add_registration", lambda *args, **more: made)
    assert "stays switched off" in connect(client, admin, lms, invited())
    assert not db.session.query(Registration).one().is_active


def test_the_first_deployment_is_trusted_and_no_other(
    app: Flask, tool: str, client: FlaskClient, lms: DemoLms, registration: Registration
) -> None:
    db.session.query(Deployment).delete()
    db.session.commit()
    ruth = lms.person("ruth.adeyemi")
    assert Visitor(tool).launch(lms, ruth, lms.course).status_code == 303
    assert db.session.query(Deployment).one().deployment_id == lms.deployment_id
    other = lms.add_deployment(lms.registration)
    link = lms.add_link(lms.course, "Again", deployment_id=other)
    lms.course.resource_links.remove(link)
    lms.course.resource_links.insert(0, link)
    refused = Visitor(tool).launch(lms, ruth, lms.course)
    assert refused.status_code == 403
    assert "installed once more" in refused.text


def test_a_forged_launch_makes_no_deployment_known(
    app: Flask, tool: str, lms: DemoLms, registration: Registration
) -> None:
    db.session.query(Deployment).delete()
    db.session.commit()
    browser, ruth = Visitor(tool), lms.person("ruth.adeyemi")
    start = browser.begin(dict(lms.login_form(ruth, lms.course)))
    form = dict(lms.launch_form(ruth, lms.course, start.headers["Location"]))
    head, body, _ = form["id_token"].split(".")
    refused = browser.finish({**form, "id_token": f"{head}.{body}.AAAA"})
    assert refused.status_code == 401
    assert db.session.query(Deployment).count() == 0


def test_a_refusal_of_the_platform_is_told(
    client: FlaskClient, admin: requests.Session, lms: DemoLms
) -> None:
    asked = frame_of(admin, lms, f"http://tool.example{ROOT}")
    assert client.post(ROOT, data=asked).status_code == 200
    again = client.post(ROOT, data=asked)
    assert again.status_code == 502
    assert "401" in again.text
    assert db.session.query(Registration).count() == 1


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"openid_configuration": "http://lms.example/c"},
        {"openid_configuration": "https://10.0.0.1/c"},
        {"openid_configuration": "https://a.invalid/c", "registration_token": "a\nb"},
        {"openid_configuration": "\x00"},
    ],
)
def test_a_strange_request_gets_a_page_that_helps(
    client: FlaskClient, asked: dict[str, str]
) -> None:
    for answer in (client.get(ROOT, query_string=asked), client.post(ROOT, data=asked)):
        assert answer.status_code in (400, 502)
        assert "could not be connected" in answer.text


def test_another_site_cannot_send_the_form(client: FlaskClient) -> None:
    answer = client.post(ROOT, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_the_commands_invite_approve_and_disable(app: Flask, client: FlaskClient) -> None:
    link = CliRunner().invoke(cli, ["platforms", "invite", "--name", "North"], obj=app).output
    assert link.startswith(f"{app.config['PUBLIC_URL']}{ROOT}?invite=")
    row = Registration(
        name="A", issuer="https://a.example", client_id="c", auth_login_url="https://a.example/a",
        auth_token_url="https://a.example/t", jwks_url="https://a.example/j", is_active=False,
        is_waiting=True,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    run = CliRunner().invoke
    assert "waits for approval" in run(cli, ["platforms", "list"], obj=app).output
    done = run(cli, ["platforms", "approve", str(row.id), "--deployment-id", "7"], obj=app)
    assert "deployments: 7" in done.output
    assert "switched off" in run(cli, ["platforms", "disable", str(row.id)], obj=app).output
    assert run(cli, ["platforms", "approve", "99"], obj=app).exit_code == 1


def test_canvas_gets_its_developer_key(app: Flask, client: FlaskClient) -> None:
    key = client.get("/lti/canvas.json").get_json()
    settings = key["extensions"][0]["settings"]
    names = ["course_navigation", "assignment_selection", "link_selection"]
    assert [one["placement"] for one in settings["placements"]] == [
        *names, "course_assignments_menu",
    ]  # fmt: skip
    assert all(set(one["labels"]) == {"en", "da", "de", "it"} for one in settings["placements"])
    assert settings["placements"][0]["default"] == "disabled"
    assert all(name.startswith("pc_") for name in key["custom_fields"])
    assert key["public_jwk_url"] == f"{app.config['PUBLIC_URL']}/lti/jwks.json"


def test_canvas_is_not_asked_for_what_it_would_refuse_the_whole_key_for(
    client: FlaskClient,
) -> None:
    scopes = client.get("/lti/canvas.json").get_json()["scopes"]
    assert scopes
    assert not [one for one in scopes if "lti-gs" in one]


def test_the_sheet_shows_every_address_to_copy(app: Flask, client: FlaskClient) -> None:
    page = client.get("/lti/sheet").text
    for path in ("login", "launch", "jwks.json", "register", "canvas.json"):
        assert f"{app.config['PUBLIC_URL']}/lti/{path}" in page


def waiting(issuer: str, number: int, **changes: object) -> Registration:
    """A registration that waits for approval."""
    addresses = dict.fromkeys(("auth_login_url", "auth_token_url", "jwks_url"), f"{issuer}/x")
    return Registration(
        name=issuer, issuer=issuer, client_id=f"c{number}", **addresses, is_active=False,
        is_waiting=True, **changes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("issuer", "number"), [("https://many.example", MOST_WAITING), ("", MOST_WAITING_THERE)]
)
def test_strangers_cannot_fill_the_table(
    client: FlaskClient, admin: requests.Session, lms: DemoLms, issuer: str, number: int
) -> None:
    db.session.add_all(waiting(issuer or lms.issuer, n) for n in range(number))
    db.session.commit()
    asked = frame_of(admin, lms, f"http://tool.example{ROOT}")
    known = len(lms.registrations)
    refused = client.post(ROOT, data=asked)
    assert refused.status_code == 503
    assert "wait for approval" in refused.text
    assert (db.session.query(Registration).count(), len(lms.registrations)) == (number, known)
    assert "is connected" in connect(client, admin, lms, invited())


def test_what_waits_in_vain_is_forgotten(
    client: FlaskClient, admin: requests.Session, lms: DemoLms
) -> None:
    long_ago = utcnow() - WAITS_FOR - timedelta(minutes=1)
    db.session.add_all(
        waiting(lms.issuer, n, created_at=long_ago) for n in range(MOST_WAITING_THERE)
    )
    db.session.commit()
    assert "waits for approval" in connect(client, admin, lms)
    assert db.session.query(Registration).count() == 1


def test_whoever_waits_is_told_the_number_and_what_is_next(
    client: FlaskClient, admin: requests.Session, lms: DemoLms
) -> None:
    page = connect(client, admin, lms)
    row = db.session.query(Registration).one()
    assert f"peer-circles platforms approve {row.id}" in page
    assert row.client_id in page
    assert "data-close " in page
    if lms.temperament.name == "moodle":
        assert "press Activate" in page
