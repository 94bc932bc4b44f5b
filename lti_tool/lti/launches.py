"""What a launch says, in our own words: the frozen dataclasses that leave the door."""

import re
from dataclasses import dataclass
from datetime import date

from lti_tool.lti import claims
from lti_tool.lti.brand import accent_of
from lti_tool.lti.claims import Claims
from lti_tool.lti.course_groups import Belonging, GroupsService, belonging, groups_service
from lti_tool.lti.deep_linking import ContentRequest, read_request
from lti_tool.lti.history import context_history, link_history
from lti_tool.lti.notices import service_url
from lti_tool.lti.platform import Platform
from lti_tool.lti.reviewing import reviewed
from lti_tool.lti.roles import Roles, read_roles
from lti_tool.lti.state import State
from lti_tool.lti.time_frames import time_frame

OUR_CUSTOM = "pc_activity"
"""A name that no registration uses: Moodle lets a registration's own beat the link's."""
EMAIL = re.compile(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]{1,190}")
"""What can be an address; whether it is one, its mail server says."""
SECTION_ONLY = "pc_section_only"
"""Whether the platform limits this person to their own sections (Canvas)."""
OUR_KEY = re.compile(r"[\w-]{12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LaunchContext:
    """The course of a launch, with the services that the platform offers for it.

    `history` are the courses it was copied from, the nearest first.
    """

    context_id: str
    label: str
    title: str
    memberships_url: str | None
    line_items_url: str | None
    scopes: tuple[str, ...]
    groups: GroupsService | None = None
    history: tuple[str, ...] = ()
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class LaunchLink:
    """The place in the course that was opened; `line_item_url` when it has exactly one.

    `activity` is what deep linking wrote into the link, empty where it wrote nothing; `history`
    are the links it was copied from.
    """

    resource_link_id: str
    title: str
    line_item_url: str | None
    activity: str = ""
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LaunchPerson:
    """Who comes in. Names and the address are empty where the platform keeps them to itself.

    `sourced_id` is the school's own id of the person, where the platform tells it.
    """

    subject: str
    name: str
    given_name: str
    belonging: Belonging
    sourced_id: str = ""
    email: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Launch:
    """A message that passed every check.

    `deployment_key` is 0 for the first deployment of a registration, before it is trusted.
    `is_bound`: surely from the browser that began the login; else it may open no visit by itself.
    """

    state: State
    platform: Platform
    deployment_key: int
    deployment_id: str
    message_type: str
    person: LaunchPerson
    roles: Roles
    context: LaunchContext | None
    link: LaunchLink | None
    locale: str
    return_url: str | None
    product_family: str
    is_bound: bool
    accent: str = ""
    """The school's colour as six hexadecimal digits, where the platform tells it."""
    asked: ContentRequest | None = None
    """What staff are to choose content for, in a deep linking request."""
    reviewed: str = ""
    """The subject of the student at whose line a gradebook was opened (Submission Review 1.0)."""
    is_section_only: bool = False
    """Whether the platform lets this person see their own sections alone."""
    notices_url: str | None = None
    """Where the deployment lets us ask for notices of copied courses."""

    @property
    def stands_alone(self) -> bool:
        """Whether the message needs no resource link, and keeps none."""
        return bool(self.asked or self.reviewed)


def launch_from(body: Claims, *, state: State, platform: Platform, is_bound: bool) -> Launch:
    """Read the claims of a message that passed every check."""
    presentation = claims.part(body, claims.PRESENTATION)
    locale = claims.text(presentation, "locale") or claims.text(body, "locale")
    return Launch(
        state=state,
        platform=platform,
        deployment_key=platform.deployment_key or 0,
        deployment_id=claims.text(body, claims.DEPLOYMENT_ID, longest=claims.LONGEST_ID),
        message_type=claims.text(body, claims.MESSAGE_TYPE),
        person=_person(body, locale),
        roles=read_roles(body.get(claims.ROLES) or ()),
        context=_context(body),
        link=None if reviewed(body) else _link(body),
        locale=locale,
        return_url=claims.web_address(presentation, "return_url"),
        product_family=claims.text(
            claims.part(body, claims.TOOL_PLATFORM), "product_family_code", longest=100
        ).lower(),
        is_bound=is_bound,
        accent=accent_of(body),
        asked=read_request(body),
        reviewed=reviewed(body),
        is_section_only=claims.text(claims.part(body, claims.CUSTOM), SECTION_ONLY) == "true",
        notices_url=service_url(body),
    )


def _person(body: Claims, locale: str) -> LaunchPerson:
    given, family = claims.text(body, "given_name"), claims.text(body, "family_name")
    name = claims.text(body, "name") or f"{given} {family}".strip()
    email = claims.text(body, "email")
    return LaunchPerson(
        body["sub"],
        name,
        given,
        belonging=belonging(body),
        sourced_id=_sourced_id(body),
        email=email if EMAIL.fullmatch(email) else "",
        locale=locale,
    )


def _sourced_id(body: Claims) -> str:
    return claims.text(claims.part(body, claims.LIS), "person_sourcedid", longest=claims.LONGEST_ID)


def _context(body: Claims) -> LaunchContext | None:
    claim = claims.part(body, claims.CONTEXT)
    context_id = claims.text(claim, "id")
    if not context_id:
        return None
    grades = claims.part(body, claims.GRADES)
    begins, ends = time_frame(body)
    return LaunchContext(
        context_id=context_id,
        label=claims.text(claim, "label"),
        title=claims.text(claim, "title"),
        memberships_url=_memberships_url(body),
        line_items_url=claims.web_address(grades, "lineitems"),
        scopes=tuple(sorted(claims.texts(grades, "scope"))),
        groups=groups_service(body),
        history=context_history(body),
        begins=begins,
        ends=ends,
    )


def _memberships_url(body: Claims) -> str | None:
    """Only where version 2.0 is spoken (NRPS 2.0, 3.6.1.1)."""
    service = claims.part(body, claims.NAMES_AND_ROLES)
    versions = claims.texts(service, "service_versions")
    return claims.web_address(service, "context_memberships_url") if "2.0" in versions else None


def _link(body: Claims) -> LaunchLink | None:
    claim = claims.part(body, claims.RESOURCE_LINK)
    link_id = claims.text(claim, "id")
    if not link_id:
        return None
    grades = claims.part(body, claims.GRADES)
    return LaunchLink(
        resource_link_id=link_id,
        title=claims.text(claim, "title"),
        line_item_url=claims.web_address(grades, "lineitem"),
        activity=_activity(body),
        history=link_history(body),
    )


def _activity(body: Claims) -> str:
    said = claims.text(claims.part(body, claims.CUSTOM), OUR_CUSTOM)
    return said if OUR_KEY.fullmatch(said) else ""
