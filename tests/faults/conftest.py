"""What the fault suite counts: faults injected, and grades that were lost or wrong after them."""

from collections import Counter
from collections.abc import Iterable

import pytest
import time_machine

from lti_tool.db import db, utcnow
from lti_tool.gradebook.models import OutboxScore
from lti_tool.programme.queries import standings
from tests.demo_lms.people import Person
from tests.gradebook.conftest import Classroom, all_due_again, room, settle_and_send

__all__ = ["room"]

TALLY: Counter[str] = Counter({"faults": 0, "scores": 0, "lost": 0, "wrong": 0})


def injected(faults: int) -> None:
    """So many faults have struck."""
    TALLY["faults"] += faults


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
        TALLY["scores"] += 1
    TALLY.update(lost=lost, wrong=wrong)
    assert (lost, wrong) == (0, 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The one line that this suite is for."""
    if TALLY["scores"]:
        terminalreporter.write_line("; ".join(f"{n} {name}" for name, n in TALLY.items()))
