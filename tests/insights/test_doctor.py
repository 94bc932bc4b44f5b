"""The doctor: what works, what does not, and no secret in either."""

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from lti_tool.cli import cli
from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db
from lti_tool.platforms.actions import invite
from lti_tool.platforms.keys import signing_key
from lti_tool.platforms.models import AccessToken, Registration
from tests.builders import Browser
from tests.demo_lms.faults import Effect, Fault
from tests.demo_lms.lms import DemoLms
from tests.visitor import Visitor


@pytest.fixture
def launched(tool: str, lms: DemoLms, registration: Registration) -> None:
    """A teacher has come in, so that a course is known."""
    done = Visitor(tool).launch(lms, lms.person("ruth.adeyemi"), lms.course)
    assert done.status_code == 303


def doctor(app: Flask, *flags: str) -> Result:
    return CliRunner().invoke(cli, ["doctor", *flags], obj=app)


def states(done: Result) -> dict[str, str]:
    shown = json.loads(done.output)
    return {one["check"]: one["state"] for part in shown for one in part["findings"]}


def test_a_healthy_platform_is_all_well(app: Flask, launched: None) -> None:
    done = doctor(app, "--json")
    assert done.exit_code == 0, done.output
    assert {state for check, state in states(done).items() if check != "names"} == {"done"}


def test_a_platform_before_its_first_launch_is_told_what_is_next(
    app: Flask, tool: str, registration: Registration
) -> None:
    done = doctor(app)
    assert "Open Peer Circles from a course" not in done.output
    assert "Their keys can be read" in done.output


@pytest.mark.parametrize(
    ("kind", "check"),
    [("jwks", "keys"), ("token", "scope.score"), ("nrps", "roster"), ("lineitems", "columns")],
)
def test_what_answers_a_page_instead_fails(
    app: Flask, lms: DemoLms, launched: None, kind: str, check: str
) -> None:
    lms.faults.add(Fault(kind, Effect.HTML, status=403))
    done = doctor(app, "--json")
    assert done.exit_code == 1
    assert states(done)[check] == "fail"


def test_a_scope_that_is_not_granted_is_found(app: Flask, lms: DemoLms, launched: None) -> None:
    scopes = lms.registration.scopes
    lms.registration.scopes = tuple(one for one in scopes if not one.endswith("/score"))
    found = states(doctor(app, "--json"))
    assert found["scope.score"] == "fail"
    assert found["scope.contextmembership.readonly"] == "done"
    assert "Allow scores" in doctor(app).output


def test_looking_leaves_no_column_behind_and_nor_does_trying(
    app: Flask, lms: DemoLms, launched: None
) -> None:
    before = len(lms.course.line_items)
    assert states(doctor(app, "--json"))["columns"] == "done"
    assert len(lms.course.line_items) == before
    assert states(doctor(app, "--write", "--json"))["columns"] == "done"
    assert [one.label for one in lms.course.line_items if one.is_shown][before:] == []


def test_nothing_secret_is_said(
    app: Flask, lms: DemoLms, launched: None, registration: Registration
) -> None:
    registration.client_uri = "https://lms.example/registrations/1?token=a-secret-address"
    registration.client_token = "a-secret-token-of-our-registration"
    code = invite("North")
    db.session.commit()
    member = db.session.query(Membership).one()
    page = Browser(app, member, is_admin=True).get("/doctor").text
    said = doctor(app).output + doctor(app, "--json").output + page.partition("<main")[2]
    tokens = [row.token for row in db.session.query(AccessToken)]
    names = [person.name for person in lms.people.values()]
    kid, _ = signing_key()
    assert tokens
    sealed = [code, "a-secret-address", "a-secret-token", app.config["SECRET_KEY"]]
    for secret in [*tokens, *names, *sealed, kid, "eyJ", "PRIVATE"]:
        assert secret not in said


def test_our_own_keys_are_looked_for_where_others_look(
    app: Flask, lms: DemoLms, launched: None
) -> None:
    app.config["PUBLIC_URL"] = f"{lms.url}/somewhere-else"
    done = doctor(app)
    assert "FAIL Our keys can be read at our address" in done.output
    assert "outside your network" in done.output


def test_without_a_course_list_the_people_who_came_tell_about_names(
    app: Flask, lms: DemoLms, launched: None
) -> None:
    db.session.query(Context).update({"memberships_url": None})
    db.session.query(User).update({"name": ""})
    db.session.commit()
    assert states(doctor(app, "--json"))["names"] == "look"


def test_the_page_holds_the_same_report_to_copy(
    app: Flask, lms: DemoLms, launched: None, registration: Registration
) -> None:
    member = db.session.query(Membership).one()
    page = Browser(app, member, is_admin=True).get("/doctor").text
    assert f"client {registration.client_id})" in page
    assert 'data-copies="report"' in page


def test_an_unknown_registration_is_refused_in_words(app: Flask) -> None:
    done = doctor(app, "--registration", "9")
    assert done.exit_code == 2
    assert "no such registration" in done.output


def test_administrators_see_the_page_and_nobody_else(
    app: Flask, lms: DemoLms, launched: None
) -> None:
    member = db.session.query(Membership).first()
    assert member is not None
    assert Browser(app, member).get("/doctor").status_code == 403
    page = Browser(app, member, is_admin=True).get("/doctor")
    assert page.status_code == 200
    assert "Their keys can be read" in page.text
