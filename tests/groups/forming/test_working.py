"""Forming in the worker: what is kept, who came and went, stopping, cancelling, dying."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.forming import actions, working
from lti_tool.groups.forming.models import REPAIR, REST, Forming
from lti_tool.groups.forming.queries import last_forming
from lti_tool.groups.forming.working import CLAIM, MOST_TRIES, Progress, form_due
from lti_tool.groups.models import Grouping, PeerGroup, Seat
from lti_tool.groups.queries import current, people_by_number
from lti_tool.groups.review.actions import lock, publish
from lti_tool.groups.review.queries import review_of
from tests.builders import Browser, make_context, make_member


def course(students: int) -> Context:
    context = make_context()
    for number in range(students):
        make_member(context, f"Student {number:02}")
    db.session.commit()
    return context


def asked(context: Context, **values: object) -> Forming:
    """A forming that waits for a worker."""
    actions.ask(context.id, **{"size": 4, "seed": 1, **values})  # type: ignore[arg-type]
    db.session.commit()
    found = last_forming(context.id)
    assert found is not None
    return found


def circles(context: Context, state: str = "draft") -> list[set[str]]:
    db.session.expire_all()
    grouping = current(context.id, state)
    return [set(people) for people in people_by_number(grouping).values()] if grouping else []


def test_a_search_seats_everybody_once_and_says_how_it_ended(app: Flask) -> None:
    context = course(22)
    forming = asked(context)
    assert form_due() == 1
    seated = [one for people in circles(context) for one in people]
    assert len(seated) == len(set(seated)) == 22
    assert (forming.outcome, forming.grouping_id) == ("formed", current(context.id, "draft").id)  # type: ignore[union-attr]


def test_two_instructors_who_ask_at_once_get_one_search(app: Flask) -> None:
    context = course(8)
    first = asked(context, seed=1)
    assert asked(context, seed=2).id == first.id
    assert form_due() == 1


def test_a_search_that_ended_is_not_done_again(app: Flask) -> None:
    context = course(8)
    asked(context)
    form_due()
    assert form_due() == 0
    assert db.session.query(Grouping).count() == 1


def test_the_search_of_a_worker_that_died_is_taken_up_by_another(app: Flask) -> None:
    context = course(12)
    forming = asked(context)
    assert working._claim(forming.id)
    first = working._search(working._task(forming.id))
    assert form_due() == 0
    with time_machine.travel(utcnow() + CLAIM + timedelta(seconds=1), tick=False):
        assert form_due() == 1
    assert [set(one) for one in first.groups] == circles(context)


def test_a_search_that_kills_its_workers_is_given_up_and_said(app: Flask) -> None:
    forming = asked(course(8))
    forming.tries = MOST_TRIES
    db.session.commit()
    assert form_due() == 0
    db.session.refresh(forming)
    assert forming.outcome == "failed"


def test_of_two_workers_at_the_same_search_one_keeps(app: Flask) -> None:
    context = course(8)
    forming = asked(context)
    task = working._task(forming.id)
    proposal = working._search(task)
    for _ in range(2):
        working._keep(task, proposal)
    assert db.session.query(Grouping).count() == 1


def test_who_left_meanwhile_is_dropped_and_who_came_is_told(app: Flask) -> None:
    context = course(9)
    forming = asked(context)
    task = working._task(forming.id)
    proposal = working._search(task)
    gone = db.session.query(Membership).first()
    gone.left_at = utcnow()
    late = make_member(context, "Zoë Bartoň")
    db.session.commit()
    working._keep(task, proposal)
    assert (forming.joined, forming.left) == (1, 1)
    assert str(gone.id) not in set().union(*circles(context))
    assert review_of(context.id).unseated == [late]


def test_progress_is_told_and_renews_the_claim(app: Flask) -> None:
    forming = asked(course(8))
    Progress(forming.id)(5, 10, 0.0)
    db.session.refresh(forming)
    assert (forming.done, forming.total) == (5, 10)
    assert forming.claimed_until is not None
    assert forming.claimed_until > utcnow()


def test_a_stop_takes_what_there_is(app: Flask) -> None:
    context = course(40)
    forming = asked(context)
    actions.stop(context.id, forming.id)
    db.session.commit()
    form_due()
    db.session.refresh(forming)
    assert sum(map(len, circles(context))) == 40
    assert forming.outcome == "stopped"


def test_what_was_cancelled_changes_nothing_even_when_the_search_ends_later(app: Flask) -> None:
    context = course(8)
    forming = asked(context)
    task = working._task(forming.id)
    proposal = working._search(task)
    actions.cancel(context.id, forming.id)
    db.session.commit()
    assert Progress(forming.id)(1, 2, 0.0) is True
    working._keep(task, proposal)
    assert db.session.query(Grouping).count() == 0


def test_a_size_that_cannot_be_is_said_and_nothing_is_made(app: Flask) -> None:
    context = course(8)
    forming = asked(context)
    db.session.execute(update(Membership).values(left_at=utcnow()))
    make_member(context)
    db.session.commit()
    form_due()
    db.session.refresh(forming)
    assert forming.outcome == "impossible"
    assert db.session.query(Grouping).count() == 0


def test_locked_circles_stay_as_they_are(app: Flask) -> None:
    context = course(24)
    draft = actions.draw(context.id, size=4, seed=3)
    before = people_by_number(draft)
    for number in (2, 5):
        lock(context.id, number, grouping_id=draft.id)
    asked(context, kind=REST)
    form_due()
    after = people_by_number(current(context.id, "draft"))  # type: ignore[arg-type]
    assert [set(after[n]) for n in (2, 5)] == [set(before[n]) for n in (2, 5)]
    db.session.expire_all()
    locked = db.session.query(PeerGroup).filter_by(is_locked=True, grouping_id=draft.id + 1)
    assert {one.number for one in locked} == {2, 5}


def test_a_repair_moves_few_and_leaves_the_others_their_seats(app: Flask) -> None:
    context = course(24)
    published = publish(context.id, actions.draw(context.id, size=4, seed=3).id)
    before = {seat.id for seat in db.session.query(Seat)}
    late = make_member(context, "Zoë Bartoň")
    asked(context, kind=REPAIR)
    form_due()
    draft = current(context.id, "draft")
    assert draft is not None
    assert draft.repairs_id == published.id
    assert publish(context.id, draft.id).id == published.id
    db.session.commit()
    taken = {seat.id for seat in db.session.query(Seat).filter_by(left_at=None)}
    assert before <= taken
    assert str(late.id) in set().union(*circles(context, "published"))


def test_a_repair_that_is_published_twice_is_published_once(app: Flask) -> None:
    context = course(8)
    publish(context.id, actions.draw(context.id, size=4, seed=3).id)
    make_member(context, "Zoë Bartoň")
    asked(context, kind=REPAIR)
    form_due()
    draft = current(context.id, "draft")
    assert draft is not None
    first, second = publish(context.id, draft.id), publish(context.id, draft.id)
    assert first is second
    assert sum(map(len, circles(context, "published"))) == 9


@pytest.mark.parametrize("deed", ["stop", "cancel"])
def test_the_forming_of_another_course_cannot_be_touched(app: Flask, deed: str) -> None:
    forming = asked(course(8))
    teacher = make_member(make_context(), role="Instructor")
    answer = Browser(app, teacher).post(f"/groups/forming/{forming.id}/{deed}")
    assert answer.status_code == 404
    assert forming.ended_at is None
