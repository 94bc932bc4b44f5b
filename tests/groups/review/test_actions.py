"""Proposing, moving and publishing: what is kept, and what is refused."""

import threading

import pytest
from flask import Flask

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import ChangedMeanwhile, NotHere
from lti_tool.groups.circles import divide
from lti_tool.groups.forming.actions import draw
from lti_tool.groups.matching import ImpossibleSizes
from lti_tool.groups.models import Grouping, PeerGroup, Seat
from lti_tool.groups.queries import circle_of, grouping_in, mates_of
from lti_tool.groups.review import actions
from lti_tool.groups.review.queries import Review, number_of, review_of
from tests.builders import Browser, make_context, make_member


def course(students: int) -> tuple[Context, list[Membership]]:
    context = make_context()
    return context, [make_member(context, f"Student {number:02}") for number in range(students)]


def looked_at_again(context: Context) -> Review:
    """What the next request would see."""
    db.session.commit()
    return review_of(context.id)


def seat_of(context: Context, member: Membership) -> int | None:
    """In which circle somebody sits, for the next request."""
    grouping = looked_at_again(context).grouping
    return number_of(grouping, member) if grouping else None


def seating(context: Context) -> list[list[int]]:
    """Who sits together, whatever the numbers of the circles."""
    return sorted(sorted(one.id for one in c.people) for c in review_of(context.id).circles)


def test_everybody_who_takes_part_gets_one_seat_and_nobody_else(app: Flask) -> None:
    context, students = course(10)
    for role in ("Instructor", "Mentor", "Administrator", "TeachingAssistant"):
        make_member(context, role=role)
    make_member(context, left_at=utcnow())
    draw(context.id, size=4)
    seated = [seat.membership_id for seat in db.session.query(Seat)]
    assert sorted(seated) == sorted(one.id for one in students)


def test_somebody_who_is_staff_in_one_list_and_learner_in_the_other_never_sits(app: Flask) -> None:
    context, students = course(4)
    students[0].roster_roles = ["Instructor"]
    students[0].settle_roles()
    draw(context.id, size=3)
    assert seat_of(context, students[0]) is None


def test_the_same_seed_and_people_give_the_same_circles(app: Flask) -> None:
    context, _ = course(12)
    drawn = []
    for seed in (7, 7, 8):
        draw(context.id, size=4, seed=seed)
        drawn.append(seating(context))
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_new_draft_takes_the_place_of_the_old_one(app: Flask) -> None:
    context, _ = course(8)
    old, new = (draw(context.id, size=size) for size in (2, 4))
    assert (old.state, new.state) == ("replaced", "draft")


@pytest.mark.parametrize("size", [0, 1, 5, 9])
def test_a_size_that_does_not_fit_proposes_nothing(app: Flask, size: int) -> None:
    context, _ = course(4)
    with pytest.raises(ImpossibleSizes):
        draw(context.id, size=size)
    assert db.session.query(Grouping).count() == 0


@pytest.mark.parametrize("people", range(2, 60))
def test_nobody_ever_sits_alone_and_no_circle_is_larger_than_the_table(people: int) -> None:
    for size in range(2, min(people, 8) + 1):
        made = divide(people, size)
        assert sum(made) == people
        assert min(made) >= 2
        assert max(made) <= min(size + 1, 8)


def test_somebody_moves_and_sits_once(app: Flask) -> None:
    context, _ = course(8)
    draft = draw(context.id, size=4)
    person = review_of(context.id).circles[0].people[0]
    actions.move(context.id, person.id, grouping_id=draft.id, to=2)
    found = looked_at_again(context)
    assert seat_of(context, person) == 2
    assert found.sizes == [5, 3]


def test_a_late_joiner_is_placed_in_the_published_circles_and_has_mates(app: Flask) -> None:
    context, _ = course(8)
    published = actions.publish(context.id, draw(context.id, size=4).id)
    late = make_member(context)
    assert review_of(context.id).unseated == [late]
    actions.move(context.id, late.id, grouping_id=published.id, to=1)
    assert len(mates_of(late)) == 4


def test_a_new_circle_is_made_by_moving_to_the_next_number(app: Flask) -> None:
    context, students = course(8)
    draft = draw(context.id, size=4)
    actions.move(context.id, students[0].id, grouping_id=draft.id, to=3)
    assert seat_of(context, students[0]) == 3


def test_who_is_taken_out_sits_nowhere_and_twice_is_once(app: Flask) -> None:
    context, students = course(4)
    draft = draw(context.id, size=4)
    for _time in range(2):
        actions.move(context.id, students[0].id, grouping_id=draft.id, to=None)
    assert looked_at_again(context).unseated == [students[0]]


def test_a_full_circle_takes_nobody_more(app: Flask) -> None:
    context, _ = course(10)
    draft = draw(context.id, size=8)
    first, second = review_of(context.id).circles
    for person in second.people[:3]:
        actions.move(context.id, person.id, grouping_id=draft.id, to=1)
    with pytest.raises(ChangedMeanwhile):
        actions.move(context.id, second.people[3].id, grouping_id=draft.id, to=1)
    actions.move(context.id, first.people[0].id, grouping_id=draft.id, to=1)


def test_staff_and_the_gone_cannot_be_given_a_seat(app: Flask) -> None:
    context, _ = course(4)
    draft = draw(context.id, size=4)
    for member in (
        make_member(context, role="Instructor"),
        make_member(context, role="Mentor"),
        make_member(context, left_at=utcnow()),
    ):
        with pytest.raises(NotHere):
            actions.move(context.id, member.id, grouping_id=draft.id, to=1)


def test_published_twice_is_published_once(app: Flask) -> None:
    context, _ = course(4)
    draft = draw(context.id, size=4)
    day = actions.publish(context.id, draft.id).published_at
    assert actions.publish(context.id, draft.id).published_at == day


def test_what_was_published_before_is_kept_and_nobody_sits_in_it_any_more(app: Flask) -> None:
    context, students = course(4)
    old = actions.publish(context.id, draw(context.id, size=4).id)
    new = actions.publish(context.id, draw(context.id, size=2).id)
    assert (old.state, new.state) == ("replaced", "published")
    assert db.session.query(Seat).join(PeerGroup).filter_by(grouping_id=old.id).count() == 4
    circle = circle_of(students[0])
    assert circle is not None
    assert circle.grouping_id == new.id


def test_who_left_before_publishing_and_empty_circles_are_not_published(app: Flask) -> None:
    context, _ = course(4)
    draft = draw(context.id, size=2)
    for person in review_of(context.id).circles[1].people:
        person.left_at = utcnow()
    db.session.flush()
    actions.publish(context.id, draft.id)
    found = looked_at_again(context)
    assert [(one.number, one.kept_seats) for one in found.circles] == [(1, 0)]
    assert found.unseated == []


def test_a_mate_who_became_staff_is_no_mate_any_more(app: Flask) -> None:
    context, students = course(2)
    actions.publish(context.id, draw(context.id, size=2).id)
    students[0].launch_roles = ["Instructor"]
    students[0].settle_roles()
    assert mates_of(students[1]) == []


def test_a_proposal_that_a_colleague_replaced_is_not_published_unseen(app: Flask) -> None:
    context, _ = course(8)
    mine, theirs = (draw(context.id, size=size) for size in (2, 4))
    with pytest.raises(ChangedMeanwhile):
        actions.publish(context.id, mine.id)
    assert theirs.state == "draft"


def test_nothing_of_another_course_can_be_named(app: Flask) -> None:
    (context, students), (other, strangers) = course(4), course(4)
    ours, theirs = (draw(one.id, size=4) for one in (context, other))
    before = seating(context), seating(other)
    for person, grouping, number in (
        (strangers[0], ours, 1),
        (students[0], theirs, 1),
        (strangers[0], theirs, 1),
        (students[0], ours, 3),
        (students[0], ours, 0),
    ):
        with pytest.raises(NotHere):
            actions.move(context.id, person.id, grouping_id=grouping.id, to=number)
    for deed in (actions.publish, actions.discard_draft):
        with pytest.raises(NotHere):
            deed(context.id, theirs.id)
    assert (seating(context), seating(other)) == before
    assert theirs.state == "draft"


def test_instructors_who_propose_and_publish_at_once_leave_one_draft_and_one_published(
    app: Flask,
) -> None:
    context, _ = course(12)
    teachers = [make_member(context, role="Instructor") for _ in range(4)]
    browsers = [Browser(app, one) for one in teachers]
    answers: list[int] = []

    def work(browser: Browser) -> None:
        answers.append(browser.post("/groups/propose", {"size": "4"}).status_code)
        with app.app_context():
            draft = grouping_in(context_id, "draft")
        if draft:
            answers.append(browser.post("/groups/publish", {"grouping": draft.id}).status_code)

    context_id = context.id
    db.session.commit()
    threads = [threading.Thread(target=work, args=(one,)) for one in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert set(answers) <= {303, 409}
    states = [one.state for one in db.session.query(Grouping)]
    assert states.count("published") == 1
    assert states.count("draft") <= 1
    assert db.session.query(Seat).count() == 12 * len(states)
