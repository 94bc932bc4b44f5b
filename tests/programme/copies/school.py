"""A school whose demo LMS copies courses: what the tests of copies stand on."""

import re
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import requests

from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.programme.actions import link_activities, programme_of
from lti_tool.programme.models import Activity
from tests.demo_lms.course import Course, ResourceLink
from tests.demo_lms.lms import DemoLms
from tests.visitor import Visitor

STUDENT, TEACHER = "zoe.mueller", "ruth.adeyemi"
SIZE, POINTS = 6, 8.0


class Caller:
    """Somebody's browser after a launch; `path` is where they landed."""

    def __init__(self, tool: str, lms: DemoLms, username: str, where: Any) -> None:
        course, link = where
        self.visitor, person = Visitor(tool), lms.person(username)
        start = self.visitor.begin(dict(lms.login_form(person, course, link=link)))
        self.arrived = self.visitor.finish(
            dict(lms.launch_form(person, course, start.headers["Location"]))
        )
        self.path = urlsplit(self.arrived.headers["Location"]).path
        self.sid = self.path.split("/")[2]

    def open(self, path: str = "") -> requests.Response:
        """A page of this visit; without a path the one they landed on, redirects followed."""
        answer = self.visitor.open(f"/s/{self.sid}{path}" if path else self.path)
        while answer.status_code == 303:
            self.path = answer.headers["Location"]
            answer = self.visitor.open(self.path)
        return answer

    @cached_property
    def csrf(self) -> str:
        """What forms of this visit send along, from the page they landed on."""
        token = re.search(r'name="csrf" value="(\w+)"', self.open().text)
        assert token
        return token[1]

    def send(self, path: str, **form: str) -> requests.Response:
        """Send a form of this visit."""
        return self.visitor.send("POST", f"/s/{self.sid}{path}", data={"csrf": self.csrf, **form})


class School:
    """The demo LMS beside the tool; its first course is set up and runs."""

    def __init__(self, tool: str, lms: DemoLms) -> None:
        self.tool, self.lms, self.course = tool, lms, lms.courses[0]
        self.come(TEACHER)
        self.context = self.known(self.course)
        programme = programme_of(self.context.id)
        programme.group_size, programme.points = SIZE, POINTS
        (made,) = link_activities(self.context.id, [("reflection", "Look back")], has_column=False)
        self.key = made.key
        self.link = lms.add_link(self.course, "Look back", custom={"pc_activity": self.key})
        db.session.commit()

    def come(
        self, username: str, course: Course | None = None, link: ResourceLink | None = None
    ) -> Caller:
        """Somebody opens a link of a course, the first one unless told."""
        return Caller(self.tool, self.lms, username, (course or self.course, link))

    def copy(self, course: Course | None = None, label: str = "COPY") -> Course:
        """The LMS copies a course."""
        return self.lms.copy_course(course or self.course, label)

    def known(self, course: Course) -> Context:
        """A course as the tool knows it."""
        db.session.rollback()
        return db.session.query(Context).filter_by(context_id=course.id).one()

    def set_up(self, course: Course) -> tuple[int, float, list[str]]:
        """Size, points and keys of links in a course."""
        context = self.known(course)
        programme = programme_of(context.id)
        found = programme.group_size, programme.points, [one.key for one in activities(context)]
        db.session.rollback()
        return found


def activities(context: Context) -> list[Activity]:
    """What has a link of its own in a course."""
    return db.session.query(Activity).filter_by(context_id=context.id).all()
