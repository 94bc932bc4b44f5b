"""Fixtures of all tests: a tool on an empty database, a browser, the demo LMS."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lti_tool.app import create_app
from lti_tool.db import db
from lti_tool.settings import Settings

DATABASES = {"sqlite": None, "postgres": os.environ.get("TEST_DATABASE_URL")}


def needs(what: str, found: object) -> None:
    """Skip a test that needs a service we have not got; under REQUIRE_SERVICES fail instead."""
    if found:
        return
    if os.environ.get("REQUIRE_SERVICES"):
        pytest.fail(f"{what} is required and missing")
    pytest.skip(f"{what} is not here")


@pytest.fixture(params=list(DATABASES))
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a tool with a data folder of its own, on SQLite and on PostgreSQL."""
    env = {
        "PEER_CIRCLES_DATA_DIR": str(tmp_path / "data"),
        "PEER_CIRCLES_PUBLIC_URL": "http://127.0.0.1:5000",
        "PEER_CIRCLES_SECRET_KEY": "a secret that only these tests know, long enough",
    }
    if request.param == "postgres":
        needs("TEST_DATABASE_URL (PostgreSQL)", DATABASES["postgres"])
        env["PEER_CIRCLES_DATABASE_URL"] = str(DATABASES["postgres"])
    return Settings.from_env(env)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The tool with empty tables; an application context is pushed."""
    made = create_app(settings)
    with made.app_context():
        db.drop_all()
        db.create_all()
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a visit."""
    return app.test_client()
