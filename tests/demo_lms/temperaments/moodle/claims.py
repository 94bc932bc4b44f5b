"""What Moodle writes into an id_token (LTI Core 1.3, section 5, in Moodle's manner)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.demo_lms import course_groups
from tests.demo_lms.temperaments.moodle.roles import launch_roles
from tests.demo_lms.temperaments.moodle.variables import expand
from tests.demo_lms.vocabulary import AGS_CLAIM, AGS_SCOPES, CLAIM, NRPS_CLAIM, ROSTER_SCOPE, SPEC

if TYPE_CHECKING:
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.site import Site

TOKEN_SECONDS = 60


@dataclass(frozen=True)
class MoodleClaims:
    """A minute of life, a short list of roles, empty strings and nulls, `pt_br` for a locale."""

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
        return {
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "iss": self.site.issuer,
            "aud": launch.registration.client_id,
            "sub": launch.person.id,
        }

    def _message(self, launch: Launch) -> dict[str, Any]:
        return {
            f"{CLAIM}deployment_id": launch.link.deployment_id,
            f"{CLAIM}target_link_uri": launch.link.target_link_uri,
            f"{CLAIM}roles": launch_roles(launch.person, launch.course),
            f"{CLAIM}message_type": "LtiResourceLinkRequest",
            f"{CLAIM}version": "1.3.0",
            f"{CLAIM}custom": expand(self.site, launch),
            f"{CLAIM}launch_presentation": self._presentation(launch),
            f"{CLAIM}tool_platform": {
                "product_family_code": "moodle",
                "version": "2024100706",
                "guid": "d31c6b35f90538022cde1e1c6559a5b5",
                "name": "KU",
                "description": "Kattegat University",
            },
        }

    def _presentation(self, launch: Launch) -> dict[str, Any]:
        query = f"course={launch.course.number}&launch_container=3&instanceid={launch.link.number}"
        return {
            "locale": launch.person.locale.lower().replace("-", "_"),
            "document_target": launch.document_target,
            "return_url": f"{self.site.url}/mod/lti/return.php?{query}&sesskey=kV3sIoQ0ap",
        }

    def _context(self, launch: Launch) -> dict[str, Any]:
        course, link = launch.course, launch.link
        return {
            f"{CLAIM}lis": {
                "person_sourcedid": launch.person.sourced_id,
                "course_section_sourcedid": course.sourced_id,
            },
            f"{CLAIM}context": {
                "id": course.id,
                "label": course.label,
                "title": course.title,
                "type": ["CourseSection"],
            },
            f"{CLAIM}resource_link": {
                "title": link.title,
                "description": link.description,
                "id": link.id,
            },
        }

    def _person(self, launch: Launch) -> dict[str, Any]:
        person, registration = launch.person, launch.registration
        claims: dict[str, Any] = {f"{CLAIM}ext": {"lms": "moodle-2"}}
        if registration.sends_names:
            claims["given_name"] = person.given_name
            claims["family_name"] = person.family_name
            claims["name"] = person.name
            claims[f"{CLAIM}ext"] = {"user_username": person.username, "lms": "moodle-2"}
        return claims | ({"email": person.email} if registration.sends_email else {})

    def _services(self, launch: Launch) -> dict[str, Any]:
        scopes, addresses = launch.registration.scopes, self.site.temperament.addresses
        services: dict[str, Any] = {}
        if granted := [scope for scope in AGS_SCOPES if scope in scopes]:
            services[AGS_CLAIM] = {"scope": granted, **self._columns(launch)}
        if ROSTER_SCOPE in scopes:
            url = addresses.memberships(launch.course, launch.link.deployment_id)
            versions = ["1.0", "2.0"]
            services[NRPS_CLAIM] = {"context_memberships_url": url, "service_versions": versions}
        services |= course_groups.claim(self.site, launch)
        return {**services, **self._basic_outcome(launch)}

    def _columns(self, launch: Launch) -> dict[str, str]:
        """One column of the activity's own gives `lineitem`; one made by the tool gives ""."""
        addresses, course = self.site.temperament.addresses, launch.course
        found = {"lineitems": addresses.line_items(course, launch.link.deployment_id)}
        linked = course.linked(launch.link.id)
        if len(linked) == 1:
            own = addresses.line_item(course, linked[0]) if linked[0].is_coupled else ""
            found["lineitem"] = own
        return found

    def _basic_outcome(self, launch: Launch) -> dict[str, Any]:
        if not any(item.is_coupled for item in launch.course.linked(launch.link.id)):
            return {}
        data = {"instanceid": launch.link.id, "userid": launch.person.id, "typeid": "1"}
        return {
            f"{SPEC}lti-bo/claim/basicoutcome": {
                "lis_result_sourcedid": json.dumps({"data": data, "hash": "4c8f"}),
                "lis_outcome_service_url": f"{self.site.url}/mod/lti/service.php",
            }
        }
