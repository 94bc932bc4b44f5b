"""A list that staff bring along: whom it adds, who is recognised in it, and who never is."""

import pytest
from flask import Flask

from lti_tool.courses.models import Context, Membership, PlatformGroup, User
from lti_tool.courses.queries import learners_of
from lti_tool.db import db, utcnow
from lti_tool.errors import ChangedMeanwhile
from lti_tool.launch.actions import VISIT_LASTS
from lti_tool.platforms.models import Registration
from lti_tool.roster.actions import sync
from lti_tool.roster.listed.actions import effect_of, take
from lti_tool.roster.listed.reading import Person, read_listing
from lti_tool.roster.models import RosterRead
from tests.builders import make_circle, make_context, make_member
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.people import Role
from tests.roster.course import course_of
from tests.visitor import Visitor


@pytest.fixture
def unlisted(lms: DemoLms, registration: Registration, tool: str) -> Context:
    """A course of which the platform gives no list."""
    lms.registration.scopes = tuple(one for one in lms.registration.scopes if "nrps" not in one)
    context = course_of(lms, registration)
    context.memberships_url = None
    db.session.commit()
    return context


def listing(*lines: str) -> tuple[Person, ...]:
    return read_listing("\n".join(["id,name,section", *lines])).people


def bring(context: Context, *lines: str) -> None:
    take(context.id, listing(*lines))
    db.session.commit()


def called(context: Context) -> list[str]:
    db.session.expire_all()
    return sorted(one.user.name for one in learners_of(context.id))


def test_people_of_a_list_take_part_before_anybody_has_come(app: Flask) -> None:
    context = make_context()
    bring(context, "1,Ida Holm,Monday", "2,Bo Berg,Tuesday")
    assert called(context) == ["Bo Berg", "Ida Holm"]
    assert {one.name for one in db.session.query(PlatformGroup)} == {"Monday", "Tuesday"}


def test_the_same_list_again_changes_nothing(app: Flask) -> None:
    context = make_context()
    bring(context, "1,Ida Holm,Monday", "2,Bo Berg,")
    effect = effect_of(context.id, listing("1,Ida Holm,Monday", "2,Bo Berg,"))
    assert (effect.new, effect.renamed, effect.moved, effect.gone, effect.known) == (
        (), (), (), (), 2,
    )  # fmt: skip
    bring(context, "1,Ida Holm,Monday", "2,Bo Berg,")
    assert db.session.query(User).count() == 2


def test_another_list_renames_moves_takes_off_and_brings_back(app: Flask) -> None:
    context = make_context()
    bring(context, "1,Ida Holm,A", "2,Bo Berg,A")
    bring(context, "1,Ida Berg,B")
    assert called(context) == ["Ida Berg"]
    (ida,) = learners_of(context.id)
    assert ida.section_ids == ["listed:B"]
    bring(context, "1,Ida Berg,B", "2,Bo Berg,A")
    assert called(context) == ["Bo Berg", "Ida Berg"]
    assert db.session.query(User).count() == 2


def test_who_has_come_is_neither_renamed_nor_taken_off_by_a_list(app: Flask) -> None:
    context = make_context()
    member = make_member(context, "Amara Okonkwo")
    member.user.sourced_id = "S1"
    bring(context, "S1,Somebody Else,", "S2,Bo Berg,")
    bring(context, "S2,Bo Berg,")
    assert called(context) == ["Amara Okonkwo", "Bo Berg"]


def test_a_list_may_name_people_by_the_platforms_own_ids(app: Flask) -> None:
    context = make_context()
    member = make_member(context)
    effect = effect_of(context.id, listing(f"{member.user.subject},Amara,"))
    assert (effect.new, effect.known) == ((), 1)


def test_a_list_of_one_course_says_nothing_about_another(app: Flask) -> None:
    one = make_context()
    other = make_context(one.deployment.registration)
    bring(one, "1,Ida Holm,")
    bring(other, "1,Ida Holm,")
    assert (called(one), called(other)) == (["Ida Holm"], ["Ida Holm"])
    bring(one, "2,Bo Berg,")
    assert called(other) == ["Ida Holm"]


def test_who_opens_the_tool_is_found_in_the_list_and_keeps_the_seat(
    lms: DemoLms, unlisted: Context, tool: str
) -> None:
    zoe = lms.person("zoe.mueller")
    bring(unlisted, f"{zoe.sourced_id},Z. Mueller,Monday", "x,Bo Berg,Monday")
    circle = make_circle(learners_of(unlisted.id))
    db.session.commit()
    listed = {one.user.sourced_id: one.id for one in learners_of(unlisted.id)}
    assert Visitor(tool).launch(lms, zoe, lms.course).status_code == 303
    assert called(unlisted) == ["Bo Berg", zoe.name]
    member = db.session.get_one(Membership, listed[zoe.sourced_id])
    assert member.user.subject == zoe.id
    assert member.id in [seat.membership_id for seat in circle.seats]
    assert db.session.query(User).count() == 2


def test_a_second_course_gives_the_listed_seat_to_the_person_who_is_known(
    lms: DemoLms, unlisted: Context, tool: str
) -> None:
    zoe, other = lms.person("zoe.mueller"), lms.add_course("RM2", "Research Methods 2")
    other.enrol(zoe)
    Visitor(tool).launch(lms, zoe, other)
    bring(unlisted, f"{zoe.sourced_id},Z. Mueller,")
    Visitor(tool).launch(lms, zoe, lms.course)
    assert called(unlisted) == [zoe.name]
    assert [one.subject for one in db.session.query(User)] == [zoe.id]


def test_nobody_is_recognised_by_a_name_or_an_address(
    lms: DemoLms, unlisted: Context, tool: str
) -> None:
    zoe = lms.person("zoe.mueller")
    bring(unlisted, f"somebody,{zoe.name},", f"{zoe.email},Another,")
    Visitor(tool).launch(lms, zoe, lms.course)
    assert called(unlisted) == sorted([zoe.name, zoe.name, "Another"])


def test_who_was_recognised_is_awaited_no_more(lms: DemoLms, unlisted: Context, tool: str) -> None:
    zoe, other = lms.person("zoe.mueller"), lms.person("ida.holm")
    bring(unlisted, f"{zoe.sourced_id},Zoë,")
    Visitor(tool).launch(lms, zoe, lms.course)
    other.sourced_id = zoe.sourced_id
    Visitor(tool).launch(lms, other, lms.course)
    subjects = {one.user.subject for one in learners_of(unlisted.id)}
    assert subjects == {zoe.id, other.id}


def test_staff_never_become_a_listed_student(lms: DemoLms, unlisted: Context, tool: str) -> None:
    ruth = lms.person("ruth.adeyemi")
    ruth.sourced_id = "S1"
    bring(unlisted, "S1,Ida Holm,")
    Visitor(tool).launch(lms, ruth, lms.course)
    assert called(unlisted) == ["Ida Holm"]


def test_who_was_listed_and_is_here_already_is_not_here_twice(
    lms: DemoLms, unlisted: Context, tool: str
) -> None:
    zoe = lms.person("zoe.mueller")
    zoe.sourced_id, told = "", zoe.sourced_id
    Visitor(tool).launch(lms, zoe, lms.course)
    bring(unlisted, f"{told},Zoë from the list,")
    assert called(unlisted) == sorted([zoe.name, "Zoë from the list"])
    zoe.sourced_id = told
    Visitor(tool).launch(lms, zoe, lms.course)
    assert called(unlisted) == [zoe.name]


def test_a_list_of_the_platform_recognises_the_listed_and_takes_the_others_off(
    lms: DemoLms, registration: Registration, tool: str
) -> None:
    context = course_of(lms, registration)
    ida = lms.person("ida.holm")
    bring(context, f"{ida.sourced_id},I. Holm,", "x,Nobody There,")
    awaited = {one.user.sourced_id: one for one in learners_of(context.id)}
    for one in awaited.values():
        one.joined_at = utcnow() - VISIT_LASTS
    db.session.commit()
    assert sync(context.id).outcome == "complete"
    db.session.expire_all()
    assert awaited[ida.sourced_id].user.subject == ida.id
    assert awaited[ida.sourced_id].user.name == ida.name
    assert awaited["x"].left_at is not None
    students = {one.id for one in lms.courses[0].people(Role.STUDENT)}
    assert len([one for one in learners_of(context.id) if one.user.subject == ida.id]) == 1
    assert students <= {one.user.subject for one in learners_of(context.id)}


def test_a_list_is_of_no_use_where_the_platform_gives_one(app: Flask) -> None:
    context = make_context()
    db.session.add(RosterRead(context_id=context.id, read_at=utcnow(), outcome="complete"))
    with pytest.raises(ChangedMeanwhile):
        take(context.id, listing("1,Ida Holm,"))
    assert called(context) == []


def test_a_list_without_names_gives_numbers_that_say_nothing(app: Flask) -> None:
    context = make_context()
    take(context.id, read_listing("id\nS1\n").people)
    (one,) = learners_of(context.id)
    assert one.user.shown_name == f"№ {one.user_id}"
