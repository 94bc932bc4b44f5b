"""A course of the demo LMS as the tool knows it, for tests of the course list."""

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db
from lti_tool.lti.roles import read_roles
from lti_tool.platforms.models import Registration
from lti_tool.platforms.queries import deployments_of
from tests.demo_lms.lms import DemoLms


def course_of(lms: DemoLms, registration: Registration) -> Context:
    """The LMS's first course, with the address of its list, before anybody is known."""
    registration.product_family = lms.temperament.name
    (deployment,) = deployments_of(registration)
    course = lms.courses[0]
    url = lms.temperament.addresses.memberships(course, lms.deployment_id)
    row = Context(deployment_id=deployment.id, context_id=course.id, memberships_url=url)
    db.session.add(row)
    db.session.commit()
    return row


def people_of(context: Context) -> dict[str, Membership]:
    """Everybody in a context by subject, as the database has it now."""
    db.session.expire_all()
    rows = db.session.query(Membership).filter_by(context_id=context.id)
    return {one.user.subject: one for one in rows}


def launched(membership: Membership, *roles: str) -> None:
    """Give a membership the roles of a launch."""
    uris = [f"http://purl.imsglobal.org/vocab/lis/v2/membership#{role}" for role in roles]
    membership.launch_roles = list(read_roles(uris).names)
    membership.settle_roles()
    db.session.commit()
