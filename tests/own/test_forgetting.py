"""Words of a course go by themselves once their time is over; what counts stays."""

import re
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db
from lti_tool.groups.opening.actions import choose, close_now, open_now
from lti_tool.own.forgetting import forget_due
from lti_tool.programme.actions import record
from lti_tool.programme.keeping.models import Forgetting
from lti_tool.programme.keeping.queries import keeping_of
from lti_tool.programme.outline.actions import kept_outline
from lti_tool.programme.queries import standing_of
from tests.builders import Browser, make_context, make_member
from tests.journey import test_secrets
from tests.journey.writers import write_goal
from tests.own.rows import all_rows

SECRET = test_secrets.SECRET
author = test_secrets.author
"""Whoever seeds a new box there has it deleted here."""


@pytest.fixture
def course(app: Flask, author: Membership) -> Context:
    """A course whose programme is open, in which every box holds a secret."""
    open_now(author.context, today=datetime.now(UTC).date())
    db.session.commit()
    forget_due()
    return author.context


def after(day: object, **more: int) -> datetime:
    """A moment in the morning of a day and some days more."""
    return datetime.fromisoformat(f"{day}T06:00:00+00:00") + timedelta(**more)


def secrets_left() -> set[str]:
    """Every secret that still stands in any table."""
    return set(re.findall(rf"{SECRET}-\w+", repr(all_rows())))


def choose_days(course: Context, days: int) -> None:
    """Staff choose how long words are kept."""
    choose(course.id, {"keeps_days": days}, seen=kept_outline(course.id).version)
    db.session.commit()


def test_nothing_goes_before_its_day(course: Context) -> None:
    written, goes_on = secrets_left(), keeping_of(course).goes_on
    with time_machine.travel(after(goes_on, days=-1)):
        assert forget_due() == 0
    assert secrets_left() == written
    assert len(written) > 15


def test_on_its_day_no_word_is_left_anywhere(course: Context) -> None:
    with time_machine.travel(after(keeping_of(course).goes_on)):
        assert forget_due() == 1
    assert secrets_left() == set()


def test_what_was_done_still_counts(course: Context, author: Membership) -> None:
    with time_machine.travel(after(keeping_of(course).goes_on)):
        before = standing_of(author)
        forget_due()
        assert standing_of(author) == before
    assert before.done > 2


def test_pages_of_the_circle_open_without_their_words(
    app: Flask, course: Context, author: Membership
) -> None:
    with time_machine.travel(after(keeping_of(course).goes_on)):
        forget_due()
        browser = Browser(app, author)
        linked = re.findall(r'href="[^"]*/s/[^/]+(/[^"#?]+)"', browser.get("/home").text)
        for path in {"/agreement", "/goals", "/reflections", "/own", "/shared", *linked}:
            assert browser.get(path).status_code in (200, 303), path


def test_another_course_keeps_its_words(app: Flask, course: Context) -> None:
    with time_machine.travel(after(keeping_of(course).goes_on, days=-1)):
        other = make_member(make_context())
        write_goal(Browser(app, other), why=f"{SECRET}-elsewhere")
        db.session.commit()
    with time_machine.travel(after(keeping_of(course).goes_on)):
        forget_due()
    assert secrets_left() == {f"{SECRET}-elsewhere"}


def test_a_course_that_goes_on_keeps_its_words(course: Context, author: Membership) -> None:
    goes_on = keeping_of(course).goes_on
    with time_machine.travel(after(goes_on, days=-1)):
        record(author, "reflection", "late")
        db.session.commit()
    with time_machine.travel(after(goes_on, days=1)):
        assert forget_due() == 0
        assert keeping_of(course).goes_on > goes_on + timedelta(days=300)
    assert secrets_left()


def test_a_shorter_time_gives_two_weeks_of_notice(course: Context) -> None:
    close_now(course.id)
    db.session.commit()
    ended = datetime.now(UTC).date()
    with time_machine.travel(after(ended, days=100)):
        choose_days(course, 30)
        assert keeping_of(course).goes_on == ended + timedelta(days=114)
        assert forget_due() == 0
    with time_machine.travel(after(ended, days=113)):
        assert keeping_of(course).goes_on == ended + timedelta(days=114)
        assert forget_due() == 0
    assert secrets_left()
    with time_machine.travel(after(ended, days=114, hours=1)):
        assert forget_due() == 1
    assert secrets_left() == set()


def test_a_longer_time_is_told_at_once(course: Context) -> None:
    choose_days(course, 30)
    early = keeping_of(course).goes_on
    choose_days(course, 730)
    assert keeping_of(course).goes_on == early + timedelta(days=700)


def test_a_course_is_looked_at_once_a_day(course: Context, statements: list[str]) -> None:
    statements.clear()
    forget_due()
    assert len(statements) <= 2


def test_a_worker_that_dies_half_way_has_deleted_nothing(course: Context) -> None:
    """Whatever statement is the last: a course loses its words whole, or not at all."""
    written, goes_on, course_id = secrets_left(), keeping_of(course).goes_on, course.id
    with time_machine.travel(after(goes_on)):
        for last in count(5, 7):
            if _dies_after(last):
                assert secrets_left() == written
            else:
                break
    assert secrets_left() == set()
    assert db.session.get_one(Forgetting, course_id).forgot_at is not None


def _dies_after(last: int) -> bool:
    """Let the worker die at its n-th statement; whether it came so far."""
    seen = count(1)

    def die(*said: object) -> None:
        if next(seen) >= last:
            raise ConnectionError

    event.listen(db.engine, "before_cursor_execute", die)
    try:
        forget_due()
    except ConnectionError:
        return True
    finally:
        event.remove(db.engine, "before_cursor_execute", die)
        db.session.remove()
    return False


def test_members_read_the_day_on_the_guide_and_beside_their_words(
    app: Flask, course: Context, author: Membership
) -> None:
    goes_on = keeping_of(course).goes_on
    browser = Browser(app, author)
    said = f"is deleted by itself on {goes_on.day} {goes_on:%B %Y}"
    assert said in browser.get("/guide").text
    assert said in browser.get("/own").text


def test_staff_choose_among_the_days_that_the_institution_allows(
    app: Flask, course: Context
) -> None:
    staff = Browser(app, make_member(course, "Ruth Adeyemi", role="Instructor"))
    page = staff.get("/programme/keeping").text
    assert re.findall(r'value="(\d+)"', page.split("Until when")[1])[:5] == [
        "30", "90", "180", "365", "730",
    ]  # fmt: skip
    seen = re.search(r'name="-version" value="(\d+)"', page)
    assert seen is not None
    sent = {"keeps_days": "31", "-version": seen[1]}
    assert staff.post("/programme/keeping", sent).status_code == 422
    assert staff.post("/programme/keeping", {**sent, "keeps_days": "90"}).status_code == 303
    db.session.expire_all()
    assert kept_outline(course.id).keeps_days == 90
    assert "90 days after the end" in staff.get("/programme").text


def test_every_course_has_an_entry_and_one_alone(course: Context) -> None:
    make_context()
    db.session.commit()
    forget_due()
    forget_due()
    entered = db.session.scalars(select(Forgetting.context_id)).all()
    assert sorted(entered) == sorted(db.session.scalars(select(Context.id)))
