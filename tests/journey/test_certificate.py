"""A certificate tells facts alone, and is made by whoever it is about."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from lti_tool.courses.models import Membership
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import file_note, meeting_keys, plan, write_goal

FIRST = datetime(2026, 10, 13, 12, 15, tzinfo=UTC)


@pytest.fixture
def circle(app: Flask) -> list[Membership]:
    context = make_context(title="Research Methods")
    members = [make_member(context, name) for name in ("Amara Okonkwo", "Søren K", "Minh Anh")]
    make_circle(members)
    return members


def sheet(app: Flask, member: Membership) -> str:
    text: str = Browser(app, member).get("/certificate").text
    return text.partition("<main")[2].partition("</main")[0]


def test_it_says_days_meetings_hours_and_notes_and_no_word_that_was_written(
    app: Flask, circle: list[Membership]
) -> None:
    with time_machine.travel(FIRST - timedelta(days=9), tick=False) as clock:
        plan(Browser(app, circle[0]))
        keys = meeting_keys(Browser(app, circle[0]))
        assert "Nothing to certify yet" in sheet(app, circle[0])
        for weeks, (key, how) in enumerate(zip(keys, ("there", "remote", "excused"), strict=True)):
            clock.move_to(FIRST + timedelta(weeks=2 * weeks, hours=2))
            amara = Browser(app, circle[0])
            assert amara.post(f"/meetings/{key}/attendance", {"how": how}).status_code == 303
        write_goal(amara, title="A secret goal", share="all")
        file_note(amara, keys[2], points="A secret point")
        amara.post("/lessons/1_listening")
        text = sheet(app, circle[0])
        assert "Amara Okonkwo" in text
        assert "Research Methods" in text
        assert re.search(r"From [^.]*13 Oct[^.]* to [^.]*27 Oct", text)
        assert "Practised in short lessons</dt><dd>" in text
        for fact in ("<dd>2</dd>", "<dd>1.7</dd>", "<dd>1</dd>"):
            assert fact in text
        assert not [one for one in ("secret", "Søren", "Minh", "of 5") if one in text]
        assert "Nothing to certify yet" in sheet(app, circle[1])


def test_nobody_makes_it_for_somebody_else(app: Flask, circle: list[Membership]) -> None:
    staff = Browser(app, make_member(circle[0].context, "Dr Ruth", role="Instructor"))
    assert staff.get("/certificate").status_code == 403
    assert "Certificate of participation" in Browser(app, circle[0]).get("/closing").text
