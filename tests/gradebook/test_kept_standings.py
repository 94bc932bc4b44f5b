"""What is kept of a standing says the same as working it out anew, or is not believed."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import settle_due
from lti_tool.gradebook.credit.actions import choose
from lti_tool.programme.actions import record, score_again
from lti_tool.programme.models import KeptStanding
from lti_tool.programme.queries import standing_at_hand, standing_of
from lti_tool.programme.scoring import Standing
from tests.builders import make_context, make_member

ITEMS = ("goal", "step", "reflection")


@pytest.fixture
def member(app: Flask) -> Membership:
    """Somebody who has set a goal, which the worker has scored."""
    made = make_member(make_context())
    record(made, "goal")
    settle_all()
    return made


def settle_all() -> None:
    """Let the worker catch up."""
    db.session.commit()
    while settle_due():
        pass


def test_a_kept_standing_costs_one_request(member: Membership, statements: list[str]) -> None:
    db.session.refresh(member)
    statements.clear()
    assert standing_at_hand(member).done == 1
    assert len(statements) == 1


def test_who_has_acted_since_reads_the_new_number_at_once(member: Membership) -> None:
    record(member, "reflection")
    db.session.flush()
    assert standing_at_hand(member).done == 2


def test_who_is_to_be_scored_again_reads_the_new_number_at_once(member: Membership) -> None:
    forge(member, done=7)
    score_again([member.id])
    db.session.flush()
    assert standing_at_hand(member).done == 1


def test_a_kept_standing_is_believed_for_a_day(member: Membership) -> None:
    forge(member, done=7)
    assert standing_at_hand(member).done == 7
    with time_machine.travel(utcnow() + timedelta(days=1, minutes=1)):
        assert standing_at_hand(member).done == 1


def test_a_standing_is_not_believed_once_something_has_become_due(member: Membership) -> None:
    forge(member, done=7).changes_at = utcnow() + timedelta(hours=1)
    db.session.flush()
    assert standing_at_hand(member).done == 7
    with time_machine.travel(utcnow() + timedelta(hours=2)):
        assert standing_at_hand(member).done == 1


def test_new_rules_of_the_course_are_read_at_once(member: Membership) -> None:
    choose(member.context_id, {}, points=20, seen=0)
    db.session.flush()
    assert standing_at_hand(member).maximum == 20.0


@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(ITEMS), st.booleans()),
            st.just("settle"),
            st.just("again"),
            st.integers(min_value=1, max_value=30),
        ),
        max_size=8,
    )
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_at_hand_is_what_would_be_worked_out(
    app: Flask, story: list[tuple[str, bool] | str | int]
) -> None:
    made, passed = make_member(make_context()), 0
    for event in story:
        passed += event if isinstance(event, int) else 0
        with time_machine.travel(utcnow() + timedelta(hours=passed), tick=False):
            happen(made, event)
            assert standing_at_hand(made) == without_lines(standing_of(made))


def happen(member: Membership, event: tuple[str, bool] | str | int) -> None:
    """Let one thing happen: an act or its correction, the worker, a rule that changed."""
    if isinstance(event, tuple):
        record(member, event[0], is_done=event[1])
    elif event == "again":
        score_again([member.id])
    elif event == "settle":
        settle_all()
    db.session.flush()


def without_lines(standing: Standing) -> Standing:
    """A standing as it is kept."""
    return replace(standing, lines=())


def forge(member: Membership, *, done: int) -> KeptStanding:
    """Put another number where the kept one is, to see whether it is read."""
    kept = db.session.get_one(KeptStanding, member.id)
    kept.counts = {**kept.counts, "done": done}
    db.session.flush()
    return kept
