"""Taking groups that the platform keeps as circles."""

import pytest
from flask import Flask

from lti_tool.courses.models import Context, Membership
from lti_tool.courses.queries import platform_groups
from lti_tool.db import db
from lti_tool.errors import ChangedMeanwhile
from lti_tool.groups.plan.actions import rule
from lti_tool.groups.plan.choices import HardRules, Sections
from lti_tool.groups.queries import circles_of, grouping_in
from lti_tool.groups.ready.actions import take_groups
from lti_tool.groups.ready.queries import ready_sets
from tests.builders import Browser, make_circle, make_context, make_group, make_member

pytestmark = pytest.mark.usefixtures("app")


def course(people: int) -> tuple[Context, list[Membership]]:
    context = make_context()
    return context, [make_member(context, f"Student {n:02}") for n in range(people)]


def circles(context: Context) -> list[list[str]]:
    found = circles_of(grouping_in(context.id, "draft"))
    return [[one.user.name for one in circle.people] for circle in found]


def test_groups_become_a_draft_in_the_order_of_their_names() -> None:
    context, (one, two, three, four, _) = course(5)
    make_group(context, [three, four], "Group 10", set_id="s", set_name="Labs")
    make_group(context, [one, two], "Group 2", set_id="s", set_name="Labs")
    (ready,) = ready_sets(context.id)
    draft = take_groups(context.id, ready.key)
    assert (draft.state, draft.size) == ("draft", 2)
    assert circles(context) == [["Student 00", "Student 01"], ["Student 02", "Student 03"]]


def test_what_is_published_stays_until_the_draft_is() -> None:
    context, people = course(4)
    make_circle(people)
    make_group(context, people[:2])
    take_groups(context.id, "group")
    assert grouping_in(context.id, "published") is not None


def test_a_draft_from_the_hat_gives_way() -> None:
    context, people = course(4)
    make_group(context, people)
    take_groups(context.id, "group")
    take_groups(context.id, "group")
    assert len(circles(context)) == 1


@pytest.mark.parametrize("why", ["twice", "too large", "alone", "section", "nobody"])
def test_groups_that_are_no_circles_are_not_offered(why: str) -> None:
    context, people = course(9)
    if why == "twice":
        make_group(context, people[:3])
        make_group(context, people[2:5])
    elif why == "alone":
        make_group(context, people[:1])
        make_group(context, people[1:2])
    elif why == "nobody":
        make_group(context, [])
    else:
        make_group(context, people, kind="section" if why == "section" else "group")
    assert ready_sets(context.id) == []
    with pytest.raises(ChangedMeanwhile):
        take_groups(context.id, "group")
    assert grouping_in(context.id, "draft") is None


def test_staff_and_people_who_left_are_in_no_circle() -> None:
    context, people = course(3)
    teacher = make_member(context, "Dr Ruth Adeyemi", role="Instructor")
    make_group(context, [*people, teacher])
    people[0].left_at = people[0].joined_at
    take_groups(context.id, "group")
    assert circles(context) == [["Student 01", "Student 02"]]


def test_each_set_is_a_division_of_its_own() -> None:
    context, people = course(4)
    make_group(context, people[:2], "Red", set_id="1", set_name="Labs")
    make_group(context, people[:2], "Nord", set_id="2", set_name="Field trips")
    make_group(context, people[2:], "Monday", kind="section")
    assert [one.name for one in ready_sets(context.id)] == ["Field trips", "Labs"]
    assert [one.kind for one in platform_groups(context.id)] == ["section", "group", "group"]


def test_the_page_offers_them_and_says_who_is_in_none(app: Flask) -> None:
    context, people = course(5)
    make_group(context, people[:2], "Red", set_id="1", set_name="Labs & trips")
    make_group(context, people[2:4], "Blue", set_id="1", set_name="Labs & trips")
    browser = Browser(app, make_member(context, role="Instructor"))
    page = browser.get("/groups/").text
    assert "Labs &amp; trips" in page
    assert "2 circles of 2" in page
    assert "1 student is in none" in page
    assert browser.post("/groups/take", {"set": "group:1"}).status_code == 303
    after = browser.get("/groups/").text
    assert "2 proposed circles" in after
    assert "Drawn from a hat" not in after


def test_a_page_that_is_too_old_takes_nothing(app: Flask) -> None:
    context, people = course(4)
    make_group(context, people[:2])
    browser = Browser(app, make_member(context, role="Instructor"))
    assert browser.post("/groups/take", {"set": "group:gone"}).status_code == 409
    assert browser.post("/groups/take").status_code == 409
    db.session.expire_all()
    assert grouping_in(context.id, "draft") is None


def test_a_course_without_groups_is_offered_none(app: Flask) -> None:
    context, _ = course(4)
    page = Browser(app, make_member(context, role="Instructor")).get("/groups/").text
    assert "Take the groups" not in page


def test_students_take_nothing(app: Flask) -> None:
    context, people = course(4)
    make_group(context, people)
    assert Browser(app, people[0]).post("/groups/take", {"set": "group"}).status_code == 403


def test_what_staff_asked_for_is_told_of_taken_circles_too() -> None:
    context, people = course(4)
    make_group(context, people)
    make_group(context, people[:2], "Monday", kind="section")
    make_group(context, people[2:], "Friday", kind="section")
    rule(context.id, HardRules(sections=Sections.SAME), seen=0)
    (circle,) = take_groups(context.id, "group").groups
    assert circle.broken == 1
