"""`peer-circles roster sync`, as somebody types it."""

import json
from pathlib import Path

from click.testing import CliRunner
from flask import Flask

from lti_tool.cli import cli
from lti_tool.courses.models import Context
from lti_tool.courses.queries import learners_of
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


def test_a_list_in_a_file_is_kept(app: Flask, tmp_path: Path) -> None:
    context, file = make_context(), tmp_path / "list.csv"
    db.session.commit()
    file.write_text("id,name\n1,Ida Holm\n2,Bo Berg\n")
    command = ["roster", "import", str(file), "--context", str(context.id)]
    tried = CliRunner().invoke(cli, [*command, "--dry-run", "--json"], obj=app)
    assert json.loads(tried.output)["new"] == 2
    assert learners_of(context.id) == []
    done = CliRunner().invoke(cli, command, obj=app)
    assert (done.exit_code, done.output.startswith("2 new")) == (0, True), done.output
    assert len(learners_of(context.id)) == 2


def test_a_wrong_line_stops_a_list_unless_it_is_left_out(app: Flask, tmp_path: Path) -> None:
    context, file = make_context(), tmp_path / "list.csv"
    db.session.commit()
    file.write_text("id,name\n1,Ida Holm\n,Nobody\n")
    command = ["roster", "import", str(file), "--context", str(context.id)]
    stopped = CliRunner().invoke(cli, command, obj=app)
    assert (stopped.exit_code, "Line 3 has no id." in stopped.stderr) == (1, True)
    assert learners_of(context.id) == []
    done = CliRunner().invoke(cli, [*command, "--leave-out"], obj=app)
    assert done.exit_code == 0
    assert len(learners_of(context.id)) == 1


def test_a_file_that_is_no_list_is_status_two(app: Flask, tmp_path: Path) -> None:
    context, file = make_context(), tmp_path / "list.csv"
    db.session.commit()
    file.write_text("name\nIda Holm\n")
    command = ["roster", "import", str(file), "--context", str(context.id)]
    done = CliRunner().invoke(cli, command, obj=app)
    assert (done.exit_code, "student id" in done.stderr) == (2, True)
