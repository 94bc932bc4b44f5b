"""Two tenants that a careless query would mix up, and a visitor of each role in both."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db
from lti_tool.platforms.models import Registration
from tests.builders import Browser, make_circle, make_context, make_member, make_registration
from tests.journey.writers import write_goal, write_reflection

WORD = "zqxtheirs"
"""Stands in every text of the other tenant, and nowhere else."""
NOWHERE = "http://127.0.0.1:9"
ADDRESSES = {
    "auth_login_url": f"{NOWHERE}/auth", "auth_token_url": f"{NOWHERE}/token",
    "jwks_url": f"{NOWHERE}/jwks",
}  # fmt: skip
CLOUD = "https://canvas.instructure.com"


@dataclass
class Tenant:
    """A course of one tenant with its people; `browsers` by role."""

    context: Context
    students: list[Membership]
    browsers: dict[str, Browser]

    @property
    def deployment_key(self) -> int:
        """Our number of its deployment: all that is theirs hangs from it."""
        return self.context.deployment_id


def hosted_schools() -> tuple[Context, Context]:
    """Two schools of hosted Canvas: one issuer, two client ids, one set of addresses."""
    one, other = (
        make_registration(issuer=CLOUD, client_id=f"1000000000000{n}", **ADDRESSES) for n in (1, 2)
    )
    return _course(one), _course(other)


def self_hosted() -> tuple[Context, Context]:
    """A Canvas of one's own that was never told another issuer than the cloud's."""
    cloud = make_registration(issuer=CLOUD, client_id="10000000000001", **ADDRESSES)
    own = {name: url.replace(":9", ":10") for name, url in ADDRESSES.items()}
    return _course(cloud), _course(make_registration(issuer=CLOUD, client_id="1", **own))


def two_deployments() -> tuple[Context, Context]:
    """One client in two places of a platform."""
    both = make_registration(**ADDRESSES)
    return _course(both), _course(both, context_id="another")


def one_course_twice() -> tuple[Context, Context]:
    """One course that came in through two deployments."""
    both = make_registration(**ADDRESSES)
    return _course(both), _course(both)


PAIRS: dict[str, Callable[[], tuple[Context, Context]]] = {
    "two schools of hosted Canvas": hosted_schools,
    "a Canvas of one's own under the cloud's issuer": self_hosted,
    "two deployments of one client": two_deployments,
    "one course through two deployments": one_course_twice,
}


def _course(registration: Registration, context_id: str = "course") -> Context:
    services = {
        "memberships_url": f"{NOWHERE}/members", "line_items_url": f"{NOWHERE}/columns",
        "scopes": ["https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"],
    }  # fmt: skip
    return make_context(registration, context_id=context_id, **services)


def settle(app: Flask, context: Context, word: str) -> Tenant:
    """People, a circle, goals and reflections in a course; the word stands in all their texts."""
    context.title, context.label = f"Course {word}", word
    context.deployment.deployment_id = f"deployment {word}"
    students = [make_member(context, f"Student{n} {word}") for n in range(6)]
    teacher = make_member(context, f"Teacher {word}", role="Instructor")
    make_circle(students[:4])
    browsers = {
        "student": Browser(app, students[0]),
        "mate": Browser(app, students[1]),
        "teacher": Browser(app, teacher),
        "admin": Browser(app, teacher, is_staff=True, is_admin=True),
    }
    for name in ("student", "mate"):
        write_goal(browsers[name], title=f"A goal {word}", share="all")
        write_reflection(browsers[name], what=f"A reflection {word}", share="all")
    return Tenant(context, students, browsers)


def same_people(one: Tenant, other: Tenant) -> None:
    """Give both tenants the same subjects, as platforms with numbers for names do."""
    users = [
        [member.user for member in db.session.query(Membership).filter_by(context_id=where)]
        for where in (one.context.id, other.context.id)
    ]
    if users[0][0].registration_id != users[1][0].registration_id:
        for number, pair in enumerate(zip(*users, strict=True)):
            for user in pair:
                _named(user, str(number))
    db.session.commit()


def _named(user: User, subject: str) -> None:
    user.subject = subject
