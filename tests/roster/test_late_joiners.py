"""Whoever the course list brings when circles stand already finds a seat by the same job."""

from lti_tool.courses.models import Context, Membership
from lti_tool.courses.queries import learners_of
from lti_tool.db import db
from lti_tool.groups.forming.actions import draw
from lti_tool.groups.queries import circle_of
from lti_tool.groups.review.actions import publish
from lti_tool.programme.actions import programme_of
from lti_tool.roster.actions import want
from lti_tool.roster.listed.actions import take
from lti_tool.roster.listed.reading import read_listing
from lti_tool.worker import JOBS
from tests.builders import make_context, make_member
from tests.demo_lms.lms import DemoLms
from tests.roster.course import people_of


def circles_stand(context: Context) -> None:
    publish(context.id, draw(context.id, size=4, seed=1).id)
    programme_of(context.id).places_late_joiners = True
    db.session.commit()


def has_seat(member: Membership) -> bool:
    return circle_of(member) is not None


def test_who_joins_by_the_platforms_list_finds_a_seat(lms: DemoLms, context: Context) -> None:
    JOBS["roster"]()
    circles_stand(context)
    (late,) = lms.add_students(lms.courses[0], 1)
    want(context.id)
    db.session.commit()
    JOBS["roster"]()
    assert has_seat(people_of(context)[late.id])


def test_who_joins_by_a_list_of_staffs_finds_a_seat_before_ever_coming(context: Context) -> None:
    course = make_context(context.deployment.registration)
    for number in range(7):
        make_member(course, f"Student {number}")
    circles_stand(course)
    take(course.id, read_listing("id,name\nS1,Ida Holm\n").people)
    db.session.commit()
    JOBS["roster"]()
    (ida,) = [one for one in learners_of(course.id) if one.user.subject is None]
    assert has_seat(ida)
