"""Sections and groups of the platform: read with the course list, told by launches, healed."""

import pytest
from flask import Flask

from lti_tool.courses.models import Context, Membership, PlatformGroup
from lti_tool.courses.queries import GroupSet, platform_groups, sections_of
from lti_tool.db import db
from lti_tool.platforms.models import Registration
from lti_tool.roster.actions import sync
from tests.demo_lms.faults import Fault
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.people import Person
from tests.roster.course import course_of, people_of
from tests.visitor import Visitor


@pytest.fixture
def offering(lms: DemoLms, registration: Registration, tool: str) -> Context:
    """A course whose platform offers the groups service, opened once by its teacher."""
    lms.offers_groups = True
    lms.course.add_group("Blue", *students(lms)[:3], set_name="Labs")
    lms.course.add_group("Red", *students(lms)[3:6], set_name="Labs")
    context = course_of(lms, registration)
    assert Visitor(tool).launch(lms, lms.person("ruth.adeyemi"), lms.course).status_code == 303
    return context


def students(lms: DemoLms) -> list[Person]:
    return [lms.person(name) for name in list(lms.people) if name in NAMES]


NAMES = (
    "zoe.mueller",
    "soren.angstrom",
    "lukasz.zolc",
    "aoife.nibhriain",
    "jose.nunez",
    "siobhan.oconnor",
)


def seen(context: Context) -> list[GroupSet]:
    db.session.expire_all()
    return platform_groups(context.id)


def called(membership_id: int) -> str:
    return db.session.get_one(Membership, membership_id).user.given_name


def names(one: GroupSet) -> dict[str, list[str]]:
    return {group.name: [called(each) for each in group.members] for group in one.groups}


def test_groups_come_with_the_course_list_by_set_and_name(lms: DemoLms, offering: Context) -> None:
    lms.page_size = 1 if lms.temperament.name == "moodle" else 7
    assert sync(offering.id).outcome == "complete"
    (labs,) = seen(offering)
    assert (labs.kind, labs.name, labs.is_division) == ("group", "Labs", True)
    assert {name: len(people) for name, people in names(labs).items()} == {"Blue": 3, "Red": 3}
    assert "Zoë" in names(labs)["Blue"]


def test_who_is_in_which_group_can_be_asked_by_membership(lms: DemoLms, offering: Context) -> None:
    sync(offering.id)
    (labs,) = seen(offering)
    found = sections_of(offering.id)
    zoe = people_of(offering)[lms.person("zoe.mueller").id]
    blue = next(one for one in labs.groups if one.name == "Blue")
    assert found[zoe.id] == {labs.key: (blue.id,)}
    assert len(found) == 6


def test_a_complete_list_moves_takes_out_and_renames(lms: DemoLms, offering: Context) -> None:
    sync(offering.id)
    blue, red = lms.course.groups
    red.people.append(blue.people.pop(0))
    blue.people.pop(0)
    red.name = "Crimson"
    sync(offering.id)
    (labs,) = seen(offering)
    found = names(labs)
    assert "Zoë" in found["Crimson"]
    assert len(found["Blue"]) == 1


def test_a_group_that_the_platform_dissolves_is_gone(lms: DemoLms, offering: Context) -> None:
    sync(offering.id)
    del lms.course.groups[0]
    sync(offering.id)
    kept = db.session.query(PlatformGroup).filter_by(kind="group")
    assert [one.name for one in kept] == ["Red"]
    assert set(names(seen(offering)[0])) == {"Red"}


def test_the_same_list_again_writes_no_group(
    lms: DemoLms, offering: Context, statements: list[str]
) -> None:
    sync(offering.id)
    statements.clear()
    sync(offering.id)
    touched = [one for one in statements if not one.lstrip().startswith("SELECT")]
    assert not [one for one in touched if "platform_groups" in one or "UPDATE memberships" in one]


@pytest.mark.parametrize("kind", ["groups", "token"])
def test_groups_that_cannot_be_read_leave_the_list_and_the_known_names(
    lms: DemoLms, offering: Context, kind: str
) -> None:
    sync(offering.id)
    lms.course.drop(lms.person("siobhan.oconnor"))
    if kind == "token":
        lms.registration.scopes = tuple(s for s in lms.registration.scopes if "lti-gs" not in s)
        lms.revoke_tokens()
    else:
        lms.faults.add(Fault("groups", status=404))
    read = sync(offering.id)
    assert (read.outcome, read.left) == ("complete", 1)
    assert {name: len(people) for name, people in names(seen(offering)[0]).items()} == {
        "Blue": 3,
        "Red": 2,
    }


def test_a_list_that_fails_changes_no_group(lms: DemoLms, offering: Context) -> None:
    sync(offering.id)
    lms.course.groups[0].people.clear()
    lms.faults.add(Fault("nrps", status=500))
    assert sync(offering.id).outcome == "failed"
    assert len(names(seen(offering)[0])["Blue"]) == 3


def test_a_list_that_names_no_groups_takes_none_away(
    lms: DemoLms, registration: Registration, tool: str
) -> None:
    context = course_of(lms, registration)
    zoe = lms.person("zoe.mueller")
    lms.course.add_group("Blue", zoe)
    Visitor(tool).launch(lms, zoe, lms.course)
    sync(context.id)
    groups = [one for one in seen(context) if one.kind == "group"]
    assert [len(one.members) for one in groups] == [1]


def test_a_launch_tells_of_the_launching_person_alone(
    lms: DemoLms, registration: Registration, tool: str
) -> None:
    context = course_of(lms, registration)
    zoe, other = lms.person("zoe.mueller"), lms.person("ida.holm")
    monday = lms.course.add_section("Monday", zoe, other)
    blue = lms.course.add_group("Blue", zoe, other)
    Visitor(tool).launch(lms, zoe, lms.course)
    member = people_of(context)[zoe.id]
    if lms.temperament.name == "canvas":
        assert (member.section_ids, member.group_ids) == ([monday.id], [f"ctx{blue.id}"])
        (section, _) = seen(context)
        assert names(section) == {"Monday": ["Zoë"]}
    else:
        assert (member.section_ids, member.group_ids) == ([], [blue.id])
        assert [len(one.members) for one in seen(context)] == [1]


def test_the_next_launch_tells_of_a_move(
    lms: DemoLms, registration: Registration, tool: str
) -> None:
    context = course_of(lms, registration)
    zoe = lms.person("zoe.mueller")
    lms.course.add_group("Blue", zoe)
    Visitor(tool).launch(lms, zoe, lms.course)
    lms.course.groups[0].people.clear()
    Visitor(tool).launch(lms, zoe, lms.course)
    assert people_of(context)[zoe.id].group_ids == []
    assert [one for one in seen(context) if one.kind == "group"] == []


def test_a_launch_that_cannot_say_takes_nothing_away(
    lms: DemoLms, registration: Registration, tool: str
) -> None:
    context = course_of(lms, registration)
    zoe = lms.person("zoe.mueller")
    lms.course.add_group("Blue", zoe)
    Visitor(tool).launch(lms, zoe, lms.course)
    known = people_of(context)[zoe.id].group_ids
    lms.registration.custom = {name: "$Nobody.knows" for name in lms.registration.custom}
    Visitor(tool).launch(lms, zoe, lms.course)
    assert people_of(context)[zoe.id].group_ids == known != []


def test_two_courses_never_share_a_group(
    app: Flask, lms: DemoLms, registration: Registration, tool: str
) -> None:
    context = course_of(lms, registration)
    zoe, other = lms.person("zoe.mueller"), lms.add_course("RM2", "Research Methods 2")
    other.enrol(zoe)
    lms.course.add_group("Blue", zoe)
    Visitor(tool).launch(lms, zoe, lms.course)
    Visitor(tool).launch(lms, zoe, other)
    elsewhere = db.session.query(Context).filter(Context.id != context.id).one()
    assert [one.kind for one in seen(elsewhere) if one.kind == "group"] == []
    assert [one.kind for one in seen(context) if one.kind == "group"] == ["group"]
