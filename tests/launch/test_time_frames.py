"""The first and last day of a course, where a platform tells them in custom parameters."""

from datetime import date

import pytest

from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.lti.claims import CUSTOM
from lti_tool.lti.time_frames import time_frame
from tests.demo_lms.lms import DemoLms
from tests.visitor import Visitor

JANUARY, APRIL = date(2027, 1, 11), date(2027, 4, 23)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2027-01-11T00:00:00Z", JANUARY),
        ("2027-01-11", JANUARY),
        ("2027-01-11 00:00:00 -0700", JANUARY),
        ("1799625600", JANUARY),
        ("0", None),
        ("", None),
        ("$CourseSection.timeFrame.begin", None),
        ("2027-13-40", None),
        ("11/01/2027", None),
        (None, None),
        (20270111, None),
    ],
)
def test_a_day_is_read_in_every_form_that_platforms_write(said: object, day: date | None) -> None:
    assert time_frame({CUSTOM: {"pc_begins": said}}) == (day, None)


def test_the_names_of_canvas_are_read_where_the_standard_ones_stay_literal() -> None:
    custom = {
        "pc_begins": "$CourseSection.timeFrame.begin",
        "pc_course_start": "2027-01-11 00:00:00 -0700",
    }
    assert time_frame({CUSTOM: custom})[0] == JANUARY


def test_an_end_before_the_start_is_no_end() -> None:
    custom = {"pc_begins": "2027-04-23", "pc_ends": "2027-01-11"}
    assert time_frame({CUSTOM: custom}) == (APRIL, None)


@pytest.mark.usefixtures("registration")
def test_a_course_keeps_the_days_that_its_last_launch_told(tool: str, lms: DemoLms) -> None:
    person, course = lms.person("zoe.mueller"), lms.courses[0]
    custom = course.resource_links[0].custom
    custom |= {"pc_begins": "2027-01-11", "pc_ends": "2027-04-22"}
    Visitor(tool).launch(lms, person, course)
    custom |= {"pc_begins": "", "pc_ends": "2027-04-23"}
    Visitor(tool).launch(lms, person, course)
    kept = db.session.query(Context).one()
    assert (kept.begins_on, kept.ends_on) == (JANUARY, APRIL)
