"""`peer-circles roster sync`, as somebody types it."""

import json

from click.testing import CliRunner
from flask import Flask

from lti_tool.cli import cli
from lti_tool.courses.models import Context
from lti_tool.db import db
from tests.builders import make_context
from tests.demo_lms.lms import DemoLms


def test_all_lists_are_read(app: Flask, context: Context) -> None:
    done = CliRunner().invoke(cli, ["roster", "sync"], obj=app)
    assert done.exit_code == 0, done.output
    assert "joined" in done.output


def test_a_program_reads_json(app: Flask, lms: DemoLms, context: Context) -> None:
    done = CliRunner().invoke(cli, ["roster", "sync", "--json"], obj=app)
    (read,) = json.loads(done.output)
    assert (read["outcome"], read["context_id"]) == ("complete", context.id)


def test_a_failed_read_is_an_exit_status(app: Flask, lms: DemoLms, context: Context) -> None:
    lms.stop()
    done = CliRunner().invoke(cli, ["roster", "sync", "--context", str(context.id)], obj=app)
    assert done.exit_code == 1
    assert "nothing was changed" in done.output


def test_a_course_that_is_not_there_is_one_plain_line(app: Flask) -> None:
    done = CliRunner().invoke(cli, ["roster", "sync", "--context", "99"], obj=app)
    assert done.exit_code == 1
    assert "Traceback" not in done.output


def test_nothing_to_read_is_said(app: Flask) -> None:
    make_context()
    db.session.commit()
    done = CliRunner().invoke(cli, ["roster", "sync"], obj=app)
    assert (done.exit_code, done.output) == (0, "No course has a list to read.\n")
