"""What the fault suite counts: faults injected, and grades that were lost or wrong after them."""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
import time_machine

from lti_tool.db import db, utcnow
from lti_tool.gradebook.models import OutboxScore
from lti_tool.programme.queries import standings
from tests.conftest import DATABASES
from tests.demo_lms.people import Person
from tests.gradebook.conftest import Classroom, all_due_again, room, settle_and_send

__all__ = ["room"]

IS_FULL = os.environ.get("FAULTS") == "full"
"""Whether all of it was asked for (`make faults`), and not what every change has to pass."""
SHORT = {"canvas": "sqlite", "moodle": "postgres"}
"""On which store a platform's faults are tried where not all of it was asked for."""
COUNTED = ("faults", "scores", "forms", "lost", "wrong")
TALLIES: dict[str, Counter[str]] = {}
"""What was counted, by the name of the fault."""
now_struck = [""]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each fault of a platform on one store is enough for every day."""
    if IS_FULL or not DATABASES["postgres"]:
        return
    here = Path(__file__).parent
    spared = [item for item in items if here in item.path.parents and _is_spared(item)]
    items[:] = [item for item in items if item not in spared]
    config.hook.pytest_deselected(items=spared)


def _is_spared(item: pytest.Item) -> bool:
    params = item.callspec.params if hasattr(item, "callspec") else {}
    return "fault" in params and params["settings"] != SHORT[params["lms"]]


@pytest.fixture(autouse=True)
def tally(request: pytest.FixtureRequest) -> Counter[str]:
    """What is counted for the fault of this test, over all platforms and stores."""
    fault = request.node.callspec.params.get("fault") if hasattr(request.node, "callspec") else None
    name = request.node.callspec.id.rpartition("-")[2] if fault else _sentence(request.node)
    now_struck[0] = name
    return TALLIES.setdefault(name, Counter())


def _sentence(node: pytest.Item) -> str:
    return node.name.partition("[")[0].removeprefix("test_").replace("_", " ")


def counted(**numbers: int) -> None:
    """Count for the fault of this test."""
    TALLIES[now_struck[0]].update(numbers)


def injected(faults: int) -> None:
    """So many faults have struck."""
    counted(faults=faults)


def send_until_quiet(tries: int = 40) -> None:
    """Work as a worker does: a minute passes before each try, until nothing is waiting."""
    with time_machine.travel(utcnow(), tick=True) as clock:
        for _ in range(tries):
            clock.shift(60)
            all_due_again()
            settle_and_send()
            if not db.session.query(OutboxScore).filter_by(state="waiting").count():
                return
    pytest.fail("scores still wait")


def check_grades(room: Classroom, people: Iterable[Person]) -> None:
    """Each grade in the LMS is what the ledger says, and has arrived."""
    db.session.expire_all()
    rows = {row.membership.user.subject: row for row in db.session.query(OutboxScore)}
    standing = standings([row.membership for row in rows.values()])
    lost = wrong = 0
    for person in people:
        cell, row = room.cell(person), rows[person.id]
        lost += cell is None or row.state != "sent"
        wrong += cell is not None and cell.score != standing[row.membership_id].given
        counted(scores=1)
    counted(lost=lost, wrong=wrong)
    assert (lost, wrong) == (0, 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table that this suite is for; its last line alone unless all of it was asked for."""
    whole = sum(TALLIES.values(), Counter[str]())
    rows = TALLIES.items() if IS_FULL else ()
    if whole["faults"]:
        heads = [name.rjust(7) for name in COUNTED]
        terminalreporter.write_line(" ".join(("".ljust(64), *heads)))
        for name, one in (*rows, ("all", whole)):
            cells = (str(one[what]).rjust(7) for what in COUNTED)
            terminalreporter.write_line(" ".join((name[:64].ljust(64), *cells)))
