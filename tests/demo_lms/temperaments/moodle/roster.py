"""Moodle's roster: short roles, escaped names, no pages unless asked for."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import request

from tests.demo_lms import course_groups
from tests.demo_lms.people import Person, Role
from tests.demo_lms.refusals import ServiceRefusalError
from tests.demo_lms.temperaments.moodle.roles import roster_role
from tests.demo_lms.temperaments.shape import Params, RosterPage
from tests.demo_lms.vocabulary import CLAIM, MEMBERSHIP

if TYPE_CHECKING:
    from tests.demo_lms.services import Caller
    from tests.demo_lms.site import Site


@dataclass(frozen=True)
class MoodleRoster:
    """The suspended and the removed alike are simply missing; a next link forgets the role."""

    site: Site

    def page(self, asked: Caller, args: Params) -> RosterPage:
        self._check_link(asked, args.get("rlid"))
        listed = self._listed(asked, args.get("role", ""))
        size, start = _number(args.get("limit")), _number(args.get("from"))
        shown = listed[start : start + size] if size else listed
        members = [self._member(asked, person, roles=roles, args=args) for person, roles in shown]
        url = f"{self.site.url}{request.path}"
        has_more = size and start + size < len(listed)
        return RosterPage(
            url, members, _next(url, args, size=size, start=start) if has_more else ""
        )

    def _check_link(self, asked: Caller, rlid: str | None) -> None:
        if rlid and asked.course.link(rlid) is None:
            raise ServiceRefusalError(404, f"Not Found: LTI link {rlid} doesn't exist")

    def _listed(self, asked: Caller, role: str) -> list[tuple[Person, set[Role]]]:
        """Short and full names are understood; any other word is ignored and lists everybody."""
        everyone = list(asked.course.active())
        wanted = role.removeprefix(MEMBERSHIP)
        if wanted not in ("Learner", "Instructor"):
            return everyone
        return [(person, roles) for person, roles in everyone if roster_role(roles) == wanted]

    def _member(
        self, asked: Caller, person: Person, *, roles: set[Role], args: Params
    ) -> dict[str, Any]:
        registration = asked.registration
        member = {
            "status": "Active",
            "roles": [roster_role(roles)],
            "user_id": person.id,
            "lis_person_sourcedid": person.sourced_id,
            **(_names(person) if registration.sends_names else {}),
            **({"email": person.email} if registration.sends_email else {}),
            **course_groups.enrollments(self.site, asked.course, person),
        }
        message = {f"{CLAIM}message_type": "LtiResourceLinkRequest"}
        return {**member, "message": [message]} if args.get("rlid") else member


def _names(person: Person) -> dict[str, str]:
    names = {
        "name": person.name,
        "given_name": person.given_name,
        "family_name": person.family_name,
    }
    escaped = {key: html.escape(text, quote=False) for key, text in names.items()}
    return {**escaped, "ext_user_username": person.username}


def _next(url: str, args: Params, *, size: int, start: int) -> str:
    rlid = {"rlid": args["rlid"]} if args.get("rlid") else {}
    return f'<{url}?{urlencode({"limit": size, "from": start + size, **rlid})}>; rel="next"'


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
