"""How a member stands by the ledger, and the sentence about it."""

from flask import Flask

from lti_tool.db import db
from lti_tool.programme.actions import programme_of, record
from lti_tool.programme.queries import standing_of, standings
from lti_tool.programme.scoring import Standing
from lti_tool.programme.words import standing_counts, standing_sentence
from tests.builders import make_context, make_member


def test_a_new_member_has_done_nothing_of_three(app: Flask) -> None:
    standing = standing_of(make_member(make_context()))
    assert (standing.given, standing.maximum) == (0.0, 5.0)
    assert (standing.done, standing.due, standing.is_sent) == (0, 3, False)


def test_items_count_once_however_often_they_are_recorded(app: Flask) -> None:
    member = make_member(make_context())
    for item in ("goal", "goal", "step"):
        record(member, item)
    db.session.flush()
    assert standing_of(member).done == 2


def test_an_item_taken_back_does_not_count_until_it_is_done_again(app: Flask) -> None:
    member = make_member(make_context())
    record(member, "step")
    record(member, "step", is_done=False)
    db.session.flush()
    assert standing_of(member).done == 0
    record(member, "step")
    db.session.flush()
    assert standing_of(member).done == 1


def test_members_do_not_earn_for_each_other(app: Flask) -> None:
    course = make_context()
    ann, ben = make_member(course, "Ann"), make_member(course, "Ben")
    record(ann, "goal")
    db.session.flush()
    found = standings([ann, ben])
    assert (found[ann.id].done, found[ben.id].done) == (1, 0)


def test_the_points_of_the_programme_are_the_maximum(app: Flask) -> None:
    member = make_member(make_context())
    programme_of(member.context_id).points = 20
    record(member, "goal")
    db.session.flush()
    assert standing_of(member).given == 6.67


def test_student_and_teacher_read_the_same_numbers(app: Flask) -> None:
    standing = Standing(given=3.33, maximum=5, done=2, due=3)
    assert standing_sentence(standing) == "You have done 2 of 3 items."
    assert standing_counts(standing) == "2 of 3 items done"


def test_a_free_miss_is_said(app: Flask) -> None:
    standing = Standing(given=5, maximum=5, done=2, due=3, free=1)
    assert standing_sentence(standing) == "You have done 2 of 3 items. One miss is free."
    assert standing_counts(standing) == "2 of 3 items done. One miss is free"


def test_nothing_due_is_said_without_a_zero(app: Flask) -> None:
    assert standing_sentence(Standing(0.0, 5.0, 0, 0)) == "Nothing counts yet."
