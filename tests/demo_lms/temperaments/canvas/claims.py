"""What Canvas writes into an id_token (LTI Core 1.3, section 5, in Canvas's manner)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.demo_lms import course_groups, notices
from tests.demo_lms.temperaments.canvas.roles import launch_roles
from tests.demo_lms.temperaments.canvas.variables import expand
from tests.demo_lms.vocabulary import AGS_CLAIM, AGS_SCOPES, CLAIM, LIS, NRPS_CLAIM, ROSTER_SCOPE

if TYPE_CHECKING:
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.site import Site

TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class CanvasClaims:
    """An hour of life, system roles on everybody, literal variables, empty and null values."""

    site: Site

    def claims(self, launch: Launch) -> dict[str, Any]:
        return {
            **self._token(launch),
            **self._message(launch),
            **self._context(launch),
            **self._person(launch),
            **self._services(launch),
        }

    def _token(self, launch: Launch) -> dict[str, Any]:
        now = int(self.site.clock().timestamp())
        client_id = launch.registration.client_id
        return {
            "iss": self.site.issuer,
            "aud": client_id,
            "azp": client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "sub": launch.person.id,
            "locale": launch.person.locale,
        }

    def _message(self, launch: Launch) -> dict[str, Any]:
        return {
            f"{CLAIM}message_type": "LtiResourceLinkRequest",
            f"{CLAIM}version": "1.3.0",
            f"{CLAIM}deployment_id": launch.link.deployment_id,
            f"{CLAIM}target_link_uri": launch.link.target_link_uri,
            f"{CLAIM}roles": launch_roles(self.site, launch.person, launch.course),
            f"{CLAIM}custom": expand(self.site, launch),
            f"{CLAIM}launch_presentation": self._presentation(launch),
            f"{CLAIM}tool_platform": {
                "guid": "Zk41tQyWm8Rb0sVnJ6cXeLh2DfGu7PaTo9KiB3Ys:canvas-lms",
                "name": "Kattegat University",
                "version": "cloud",
                "product_family_code": "canvas",
            },
        }

    def _presentation(self, launch: Launch) -> dict[str, Any]:
        """Says iframe even where the tool was opened in a new tab."""
        path = f"/courses/{launch.course.number}/external_content/success/external_tool_redirect"
        return {
            "document_target": "iframe",
            "return_url": f"{self.site.url}{path}",
            "locale": launch.person.locale,
            "height": 800,
            "width": 1000,
        }

    def _context(self, launch: Launch) -> dict[str, Any]:
        course, link = launch.course, launch.link
        description = {"description": f"<p>{link.description}</p>"} if link.description else {}
        return {
            f"{CLAIM}context": {
                "id": course.id,
                "label": course.label,
                "title": course.title,
                "type": [f"{LIS}course#CourseOffering"],
            },
            f"{CLAIM}resource_link": {"id": link.id, "title": link.title, **description},
            "https://www.instructure.com/placement": (
                "course_navigation" if link.is_navigation else None
            ),
        }

    def _person(self, launch: Launch) -> dict[str, Any]:
        person, registration = launch.person, launch.registration
        legacy = {
            f"{CLAIM}lti11_legacy_user_id": person.login_hint,
            f"{CLAIM}lti1p1": {"user_id": person.login_hint},
        }
        names = self._names(launch) if registration.sends_names else {}
        email = {"email": person.email or None} if registration.sends_email else {}
        return {**legacy, **names, **email, **self._picture(launch)}

    def _names(self, launch: Launch) -> dict[str, Any]:
        person = launch.person
        return {
            "name": person.name,
            "given_name": person.given_name,
            "family_name": person.family_name,
            f"{CLAIM}lis": {
                "person_sourcedid": person.sourced_id or "$Person.sourcedId",
                "course_offering_sourcedid": launch.course.sourced_id or "$CourseSection.sourcedId",
            },
        }

    def _picture(self, launch: Launch) -> dict[str, Any]:
        if launch.registration.privacy != "public":
            return {}
        return {"picture": f"{self.site.url}/images/messages/avatar-50.png"}

    def _services(self, launch: Launch) -> dict[str, Any]:
        addresses, scopes = self.site.temperament.addresses, launch.registration.scopes
        services: dict[str, Any] = {}
        if granted := [scope for scope in AGS_SCOPES if scope in scopes]:
            services[AGS_CLAIM] = {"scope": granted, **self._columns(launch)}
        if ROSTER_SCOPE in scopes:
            url = addresses.memberships(launch.course, launch.link.deployment_id)
            services[NRPS_CLAIM] = {"context_memberships_url": url, "service_versions": ["2.0"]}
        return {
            **services,
            **course_groups.claim(self.site, launch),
            **notices.claim(self.site, launch),
        }

    def _columns(self, launch: Launch) -> dict[str, str]:
        addresses, course = self.site.temperament.addresses, launch.course
        found = {"lineitems": addresses.line_items(course, launch.link.deployment_id)}
        linked = course.linked(launch.link.id)
        if len(linked) == 1 and not launch.link.is_navigation:
            found["lineitem"] = addresses.line_item(course, linked[0])
        return found
