"""How a circle is doing: answered alone, counted when all have, and then forgotten."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck as Check
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.groups.changes.actions import step_out
from lti_tool.journey.health.models import HealthAnswer, HealthCheck
from tests.builders import Browser, make_circle, make_context, make_member

FIELDS = ("meetings", "lost", "time", "promises", "private")
LINES = ("yes", "mostly", "rarely", "no")
COUNTED = "What you answered on"


def _said(line: str = "yes", **changes: Any) -> dict[str, Any]:
    return {**dict.fromkeys(FIELDS, line), **changes}


def _circle(people: int) -> list[Membership]:
    context = make_context()
    members = [make_member(context, f"Member {number}") for number in range(people)]
    make_circle(members)
    return members


@pytest.fixture
def browsers(app: Flask) -> list[Browser]:
    return [Browser(app, one) for one in _circle(3)]


def _counts() -> dict[str, Any] | None:
    db.session.expire_all()
    return db.session.scalars(select(HealthCheck.counts)).one()


def test_nobody_sees_a_count_before_all_have_answered(browsers: list[Browser]) -> None:
    browsers[0].post("/health/begin")
    for one in browsers[:2]:
        assert one.post("/health", _said("rarely")).status_code == 303
    assert all(COUNTED not in one.get("/health").text for one in browsers)
    assert "2 of 3 have answered" in browsers[2].get("/health").text
    browsers[2].post("/health", _said())
    assert all(COUNTED in one.get("/health").text for one in browsers)


def test_what_a_single_one_chose_is_gone_once_it_is_counted(browsers: list[Browser]) -> None:
    browsers[0].post("/health/begin")
    for one, line in zip(browsers, LINES, strict=False):
        one.post("/health", _said(line))
    assert [one for one in db.session.scalars(select(HealthAnswer.chosen)) if one] == []
    assert _counts() == {key: {"yes": 1, "mostly": 1, "rarely": 1} for key in FIELDS}


def test_who_answers_again_before_is_counted_once(browsers: list[Browser]) -> None:
    browsers[0].post("/health/begin")
    for line in ("no", "mostly"):
        browsers[0].post("/health", _said(line))
    for one in browsers[1:]:
        one.post("/health", _said())
    assert _counts() == {key: {"yes": 2, "mostly": 1} for key in FIELDS}


def test_after_the_count_nothing_changes_it(browsers: list[Browser]) -> None:
    browsers[0].post("/health/begin")
    for one in browsers:
        one.post("/health", _said())
    before = _counts()
    answer = browsers[0].post("/health", _said("no"))
    assert answer.status_code == 409
    assert "counted already" in answer.text
    assert _counts() == before


def test_two_are_too_few_to_be_counted(app: Flask) -> None:
    browsers = [Browser(app, one) for one in _circle(2)]
    browsers[0].post("/health/begin")
    for one in browsers:
        one.post("/health", _said())
    assert "Too few to be counted" in browsers[0].get("/health").text
    assert _counts() is None


def test_whoever_leaves_is_not_waited_for_and_not_counted(app: Flask) -> None:
    members = _circle(4)
    browsers = [Browser(app, one) for one in members]
    browsers[0].post("/health/begin")
    for one in browsers[:3]:
        one.post("/health", _said())
    step_out(members[3], "stop")
    db.session.commit()
    assert COUNTED in browsers[0].get("/health").text
    assert _counts() == {key: {"yes": 3} for key in FIELDS}


def test_a_check_is_begun_once(browsers: list[Browser]) -> None:
    for one in browsers:
        assert one.post("/health/begin").status_code == 303
    assert len(list(db.session.scalars(select(HealthCheck)))) == 1


def test_another_circle_sees_nothing_of_it(app: Flask, browsers: list[Browser]) -> None:
    browsers[0].post("/health/begin")
    for one in browsers:
        one.post("/health", _said())
    context_id = db.session.scalars(select(Membership.context_id)).first()
    members = [make_member(_context(context_id), name) for name in ("X X", "Y Y", "Z Z")]
    make_circle(members, number=2)
    assert COUNTED not in Browser(app, members[0]).get("/health").text


def _context(context_id: int | None) -> Any:
    return db.session.scalars(select(Membership).filter_by(context_id=context_id)).first().context  # type: ignore[union-attr]


def test_a_question_without_an_answer_is_named_beside_it(browsers: list[Browser]) -> None:
    browsers[0].post("/health/begin")
    answer = browsers[0].post("/health", _said(lost=""))
    assert answer.status_code == 422
    assert answer.text.count("Choose the line that is nearest.") == 2


@settings(max_examples=15, deadline=None, suppress_health_check=[Check.function_scoped_fixture])
@given(lines=st.lists(st.sampled_from(LINES), min_size=3, max_size=8))
def test_the_counts_are_those_of_the_answers_and_sum_to_the_circle(
    app: Flask, lines: list[str]
) -> None:
    browsers = [Browser(app, one) for one in _circle(len(lines))]
    browsers[0].post("/health/begin")
    for one, line in zip(browsers, lines, strict=True):
        one.post("/health", _said(line))
    newest = select(HealthCheck.counts).order_by(HealthCheck.id.desc()).limit(1)
    counts = db.session.scalars(newest).one()
    assert counts == {key: {one: lines.count(one) for one in set(lines)} for key in FIELDS}


def test_who_sees_the_answers_is_said_once_by_the_rule(browsers: list[Browser]) -> None:
    browsers[0].post("/health/begin")
    page = browsers[0].get("/health").text
    assert page.count("<strong>without names</strong>. In a circle of three") == 1
