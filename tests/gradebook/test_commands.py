"""`peer-circles scores send`."""

import json

from click.testing import CliRunner
from flask import Flask

from lti_tool.cli import cli
from tests.gradebook.conftest import Classroom, does


def test_the_command_sends_what_is_due_and_says_so(room: Classroom, app: Flask) -> None:
    does(room.enters(room.students[0]), "goal", "step")
    answer = CliRunner().invoke(cli, ["scores", "send", "--json"], obj=app)
    assert json.loads(answer.output) == {"settled": 2, "sent": 1, "waiting": 0, "failed": 0}


def test_with_nothing_due_it_ends_well(app: Flask) -> None:
    answer = CliRunner().invoke(cli, ["scores", "send"], obj=app)
    assert (answer.exit_code, answer.output) == (0, "0 sent, 0 wait, 0 refused.\n")
