"""The OIDC exchange without the web: begin a login, answer the request for a token, make one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.demo_lms.content_requests import claims_of
from tests.demo_lms.course import Course, ResourceLink
from tests.demo_lms.launches import Launch
from tests.demo_lms.outcomes import Form, Outcome
from tests.demo_lms.people import Person
from tests.demo_lms.temperaments.shape import Params

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

ABSENT = object()
"""As the value of a change: the claim is left out."""

Changes = Mapping[str, Any] | Callable[[dict[str, Any]], Any]


def launch_of(site: Site, person: Person, course: Course, *, link: ResourceLink | None) -> Launch:
    """A launch of this link, or of the course's first one."""
    link = link or course.resource_links[0]
    return Launch(person, course, link, site.owner(link), site.clock())


def login_form(site: Site, launch: Launch) -> Form:
    """The login initiation the browser posts to the tool (LTI Core 1.3, section 4.1; 1EdTech
    Security Framework, section 5.1.1.1)."""
    return Form(launch.registration.login_url, site.begin_launch(launch))


def authorize(site: Site, params: Params, person: Person | None) -> Outcome:
    """Answer an authorization request of whoever is logged in (Security Framework, 5.1.1.3)."""
    door = site.temperament.door
    refusal = door.not_logged_in(params) if person is None else None
    refusal = refusal or door.early_refusal(params, person)
    if refusal:
        return refusal
    launch = site.launches.take(door.launch_key(params["lti_message_hint"]))
    mine = launch if launch and launch.person is person else None
    return door.late_refusal(params, mine) or _grant(site, mine, params)


def _grant(site: Site, launch: Launch | None, params: Params) -> Form:
    assert launch is not None, "every door refuses a launch that is not there"
    state = {"state": params["state"]} if "state" in params else {}
    token = id_token(site, launch, params["nonce"])
    return Form(params["redirect_uri"], {**state, "id_token": token})


def id_token(site: Site, launch: Launch, nonce: str) -> str:
    """The signed message of an honest launch."""
    return site.keys.sign({**claims_of(site, launch), "nonce": nonce})


def changed(claims: dict[str, Any], changes: Changes | None) -> Any:
    """The claims after the changes; a callable may also give something else altogether."""
    if changes is None:
        return claims
    if callable(changes):
        answer = changes(claims)
        return claims if answer is None else answer
    merged = {**claims, **changes}
    return {name: value for name, value in merged.items() if value is not ABSENT}
