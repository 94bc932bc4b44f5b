"""Deep Linking 2.0, the asking half: a launch that wants content, and the claims that say so."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.demo_lms.course import Course
from tests.demo_lms.launches import Launch
from tests.demo_lms.people import Person
from tests.demo_lms.reviews import asking_for_review
from tests.demo_lms.vocabulary import CLAIM, DL_CLAIM

if TYPE_CHECKING:
    from tests.demo_lms.site import Site


def choosing(site: Site, person: Person, course: Course) -> Launch:
    """Somebody wants to add content of the tool to a course: there is no link yet."""
    first = course.resource_links[0]
    blank = replace(first, id="not yet", title="", custom={}, history=[], is_navigation=False)
    return Launch(person, course, blank, site.owner(first), site.clock(), is_choosing=True)


def claims_of(site: Site, launch: Launch) -> dict[str, Any]:
    """What the token of a launch says, whether it opens a link or asks for content or work."""
    claims = site.temperament.claims.claims(launch)
    if launch.reviewed:
        return asking_for_review(site, launch, launch.reviewed, claims)
    return _asking(site, launch, claims) if launch.is_choosing else claims


def _asking(site: Site, launch: Launch, claims: dict[str, Any]) -> dict[str, Any]:
    key = secrets.token_urlsafe(12)
    site.choices[key] = launch
    content = site.temperament.content
    settings = {**content.settings, "deep_link_return_url": content.return_url(launch, key)}
    left = {name: value for name, value in claims.items() if name != f"{CLAIM}resource_link"}
    return {
        **left,
        f"{CLAIM}message_type": "LtiDeepLinkingRequest",
        f"{DL_CLAIM}deep_linking_settings": settings,
    }
