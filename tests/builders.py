"""Builders: plain functions that make what a test needs, with defaults that read well."""

import itertools
from collections.abc import Sequence
from typing import TypeVar

from flask import Flask
from flask.testing import FlaskClient

from lti_tool.courses.models import Context, Membership, PlatformGroup, ResourceLink, User
from lti_tool.db import db, utcnow
from lti_tool.groups.models import Grouping, PeerGroup, Seat
from lti_tool.groups.queries import grouping_in
from lti_tool.launch.actions import VISIT_LASTS
from lti_tool.launch.models import Visit
from lti_tool.launch.session import COOKIE
from lti_tool.lti.state import fingerprint, new_secret, new_sid
from lti_tool.platforms.models import Deployment, Registration

Row = TypeVar("Row")
_numbers = itertools.count(1)


def make_registration(**changes: object) -> Registration:
    """An active registration of an invented platform."""
    n = next(_numbers)
    values = {
        "name": f"School {n}",
        "issuer": f"https://lms{n}.example",
        "client_id": f"client-{n}",
        "auth_login_url": f"https://lms{n}.example/auth",
        "auth_token_url": f"https://lms{n}.example/token",
        "jwks_url": f"https://lms{n}.example/jwks",
    }
    return _kept(Registration(**{**values, **changes}))


def make_context(registration: Registration | None = None, **changes: object) -> Context:
    """A course in a deployment of its own."""
    n = next(_numbers)
    registration = registration or make_registration()
    deployment = _kept(Deployment(registration_id=registration.id, deployment_id=f"d{n}"))
    values = {"context_id": f"course-{n}", "label": f"C{n}", "title": f"Course {n}"}
    return _kept(Context(deployment_id=deployment.id, **{**values, **changes}))


def make_member(
    context: Context, name: str = "Amara Okonkwo", *, role: str = "Learner", **changes: object
) -> Membership:
    """A person in a course; `role` is a context role such as Learner or Instructor."""
    n = next(_numbers)
    user = _kept(
        User(
            registration_id=context.deployment.registration_id,
            subject=f"person-{n}",
            name=name,
            given_name=name.split(maxsplit=1)[0] if name else "",
        )
    )
    member = Membership(context_id=context.id, user_id=user.id, launch_roles=[role], **changes)
    member.roster_roles = member.roster_roles or []
    member.settle_roles()
    return _kept(member)


def make_group(
    context: Context, members: Sequence[Membership], name: str = "", **changes: object
) -> PlatformGroup:
    """A group of the platform, or with `kind="section"` a section, with these members in it."""
    n = next(_numbers)
    values = {"kind": "group", "group_id": f"g{n}", **changes}
    group = _kept(PlatformGroup(context_id=context.id, name=name, **values))
    column = f"{group.kind}_ids"
    for one in members:
        setattr(one, column, [*(getattr(one, column) or []), group.group_id])
    db.session.flush()
    return group


def make_circle(members: Sequence[Membership], *, number: int = 1) -> PeerGroup:
    """A published circle of these members, beside those that are published in their course."""
    context_id = members[0].context_id
    grouping = grouping_in(context_id, "published") or _kept(
        Grouping(
            context_id=context_id,
            size=len(members),
            seed=1,
            state="published",
            published_at=utcnow(),
        )
    )
    group = _kept(PeerGroup(grouping_id=grouping.id, number=number))
    now = grouping.published_at or utcnow()
    for member in members:
        _kept(Seat(group_id=group.id, membership_id=member.id, taken_at=now))
    return group


class Browser:
    """A browser with a visit: `get` and `post` take paths below `/s/<sid>`, forms get a token."""

    def __init__(self, app: Flask, membership: Membership, **changes: object) -> None:
        self.sid, secret = new_sid(), new_secret()
        link = _kept(ResourceLink(context_id=membership.context_id, resource_link_id=self.sid))
        values = {"is_staff": membership.is_staff, "is_admin": False}
        visit = Visit(
            sid=self.sid,
            secret_hash=fingerprint(secret),
            membership_id=membership.id,
            resource_link_id=link.id,
            ends_at=utcnow() + VISIT_LASTS,
            **{**values, **changes},
        )
        _kept(visit)
        db.session.commit()
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie(COOKIE + self.sid, secret, domain="localhost", secure=False)
        self.csrf = fingerprint(f"csrf:{secret}")

    @property
    def cookie(self) -> dict[str, object]:
        """What a real browser on this machine must hold to go on with this visit."""
        kept = self.client.get_cookie(COOKIE + self.sid)
        assert kept is not None
        where = {"name": kept.key, "value": kept.value, "domain": "127.0.0.1", "path": "/"}
        return {**where, "secure": True, "httpOnly": True, "sameSite": "None"}

    def get(self, path: str, **kwargs: object):  # type: ignore[no-untyped-def]
        """Open a page of this visit."""
        return self.client.get(f"/s/{self.sid}{path}", **kwargs)

    def post(self, path: str, data: dict[str, object] | None = None, **kwargs: object):  # type: ignore[no-untyped-def]
        """Send a form of this visit."""
        form = {"csrf": self.csrf, **(data or {})}
        return self.client.post(f"/s/{self.sid}{path}", data=form, **kwargs)


def _kept(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
