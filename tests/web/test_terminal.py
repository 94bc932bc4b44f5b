"""Commands say what is wrong in one plain line, and their exit status means something."""

import os
import signal

import click
import pytest
from click.testing import CliRunner
from flask import Flask

from lti_tool.cli import cli
from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.errors import NotHere
from lti_tool.settings import SettingWrong
from lti_tool.web.terminal import in_app, progress
from tests.builders import make_context


@click.command()
@in_app
def work_and_fail() -> None:
    """Write something, then fail."""
    make_context()
    raise NotHere("the reason")


@click.command()
@in_app
def work() -> None:
    """Write something."""
    make_context()


def test_what_a_command_wrote_is_kept(app: Flask) -> None:
    assert CliRunner().invoke(work, obj=app).exit_code == 0
    assert db.session.query(Context).count() == 1


def test_a_command_that_fails_says_why_and_keeps_nothing(app: Flask) -> None:
    done = CliRunner().invoke(work_and_fail, obj=app)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "the reason" in done.stderr
    assert db.session.query(Context).count() == 0


def test_a_wrong_setting_is_one_line_that_names_it() -> None:
    def fail() -> Flask:
        raise SettingWrong("PEER_CIRCLES_SECRET_KEY is too short")

    done = CliRunner().invoke(cli, ["platforms", "list"], obj=fail)
    assert (done.exit_code, done.stderr) == (2, "PEER_CIRCLES_SECRET_KEY is too short\n")


def test_missing_tables_name_the_cure(app: Flask) -> None:
    db.drop_all()
    done = CliRunner().invoke(cli, ["platforms", "list"], obj=app)
    db.create_all()
    assert done.exit_code == 1
    assert "peer-circles db upgrade" in done.stderr


@pytest.mark.parametrize("name", [[], *([name] for name in sorted(cli.commands))])
def test_every_command_explains_itself(name: list[str]) -> None:
    done = CliRunner().invoke(cli, [*name, "--help"])
    assert done.exit_code == 0
    assert "Usage" in done.output


def test_one_interrupt_asks_to_stop_and_a_second_ends_the_command() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), progress("Work") as tick:
        assert not tick(0, 10, 0.0)
        os.kill(os.getpid(), signal.SIGINT)
        assert tick(1, 10, 0.0)
        os.kill(os.getpid(), signal.SIGINT)
        tick(2, 10, 0.0)
    assert signal.getsignal(signal.SIGINT) == before
