"""A real LTI 1.3 Advantage platform for `make demo` and tests, sharing no code with the tool."""

from tests.demo_lms.course import Course, ResourceLink
from tests.demo_lms.faults import Effect, Fault
from tests.demo_lms.gradebook import LineItem, Result
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.oidc import ABSENT
from tests.demo_lms.outcomes import Form, LaunchRefusedError
from tests.demo_lms.people import Person, Role
from tests.demo_lms.settings import LmsSettings

__all__ = [
    "ABSENT",
    "Course",
    "DemoLms",
    "Effect",
    "Fault",
    "Form",
    "LaunchRefusedError",
    "LineItem",
    "LmsSettings",
    "Person",
    "ResourceLink",
    "Result",
    "Role",
    "create_lms",
]
