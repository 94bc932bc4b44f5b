"""Circles that were formed by what people said: what staff see of them, and what they can do."""

import re
from random import Random

import pytest
from flask import Flask

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db
from lti_tool.groups.forming.actions import ask, draw
from lti_tool.groups.forming.queries import last_forming
from lti_tool.groups.forming.working import form_due
from lti_tool.groups.models import Grouping, PeerGroup, SeatMove
from lti_tool.groups.queries import current, people_by_number
from lti_tool.groups.review import actions, desk
from lti_tool.groups.review.queries import AT_ONCE, Look, review_of
from lti_tool.groups.survey.models import SurveySecret
from tests.builders import Browser, make_context, make_member
from tests.groups.answered import answer, answered_course


def formed(students: int = 12) -> tuple[Context, Membership]:
    """A course whose draft was searched for, and its teacher."""
    context = answered_course(students)
    ask(context.id, size=4, seed=1)
    db.session.commit()
    form_due()
    return context, make_member(context, "Ruth Adeyemi", role="Instructor")


def draft_of(context: Context) -> Grouping:
    found = current(context.id, "draft")
    assert found is not None
    return found


def seating(context: Context) -> dict[int, set[str]]:
    db.session.expire_all()
    return {number: set(who) for number, who in people_by_number(draft_of(context)).items()}


def test_pressing_the_button_asks_for_a_search_and_the_page_shows_how_far_it_is(app: Flask) -> None:
    context = answered_course(8)
    browser = Browser(app, make_member(context, role="Instructor"))
    assert browser.post("/groups/propose", {"size": "4"}).status_code == 303
    forming = last_forming(context.id)
    assert forming is not None
    forming.done, forming.total = 1, 2
    db.session.commit()
    page = browser.get("/groups/").text
    assert "50%" in page
    assert page.count('class="seat done"') == 6
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    form_due()
    assert "2 proposed circles" in browser.get("/groups/").text


def test_names_from_a_hat_stay_immediate_beside_a_plan(app: Flask) -> None:
    context = answered_course(8)
    browser = Browser(app, make_member(context, role="Instructor"))
    browser.post("/groups/propose", {"size": "4", "how": "hat"})
    assert last_forming(context.id) is None
    assert draft_of(context).origin == "hat"


def test_a_search_that_was_stopped_or_could_not_be_is_said_on_the_page(app: Flask) -> None:
    context = answered_course(8)
    browser = Browser(app, make_member(context, role="Instructor"))
    browser.post("/groups/propose", {"size": "4"})
    forming = last_forming(context.id)
    assert forming is not None
    browser.post(f"/groups/forming/{forming.id}/cancel")
    assert "Everything is as it was." in browser.get("/groups/").text


def test_each_circle_shows_its_facts_the_weakest_first(app: Flask) -> None:
    context, teacher = formed(24)
    page = Browser(app, teacher).get("/groups/").text
    for words in ("Wishes with a helper", "Common hours", "hours a week fit everybody here"):
        assert words in page
    shown = [int(one) for one in re.findall(r'data-circle="(\d+)"', page)]
    quality = {
        one.number: one.quality
        for one in db.session.query(PeerGroup).filter_by(grouping_id=draft_of(context).id)
    }
    assert [quality[number] for number in shown] == sorted(quality.values())


def test_the_hours_of_one_or_two_people_are_drawn_for_nobody(app: Flask) -> None:
    context = answered_course(2)
    for number in range(2):
        make_member(context, f"Silent {number}")
    ask(context.id, size=4, seed=1)
    db.session.commit()
    form_due()
    page = Browser(app, make_member(context, role="Instructor")).get("/groups/").text
    assert "Common hours" in page
    assert not re.search(r"hours? a week fits?\b", page)


def test_what_a_move_would_change_is_said_before_and_changes_nothing(app: Flask) -> None:
    context, teacher = formed()
    before = seating(context)
    person = min(before[1])
    answered = Browser(app, teacher).get(f"/groups/effect?person={person}&to=2").json
    assert any(words.startswith("Circle 2: ") for words in answered["words"])
    assert seating(context) == before


def test_without_script_the_same_is_said_on_the_page(app: Flask) -> None:
    context, teacher = formed()
    person = min(seating(context)[1])
    form = {"grouping": draft_of(context).id, "person": person, "to": "2"}
    page = Browser(app, teacher).post("/groups/foresee", form, follow_redirects=True).text
    assert re.search(r"data-effect>[^<]*Circle 2: ", page)
    assert '<option value="2" selected>' in page


def test_the_last_move_is_taken_back_then_the_one_before(app: Flask) -> None:
    context, teacher = formed()
    before, draft = seating(context), draft_of(context)
    for person in sorted(before[1])[:2]:
        actions.move(context.id, int(person), grouping_id=draft.id, to=2)
    browser = Browser(app, teacher)
    for _ in range(2):
        last = db.session.query(SeatMove).order_by(SeatMove.id.desc()).first()
        answer_ = browser.post("/groups/undo", {"grouping": draft.id, "move": last.id})
        assert answer_.status_code == 303
    assert seating(context) == before
    assert browser.post("/groups/undo", {"grouping": draft.id, "move": 1}).status_code == 409


def test_moves_keep_the_facts_of_the_circles_they_touch_true(app: Flask) -> None:
    context, _ = formed()
    draft = draft_of(context)
    person = min(seating(context)[1])
    actions.move(context.id, int(person), grouping_id=draft.id, to=2)
    db.session.commit()
    kept = {one.number: one.quality for one in db.session.query(PeerGroup)}
    fresh = draw(context.id, size=4, seed=1)
    assert fresh.id != draft.id
    assert all(value is not None for value in kept.values())


def test_a_lock_is_a_switch_and_is_shown(app: Flask) -> None:
    context, teacher = formed()
    browser, draft = Browser(app, teacher), draft_of(context)
    for shown in (True, False):
        browser.post("/groups/lock", {"grouping": draft.id, "number": 1})
        assert ("Locked: stays as it is" in browser.get("/groups/").text) is shown


def test_two_proposals_stand_side_by_side_and_either_can_be_kept(app: Flask) -> None:
    context, teacher = formed()
    first = draft_of(context)
    was = seating(context)
    draw(context.id, size=3, seed=2)
    browser = Browser(app, teacher)
    page = browser.get(f"/groups/?beside={first.id}").text
    assert "Two proposals side by side" in page
    assert "Circles with no common hour" in page
    browser.post("/groups/keep", {"grouping": first.id})
    assert draft_of(context).id == first.id
    assert seating(context) == was


def test_what_students_have_seen_is_never_taken_up_as_a_proposal(app: Flask) -> None:
    context, teacher = formed(8)
    published = actions.publish(context.id, draft_of(context).id)
    draw(context.id, size=4, seed=3)
    answer_ = Browser(app, teacher).post("/groups/keep", {"grouping": published.id})
    assert answer_.status_code == 409


def test_hundreds_of_circles_come_page_by_page_and_are_found_by_a_name(app: Flask) -> None:
    context = make_context()
    for number in range(AT_ONCE * 4 + 40):
        make_member(context, f"Student {number:03}")
    draw(context.id, size=2, seed=1)
    browser = Browser(app, make_member(context, role="Instructor"))
    first, second = browser.get("/groups/").text, browser.get("/groups/?page=2").text
    assert first.count('class="group"') == second.count('class="group"') == AT_ONCE
    assert "Page 1 of 3" in first
    found = browser.get("/groups/?find=student 007").text
    assert found.count('class="group"') == 1
    assert "Student 007" in found
    assert "Nobody with this name" in browser.get("/groups/?find=%25").text


def test_pages_that_make_no_sense_are_the_first_or_an_empty_one(app: Flask) -> None:
    context, teacher = formed()
    browser = Browser(app, teacher)
    for page in ("0", "-1", "x", "9" * 30, "2"):
        assert browser.get(f"/groups/?page={page}&find=").status_code == 200
    assert review_of(context.id, Look(page=7)).circles == []


def test_a_private_wish_that_could_not_be_kept_is_a_number_and_never_a_circle(app: Flask) -> None:
    context = answered_course(4)
    people = [one.id for one in review_of(context.id).unseated] or [
        one.id for one in db.session.query(Membership).filter_by(context_id=context.id)
    ]

    db.session.add(
        SurveySecret(membership_id=people[0], answers=f'{{"please_not": [{people[1]}]}}')
    )
    ask(context.id, size=4, seed=1)
    db.session.commit()
    form_due()
    assert draft_of(context).unkept == 1
    page = Browser(app, make_member(context, role="Instructor")).get("/groups/").text
    assert "1 private wish could not be kept" in page
    groups = page[page.index("data-circles") :]
    assert "private" not in groups


def test_who_answered_nothing_is_seated_all_the_same(app: Flask) -> None:
    context = answered_course(3)
    for number in range(5):
        make_member(context, f"Silent {number}")
    answer(make_member(context, "Late"), Random(99))
    ask(context.id, size=3, seed=1)
    db.session.commit()
    form_due()
    assert sum(map(len, seating(context).values())) == 9


def test_a_course_too_large_to_judge_shows_what_the_search_kept(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, teacher = formed()
    monkeypatch.setattr(desk, "MOST_JUDGED", 5)
    page = Browser(app, teacher).get("/groups/").text
    assert "Wishes with a helper" in page
    assert "hours a week fit" not in page
