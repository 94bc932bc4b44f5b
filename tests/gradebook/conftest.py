"""A course of the demo LMS whose students have come in, and the gradebook they earn in."""

from dataclasses import dataclass, replace

import jwt
import pytest
from sqlalchemy import update

from lti_tool.courses.actions import record_launch
from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import SendReport, send_due, settle_due
from lti_tool.gradebook.credit.actions import start_sending
from lti_tool.gradebook.models import Lane, LineItem, OutboxScore
from lti_tool.lti.launches import launch_from
from lti_tool.lti.state import State
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.platforms.queries import platform_of
from lti_tool.programme.actions import record
from tests.demo_lms import gradebook
from tests.demo_lms.course import Course
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.people import Person, Role


@dataclass
class Classroom:
    """A course on both sides of the wire; `learns` brings a student in."""

    lms: DemoLms
    course: Course

    @property
    def students(self) -> list[Person]:
        """The students as the LMS knows them."""
        return self.course.people(Role.STUDENT)

    @property
    def columns(self) -> list[gradebook.LineItem]:
        """The columns of the LMS's gradebook."""
        return self.course.line_items

    @property
    def context(self) -> Context:
        """The course as the tool knows it."""
        return db.session.query(Context).filter_by(context_id=self.course.id).one()

    def enters(self, person: Person) -> Membership:
        """Somebody launches the tool: what the LMS says of them is recorded."""
        body = jwt.decode(
            self.lms.mint(person, self.course, nonce="n"), options={"verify_signature": False}
        )
        ours = db.session.query(Deployment).join(Deployment.registration)
        deployment = ours.filter(Registration.issuer == self.lms.issuer).one()
        platform = replace(platform_of(deployment.registration), deployment_key=deployment.id)
        state = State("sid", platform.key, "", "")
        launch = launch_from(body, state=state, platform=platform, is_bound=True)
        assert launch.context and launch.link
        record_launch(launch, launch.context, launch.link)
        members = db.session.query(Membership).join(User).filter(User.subject == person.id)
        member = members.filter(User.registration_id == platform.key).one()
        start_sending(member.context_id)
        db.session.commit()
        return member

    def cell(self, person: Person) -> gradebook.Result | None:
        """What the LMS's gradebook holds for a student."""
        found = [item.results.get(person.id) for item in self.columns]
        assert len([one for one in found if one]) <= 1, "a score in two columns"
        return next((one for one in found if one), None)


@pytest.fixture
def room(tool: str, lms: DemoLms, registration: Registration) -> Classroom:
    """The seeded course, connected with the tool."""
    return Classroom(lms, lms.courses[0])


def does(member: Membership, *items: str, is_done: bool = True) -> None:
    """A member does these items, in one transaction; staff have had scores sent."""
    for item in items:
        record(member, item, is_done=is_done)
    start_sending(member.context_id)
    db.session.commit()


def settle_and_send() -> SendReport:
    """One run of the background work."""
    settle_due()
    return send_due()


def all_due_again() -> None:
    """Time passes: pauses are over and claims of dead workers have run out."""
    db.session.execute(update(OutboxScore).values(next_try_at=utcnow(), claimed_until=None))
    db.session.execute(update(Lane).values(held_until=None, rests_until=None))
    db.session.execute(update(LineItem).values(claimed_until=None))
    db.session.commit()
