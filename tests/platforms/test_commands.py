"""`peer-circles platforms`, as an administrator types it."""

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from lti_tool.cli import cli
from lti_tool.db import db
from lti_tool.platforms.models import Deployment, Registration

FACTS = {
    "--issuer": "https://lms.example.edu",
    "--client-id": "abc",
    "--auth-login-url": "https://lms.example.edu/auth",
    "--auth-token-url": "https://lms.example.edu/token",
    "--jwks-url": "https://lms.example.edu/jwks",
}


def add(app: Flask, *more: str, **changes: str) -> Result:
    values = {**FACTS, **{f"--{n.replace('_', '-')}": value for n, value in changes.items()}}
    flags = [part for pair in values.items() for part in pair]
    return CliRunner().invoke(cli, ["platforms", "add", *flags, *more], obj=app)


def test_a_platform_is_added_with_its_deployments(app: Flask) -> None:
    done = add(app, "--deployment-id", "1", "--deployment-id", "2", "--json")
    assert done.exit_code == 0, done.output
    shown = json.loads(done.output)
    assert shown["deployments"] == ["1", "2"]
    assert shown["name"] == "https://lms.example.edu"
    assert db.session.query(Registration).one().is_active


def test_adding_again_brings_up_to_date_and_keeps_deployments(app: Flask) -> None:
    add(app, "--deployment-id", "1")
    done = add(app, "--deployment-id", "2", name="North", jwks_url="https://lms.example.edu/new")
    assert done.exit_code == 0, done.output
    (row,) = db.session.query(Registration)
    assert (row.name, row.jwks_url) == ("North", "https://lms.example.edu/new")
    assert {one.deployment_id for one in db.session.query(Deployment)} == {"1", "2"}


def test_the_same_issuer_with_another_client_id_is_another_platform(app: Flask) -> None:
    add(app)
    add(app, client_id="another")
    assert db.session.query(Registration).count() == 2


def test_adding_switches_on_again_what_was_off(app: Flask) -> None:
    add(app)
    db.session.query(Registration).one().is_active = False
    db.session.commit()
    add(app)
    db.session.expire_all()
    assert db.session.query(Registration).one().is_active


@pytest.mark.parametrize(
    "url", ["http://lms.example.edu/auth", "lms.example.edu", "", "ftp://a.example", "https://[a"]
)
def test_a_wrong_address_is_refused_in_words(app: Flask, url: str) -> None:
    done = add(app, auth_login_url=url)
    assert done.exit_code == 2
    assert "--auth-login-url" in done.output
    assert db.session.query(Registration).count() == 0


def test_http_is_accepted_on_this_machine(app: Flask) -> None:
    assert add(app, auth_token_url="http://localhost:8080/token").exit_code == 0


def test_platforms_are_listed(app: Flask) -> None:
    done = CliRunner().invoke(cli, ["platforms", "list"], obj=app)
    assert "No platform is registered yet" in done.output
    add(app, "--deployment-id", "7", name="North")
    done = CliRunner().invoke(cli, ["platforms", "list"], obj=app)
    assert "North" in done.output
    assert "7" in done.output
    done = CliRunner().invoke(cli, ["platforms", "list", "--json"], obj=app)
    assert [one["client_id"] for one in json.loads(done.output)] == ["abc"]
