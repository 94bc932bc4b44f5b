"""Canvas's roster: full role URIs, fifty a page at most, next links with case-sensitive cursors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.demo_lms import course_groups, paging
from tests.demo_lms.people import Person, Role
from tests.demo_lms.refusals import ServiceRefusalError
from tests.demo_lms.temperaments.canvas.roles import IN_CONTEXT, context_roles
from tests.demo_lms.temperaments.shape import Params, RosterPage
from tests.demo_lms.vocabulary import CLAIM

if TYPE_CHECKING:
    from tests.demo_lms.registrations import Registration
    from tests.demo_lms.services import Caller
    from tests.demo_lms.site import Site

KEPT = ("role", "rlid")


@dataclass(frozen=True)
class CanvasRoster:
    """Only active people; paging is by place in a live table, so a drop shifts rows."""

    site: Site

    def page(self, asked: Caller, args: Params) -> RosterPage:
        self._check_link(asked, args.get("rlid"))
        listed = self._listed(asked, args.get("role"))
        default = self.site.page_size
        wanted = args.get("limit") or args.get("per_page")
        size = paging.size_of(wanted, default, at_most=default)
        offset = paging.offset_of(args.get("page"))
        shown = paging.cut(listed, offset, size)
        members = [self._member(asked, person, roles=roles, args=args) for person, roles in shown]
        url = self.site.temperament.addresses.memberships(asked.course, "")
        kept = {name: args[name] for name in KEPT if args.get(name)}
        places = [] if offset is None else paging.places(offset, size, len(listed))
        return RosterPage(url, members, paging.links(url, kept, places=places, size=size))

    def _check_link(self, asked: Caller, rlid: str | None) -> None:
        """Any link of this tool in this course will do, and so will the context's own id."""
        if rlid is None or rlid == asked.course.id:
            return
        link = asked.course.link(rlid)
        if link is None:
            text = "Tool does not have access to rlid or rlid does not exist"
            raise ServiceRefusalError(400, text)
        if self.site.owner(link) is not asked.registration:
            text = "Requested ResourceLink bound to unexpected external tool"
            raise ServiceRefusalError(400, text)

    def _listed(self, asked: Caller, role: str | None) -> list[tuple[Person, set[Role]]]:
        """An unknown role, a short one for instance, lists nobody and is no error."""
        everyone = list(asked.course.active())
        if not role:
            return everyone
        fitting = {one for one, words in IN_CONTEXT.items() if role in words}
        return [(person, roles) for person, roles in everyone if roles & fitting]

    def _member(
        self, asked: Caller, person: Person, *, roles: set[Role], args: Params
    ) -> dict[str, Any]:
        member = {
            "status": "Active",
            "user_id": person.id,
            "lti11_legacy_user_id": person.login_hint,
            "roles": context_roles(person, roles),
            **self._personal(asked.registration, person),
            **course_groups.enrollments(self.site, asked.course, person),
        }
        return {**member, "message": [_message(asked, person)]} if "rlid" in args else member

    def _personal(self, registration: Registration, person: Person) -> dict[str, Any]:
        names = {
            "name": person.name,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "lis_person_sourcedid": person.sourced_id or None,
        }
        picture = {"picture": f"{self.site.url}/images/messages/avatar-50.png"}
        return {
            **(names if registration.sends_names else {}),
            **({"email": person.email or None} if registration.sends_email else {}),
            **(picture if registration.privacy == "public" else {}),
        }


def _message(asked: Caller, person: Person) -> dict[str, Any]:
    """Only user variables are expanded here, and as numbers where a launch sends text."""
    known = {
        "$Canvas.user.id": person.number,
        "$Person.address.timezone": person.timezone,
        "$Message.locale": person.locale,
    }
    custom = {name: known.get(value, value) for name, value in asked.registration.custom.items()}
    return {
        f"{CLAIM}message_type": "LtiResourceLinkRequest",
        "locale": person.locale,
        "https://www.instructure.com/canvas_user_id": person.number,
        "https://www.instructure.com/canvas_user_login_id": person.username,
        f"{CLAIM}custom": custom,
    }
