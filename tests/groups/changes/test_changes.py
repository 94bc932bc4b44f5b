"""Changes without hard feelings: who joins late, who steps out, who comes back, what others see."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.groups.changes.actions import come_back, step_out
from lti_tool.groups.changes.late import place_late_joiners
from lti_tool.groups.changes.queries import exit_of, may_ask_for_another
from lti_tool.groups.forming.actions import ask, draw
from lti_tool.groups.forming.models import REPAIR
from lti_tool.groups.forming.working import form_due
from lti_tool.groups.models import ALONE, ANOTHER, PAUSE, STOP, Grouping, Seat
from lti_tool.groups.queries import circle_of, current, mates_of
from lti_tool.groups.review.actions import publish
from lti_tool.groups.review.queries import review_of
from lti_tool.programme.actions import programme_of
from lti_tool.programme.queries import standing_of
from tests.builders import Browser, make_context, make_member
from tests.journey.writers import write_goal

SHARE = "steps"
"""The choice of the form `goal` that opens its title to the circle."""


def published_course(students: int = 12, size: int = 4) -> tuple[Context, list[Membership]]:
    """A course whose circles are published."""
    context = make_context()
    people = [make_member(context, f"Person{number:02} Student") for number in range(students)]
    publish(context.id, draw(context.id, size=size, seed=1).id)
    db.session.commit()
    return context, people


def repaired(context: Context) -> Grouping:
    """The published circles after a repair was looked for and published."""
    ask(context.id, size=4, kind=REPAIR, seed=1)
    db.session.commit()
    form_due()
    draft = current(context.id, "draft")
    assert draft is not None
    made = publish(context.id, draft.id)
    db.session.commit()
    return made


def number_of(member: Membership) -> int | None:
    db.session.expire_all()
    circle = circle_of(member)
    return circle.number if circle else None


def test_who_joins_late_waits_for_staff_unless_they_want_it_otherwise(app: Flask) -> None:
    context, _ = published_course()
    late = make_member(context, "Zoë Bartoň")
    db.session.commit()
    place_late_joiners()
    assert number_of(late) is None
    programme_of(context.id).places_late_joiners = True
    db.session.commit()
    place_late_joiners()
    assert number_of(late) is not None


def test_late_joiners_fill_the_smallest_circles_and_nobody_else_moves(app: Flask) -> None:
    context, people = published_course(11)
    programme_of(context.id).places_late_joiners = True
    before = {one.id: number_of(one) for one in people}
    make_member(context, "Zoë Bartoň")
    db.session.commit()
    place_late_joiners()
    place_late_joiners()
    assert {one.id: number_of(one) for one in people} == before
    assert review_of(context.id).sizes == [4, 4, 4]


def test_where_nothing_is_published_nobody_is_placed(app: Flask) -> None:
    context = make_context()
    member = make_member(context)
    programme_of(context.id).places_late_joiners = True
    db.session.commit()
    place_late_joiners()
    assert number_of(member) is None


@pytest.mark.parametrize("kind", [ALONE, STOP])
def test_who_leaves_gives_the_seat_up_at_once_and_keeps_what_was_earned(
    app: Flask, kind: str
) -> None:
    context, people = published_course()
    write_goal(Browser(app, people[0]))
    before = standing_of(people[0])
    step_out(people[0], kind)
    db.session.commit()
    assert number_of(people[0]) is None
    after = standing_of(people[0])
    assert (after.given, after.done, after.due) == (before.given, before.done, before.due)
    assert people[0] not in review_of(context.id).unseated


def test_a_seat_that_was_given_up_is_kept_as_history(app: Flask) -> None:
    _, people = published_course()
    step_out(people[0], STOP)
    db.session.commit()
    seat = db.session.query(Seat).filter_by(membership_id=people[0].id).one()
    assert seat.left_at is not None
    assert seat.taken_at <= seat.left_at


def test_a_pause_keeps_the_seat_and_the_mates(app: Flask) -> None:
    _, people = published_course()
    number = number_of(people[0])
    step_out(people[0], PAUSE)
    db.session.commit()
    assert number_of(people[0]) == number
    assert len(mates_of(people[0])) == 3


def test_who_stopped_may_come_back_and_waits_for_a_seat(app: Flask) -> None:
    context, people = published_course()
    step_out(people[0], STOP)
    come_back(people[0])
    come_back(people[0])
    db.session.commit()
    assert exit_of(people[0]) is None
    assert review_of(context.id).unseated == [people[0]]


def test_another_circle_may_be_asked_for_once_and_taken_back(app: Flask) -> None:
    _, people = published_course()
    step_out(people[0], ANOTHER)
    step_out(people[0], ANOTHER)
    come_back(people[0])
    db.session.flush()
    assert not may_ask_for_another(people[0])
    with pytest.raises(ChangedMeanwhile):
        step_out(people[0], ANOTHER)


def test_who_asked_comes_to_none_of_those_they_sat_with_and_the_wish_is_granted(
    app: Flask,
) -> None:
    context, people = published_course(16)
    before = {one.id for one in mates_of(people[0])}
    step_out(people[0], ANOTHER)
    db.session.commit()
    repaired(context)
    db.session.expire_all()
    assert before.isdisjoint(one.id for one in mates_of(people[0]))
    assert exit_of(people[0]) is None


def test_circles_that_became_too_small_are_merged_and_most_people_stay(app: Flask) -> None:
    context, people = published_course(12)
    for one in people[:4]:
        step_out(one, STOP)
    db.session.commit()
    repaired(context)
    assert sorted(review_of(context.id).sizes) == [4, 4]


def test_somebody_without_a_circle_cannot_step_out_of_it(app: Flask) -> None:
    with pytest.raises(NotHere):
        step_out(make_member(make_context()), PAUSE)


def test_staff_see_who_asks_and_no_reason_is_ever_asked(app: Flask) -> None:
    context, people = published_course()
    page = Browser(app, people[0]).get("/seat").text
    assert "<textarea" not in page
    Browser(app, people[0]).post("/seat/out", {"kind": "another"})
    teacher = make_member(context, "Ruth Adeyemi", role="Instructor")
    shown = Browser(app, teacher).get("/groups/").text
    assert "1 student asks for another circle" in shown
    assert people[0].user.name in shown


def test_what_cannot_be_chosen_gets_a_sentence_and_changes_nothing(app: Flask) -> None:
    _, people = published_course()
    answer = Browser(app, people[0]).post("/seat/out", {"kind": "revenge"})
    assert answer.status_code == 422
    assert "Choose one of the lines below." in answer.text
    assert exit_of(people[0]) is None


def test_the_circle_reads_a_neutral_line_and_never_a_name_of_who_left(app: Flask) -> None:
    _, people = published_course()
    mate = mates_of(people[0])[0]
    step_out(people[0], STOP)
    page = Browser(app, mate).get("/home").text
    assert "A seat in your circle became free on" in page
    assert people[0].user.short_name not in page


def test_both_sides_learn_of_a_new_seat(app: Flask) -> None:
    context, people = published_course(8)
    programme_of(context.id).places_late_joiners = True
    late = make_member(context, "Zoë Bartoň")
    db.session.commit()
    place_late_joiners()
    mate = mates_of(late)[0]
    assert "joined your circle on" in Browser(app, mate).get("/home").text
    assert "Your seat has been in this circle since" in Browser(app, late).get("/home").text
    assert people


class TestWhatWasSharedFollowsTheCompany:
    """What somebody opened to a circle stays with those who sat there when it was opened."""

    SECRET = "a research question I can defend"

    def test_mates_of_the_first_circle_read_what_was_opened_before_it_stood(
        self, app: Flask
    ) -> None:
        context = make_context()
        people = [make_member(context, f"Student {number}") for number in range(4)]
        write_goal(Browser(app, people[0]), title=self.SECRET, share=SHARE)
        publish(context.id, draw(context.id, size=4).id)
        assert self.SECRET in Browser(app, people[1]).get("/shared").text

    def test_who_comes_later_does_not_read_what_was_opened_to_others(self, app: Flask) -> None:
        context, people = published_course(4)
        write_goal(Browser(app, people[0]), title=self.SECRET, share=SHARE)
        programme_of(context.id).places_late_joiners = True
        late = make_member(context, "Zoë Bartoň")
        db.session.commit()
        place_late_joiners()
        assert self.SECRET in Browser(app, people[1]).get("/shared").text
        assert self.SECRET not in Browser(app, late).get("/shared").text

    def test_a_new_circle_does_not_read_what_was_opened_to_the_old_one(self, app: Flask) -> None:
        context, people = published_course(8)
        write_goal(Browser(app, people[0]), title=self.SECRET, share=SHARE)
        with time_machine.travel(utcnow() + timedelta(minutes=5), tick=True):
            publish(context.id, draw(context.id, size=4, seed=5).id)
            db.session.commit()
            for mate in mates_of(people[0]):
                assert self.SECRET not in Browser(app, mate).get("/shared").text

    def test_saving_it_again_opens_it_to_the_new_company(self, app: Flask) -> None:
        context, people = published_course(8)
        browser = Browser(app, people[0])
        write_goal(browser, title="something else", share=SHARE)
        with time_machine.travel(utcnow() + timedelta(minutes=5), tick=True):
            publish(context.id, draw(context.id, size=4, seed=5).id)
            db.session.commit()
            write_goal(browser, title=self.SECRET, share=SHARE)
            mate = mates_of(people[0])[0]
            assert self.SECRET in Browser(app, mate).get("/shared").text
