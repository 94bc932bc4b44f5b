"""Fixtures of the course list: a course of the demo LMS that the tool knows."""

import pytest

from lti_tool.courses.models import Context
from lti_tool.platforms.models import Registration
from tests.demo_lms.lms import DemoLms
from tests.roster.course import course_of


@pytest.fixture
def context(lms: DemoLms, registration: Registration, tool: str) -> Context:
    """A course nobody has read yet; the tool is served, so that the LMS can fetch its keys."""
    return course_of(lms, registration)
