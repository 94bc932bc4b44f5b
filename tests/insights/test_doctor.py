"""The doctor: what works, what does not, and no secret in either."""

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from lti_tool.cli import cli
from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db
from lti_tool.launch.views import open_door
from lti_tool.platforms.actions import invite
from lti_tool.platforms.keys import signing_key
from lti_tool.platforms.models import AccessToken, Deployment, Refusal, Registration
from lti_tool.worker import queue_of
from tests.builders import Browser
from tests.demo_lms.faults import Effect, Fault
from tests.demo_lms.lms import DemoLms
from tests.visitor import Visitor


@pytest.fixture
def launched(tool: str, lms: DemoLms, registration: Registration) -> None:
    """A teacher has come in, so that a course is known."""
    done = Visitor(tool).launch(lms, lms.person("ruth.adeyemi"), lms.course)
    assert done.status_code == 303


@pytest.fixture(autouse=True)
def worked(app: Flask) -> None:
    """A worker has looked at what is due in this minute."""
    queue_of(app).every_minute()


def doctor(app: Flask, *flags: str) -> Result:
    return CliRunner().invoke(cli, ["doctor", *flags], obj=app)


def tool_forgets_what_it_knew(app: Flask) -> None:
    app.extensions["door"] = open_door(app.config["PUBLIC_URL"], app.config["SECRET_KEY"])


def other_school(registration: Registration) -> None:
    db.session.add(Deployment(registration_id=registration.id, deployment_id="another-school"))
    db.session.commit()


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


def test_grades_that_cannot_be_read_back_need_a_look_and_stop_nothing(
    app: Flask, tool: str, lms: DemoLms, registration: Registration
) -> None:
    scopes = lms.registration.scopes
    lms.registration.scopes = tuple(one for one in scopes if not one.endswith("/result.readonly"))
    Visitor(tool).launch(lms, lms.person("ruth.adeyemi"), lms.course)
    done = doctor(app, "--json")
    assert states(done)["scope.result.readonly"] == "look"
    assert done.exit_code == 0
    assert "a teacher has changed a grade" in doctor(app).output


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


def test_a_launch_that_was_refused_is_told_by_its_reason_and_names_nobody(
    app: Flask, tool: str, lms: DemoLms, launched: None, registration: Registration
) -> None:
    person = lms.person("zoe.mueller")
    db.session.query(Deployment).update({"deployment_id": "another-installation"})
    db.session.commit()
    tool_forgets_what_it_knew(app)
    assert Visitor(tool).launch(lms, person, lms.course).status_code == 403
    assert Visitor(tool).launch(lms, person, lms.course).status_code == 403
    said = doctor(app).output
    assert "look Launches that were refused: DeploymentUnknown, 2 x" in said
    assert person.name not in said
    administrator = Browser(app, db.session.query(Membership).one(), is_admin=True)
    assert "DeploymentUnknown" in administrator.get("/doctor").text
    other_school(registration)
    assert "DeploymentUnknown" not in administrator.get("/doctor").text
    assert "DeploymentUnknown" in doctor(app).output


def test_a_page_that_was_loaded_again_is_nothing_to_look_at(
    app: Flask, tool: str, lms: DemoLms, launched: None
) -> None:
    visitor, person = Visitor(tool), lms.person("zoe.mueller")
    start = visitor.begin(dict(lms.login_form(person, lms.course)))
    form = dict(lms.launch_form(person, lms.course, start.headers["Location"]))
    assert visitor.finish(form).status_code == 303
    assert visitor.finish(form).status_code == 401
    assert states(doctor(app, "--json"))["refused"] == "skip"


def test_what_strangers_send_is_not_counted(app: Flask, tool: str, launched: None) -> None:
    answer = Visitor(tool).finish({"state": "made-up", "id_token": "a.b.c"})
    assert answer.status_code == 401
    assert db.session.query(Refusal).count() == 0


def test_the_page_holds_the_same_report_to_copy(
    app: Flask, lms: DemoLms, launched: None, registration: Registration
) -> None:
    member = db.session.query(Membership).one()
    page = Browser(app, member, is_admin=True).get("/doctor").text
    assert f"client {registration.client_id})" in page
    assert 'data-copies="report"' in page


@pytest.mark.parametrize("number", ["0", "9"])
def test_an_unknown_registration_is_refused_in_words(app: Flask, number: str) -> None:
    done = doctor(app, "--registration", number)
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
