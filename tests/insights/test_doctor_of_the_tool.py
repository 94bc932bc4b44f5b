"""The doctor on the tool itself: what an engineer on call asks first."""

import shutil
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask

from lti_tool.app import create_app
from lti_tool.cli import cli
from lti_tool.db import db, utcnow
from lti_tool.platforms import keys
from lti_tool.settings import Settings, SettingWrong
from lti_tool.worker import queue_of, run_worker

NOBODY = "redis://127.0.0.1:1/0"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def worked(app: Flask) -> None:
    """A worker has looked at what is due in this minute."""
    queue_of(app).every_minute()


@contextmanager
def another(settings: Settings) -> Iterator[Flask]:
    """The tool on the same database, set differently."""
    made = create_app(settings)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def doctor(app: Flask) -> Result:
    return CliRunner().invoke(cli, ["doctor"], obj=app)


def test_a_tool_without_a_platform_is_well_and_told_what_is_next(app: Flask) -> None:
    done = doctor(app)
    assert done.exit_code == 0, done.output
    assert "ok   A worker looks after what is due" in done.output
    assert "See: peer-circles platforms" in done.output


def test_a_worker_that_is_gone_is_told(app: Flask) -> None:
    with time_machine.travel(utcnow() + timedelta(minutes=5)):
        done = doctor(app)
    assert done.exit_code == 1
    assert "Run: peer-circles worker" in done.output


def test_a_worker_that_has_just_started_is_no_alarm(app: Flask) -> None:
    with time_machine.travel(utcnow() + timedelta(minutes=5)):
        queue_of(app).look_at_everything()
        assert "ok   A worker looks after what is due" in doctor(app).output


def test_a_queue_that_does_not_answer_is_told(settings: Settings, app: Flask) -> None:
    with another(replace(settings, redis_url=NOBODY)) as away:
        done = doctor(away)
    assert done.exit_code == 1
    assert "FAIL The queue answers: ConnectionError" in done.output
    assert "A worker looks after" not in done.output


def test_a_worker_without_its_queue_says_so_in_a_sentence(settings: Settings, app: Flask) -> None:
    with another(replace(settings, redis_url=NOBODY)) as away, pytest.raises(SettingWrong) as said:
        run_worker(away)
    assert "start Redis" in str(said.value)


def test_another_secret_key_is_told(
    settings: Settings, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.signing_key()
    monkeypatch.setattr(keys, "_kept", {})
    with another(replace(settings, secret_key="another than the one before, as long")) as other:
        done = doctor(other)
    assert "look Our keys can be opened: 1" in done.output
    assert "Put the old one back" in done.output


@pytest.mark.parametrize(("free", "sign"), [(99_000_000, "FAIL"), (900_000_000, "look")])
def test_a_disk_that_fills_up_is_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch, free: int, sign: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12 - free, free))
    assert f"{sign} There is room on the disk" in doctor(app).output
