"""What every temperament must answer; the rest of the LMS asks these parts and never its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from tests.demo_lms.keyring import KeyRing
from tests.demo_lms.outcomes import Outcome

if TYPE_CHECKING:
    from flask import Request, Response

    from tests.demo_lms.course import Course
    from tests.demo_lms.gradebook import LineItem
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.people import Person
    from tests.demo_lms.refusals import ServiceRefusalError, TokenRefusalError
    from tests.demo_lms.registrations import Registration
    from tests.demo_lms.services import Caller

Params = Mapping[str, str]


@dataclass(frozen=True)
class Paths:
    """Routing rules of the endpoints the tool meets."""

    auth: str
    token: str
    jwks: str
    memberships: tuple[str, ...]
    line_items: str
    line_item: str
    scores: str
    results: str


class Identities(Protocol):
    """How the LMS names people, courses, links and tools."""

    first_person: int
    first_course: int
    first_link: int
    menu_has_no_link: bool
    """Whether a tool in the course menu has no link id of its own, only the context's."""

    def person_id(self, number: int) -> str: ...
    def login_hint(self, number: int) -> str: ...
    def context_id(self, number: int) -> str: ...
    def link_id(self, number: int) -> str: ...
    def client_id(self, number: int) -> str: ...
    def deployment_id(self, number: int) -> str: ...
    def new_keys(self) -> KeyRing: ...


class Addresses(Protocol):
    """Where the services are, as the tool is told."""

    @property
    def paths(self) -> Paths: ...
    def memberships(self, course: Course, deployment_id: str) -> str: ...
    def line_items(self, course: Course, deployment_id: str) -> str: ...
    def line_item(self, course: Course, item: LineItem) -> str: ...


class Door(Protocol):
    """Login initiation and the authorization endpoint."""

    @property
    def jwks_headers(self) -> Mapping[str, str]: ...
    def login_fields(self, launch: Launch, key: str) -> dict[str, str]: ...
    def launch_key(self, message_hint: str) -> str: ...
    def early_refusal(self, params: Params, person: Person | None) -> Outcome | None: ...
    def late_refusal(self, params: Params, launch: Launch | None) -> Outcome | None: ...
    def not_logged_in(self, params: Params) -> Outcome | None: ...


class Claims(Protocol):
    """What an id_token says."""

    def claims(self, launch: Launch) -> dict[str, Any]: ...


class Content(Protocol):
    """Deep linking: what is taken, where it comes back, and what becomes of it."""

    return_rule: ClassVar[str]
    key_name: ClassVar[str]
    """The part of the return address that says whose choice it is."""
    must_be_saved: ClassVar[bool]
    """Whether the teacher sees what came back and saves it."""
    settings: ClassVar[dict[str, Any]]

    def return_url(self, launch: Launch, key: str) -> str: ...
    def title(self, item: dict[str, Any]) -> str: ...


class TokenAnswers(Protocol):
    """How the token endpoint answers, and how it reads the tool's keys."""

    drops_scopes: bool
    """Whether scopes that are not granted are left out in silence."""
    keeps_tool_keys: bool
    user_agent: str

    def granted(self, body: dict[str, Any]) -> Response: ...
    def refused(self, refusal: TokenRefusalError) -> Response: ...


class Services(Protocol):
    """What roster and gradebook services check and how they refuse."""

    def check_types(self, request: Request) -> None: ...
    def check_caller(self, request: Request, registration: Registration) -> None: ...
    def no_course(self, number: int) -> ServiceRefusalError: ...
    def refused(self, refusal: ServiceRefusalError) -> Response: ...
    def admit(self, request: Request) -> Response | None: ...
    def decorate(self, answer: Response) -> None: ...


@dataclass(frozen=True)
class RosterPage:
    """One answer of the roster: its own id, the members, the Link header or ""."""

    id: str
    members: list[dict[str, Any]]
    link: str


class Roster(Protocol):
    """Who is listed, in which words, on how many pages."""

    def page(self, asked: Caller, args: Params) -> RosterPage: ...


@dataclass(frozen=True)
class Page:
    """One answer of a list: its entries and the Link header or ""."""

    entries: list[Any]
    link: str = ""


class Columns(Protocol):
    """Line items: which there are, how they read, what may be done to them."""

    def page(self, asked: Caller, args: Params) -> Page: ...
    def shown(self, course: Course, item: LineItem) -> dict[str, Any]: ...
    def find(self, asked: Caller, number: int) -> LineItem: ...
    def create(self, asked: Caller, raw: bytes) -> dict[str, Any]: ...
    def update(self, asked: Caller, item: LineItem, raw: bytes) -> dict[str, Any]: ...
    def delete(self, asked: Caller, item: LineItem) -> Response: ...


class Marks(Protocol):
    """Scores and results, and what a teacher's own hand does to a cell."""

    def post(self, asked: Caller, item: LineItem, raw: bytes) -> Response: ...
    def page(self, asked: Caller, item: LineItem, args: Params) -> Page: ...
    def override(self, item: LineItem, user_id: str, score: float | None) -> None: ...


class Registrar(Protocol):
    """How tools register themselves."""

    configuration_path: str
    registration_path: str
    verb: str
    """What the button says with which an administrator lets a new tool in."""
    reads_token: bool
    """Whether the configuration is for holders of a registration token only."""
    hosted: Mapping[str, str]
    """Further claims of the platform's configuration."""
    placements: tuple[str, ...]

    def mistake(self, body: Any) -> Response | None: ...
    def no_token(self) -> Response: ...
    def used_token(self) -> Response: ...
    def registered(self, echo: dict[str, Any], deployment_id: str) -> Response: ...


@dataclass(frozen=True)
class Temperament:
    """One kind of LMS, part by part."""

    name: str
    has_test_student: bool
    hears_messages: bool
    """Whether its course page answers the tool's postMessages."""
    opens_reviews: bool
    """Whether a cell of its gradebook opens the tool at the line of the student."""
    frame_allows: str
    """What the tool's frame may use."""
    identities: Identities
    addresses: Addresses
    door: Door
    claims: Claims
    content: Content
    tokens: TokenAnswers
    services: Services
    roster: Roster
    columns: Columns
    marks: Marks
    registrar: Registrar
