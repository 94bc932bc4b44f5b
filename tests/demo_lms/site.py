"""The state of the LMS, all in memory, and the builders that put people and courses into it."""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.demo_lms import seed
from tests.demo_lms.access_tokens import AccessTokens
from tests.demo_lms.course import Course, ResourceLink
from tests.demo_lms.faults import Faults
from tests.demo_lms.gradebook import LineItem
from tests.demo_lms.launches import Launch, Launches
from tests.demo_lms.people import Person
from tests.demo_lms.registrations import Registration
from tests.demo_lms.request_log import RequestLog
from tests.demo_lms.settings import LmsSettings
from tests.demo_lms.temperaments.known import temperament_of
from tests.demo_lms.throttle import Throttle
from tests.demo_lms.tool_keys import ToolKeys

STUDENT_MAIL = "kattegat.example"


class Site:
    """Everything the LMS knows; whoever writes on behalf of a request holds `guard`."""

    def __init__(self, settings: LmsSettings) -> None:
        self.settings = settings
        self.port = settings.port
        self.temperament = temperament_of(settings.temperament, self)
        self.offers_storage = settings.offers_storage
        self.trusts_login_hint = settings.trusts_login_hint
        self.brand: dict[str, str] = {}
        """The school's own theme (canvas); schools without one tell nothing."""
        self.offers_groups = settings.offers_groups
        self.page_size = settings.page_size
        self.throttles = settings.throttles
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.guard = threading.RLock()
        self.secret = secrets.token_bytes(32)
        self.log = RequestLog()
        self.faults = Faults()
        self.throttle = Throttle(self.now)
        self.latency = {"nrps": settings.nrps_latency, "scores": settings.scores_latency}
        self.launches = Launches()
        self.notice_handlers: dict[tuple[str, str], str] = {}
        self.choices: dict[str, Launch] = {}
        self.unsaved: dict[str, tuple[Launch, list[dict[str, Any]]]] = {}
        self.tokens = AccessTokens()
        grants = self.temperament.tokens
        self.tool_keys = ToolKeys(grants.user_agent, grants.keeps_tool_keys)
        self.logins: dict[str, Person] = {}
        self.people: dict[str, Person] = {}
        self.people_by_id: dict[str, Person] = {}
        self.people_by_hint: dict[str, Person] = {}
        self.students_made: list[Person] = []
        self.courses: list[Course] = []
        self.registrations: dict[str, Registration] = {}
        self._numbers()
        self.keys = self.temperament.identities.new_keys()
        self.registration = self.add_registration(settings.tool_url)
        self.course = seed.seed(self)

    def _numbers(self) -> None:
        names = self.temperament.identities
        self._person_numbers = itertools.count(names.first_person)
        self._course_numbers = itertools.count(names.first_course)
        self._link_numbers = itertools.count(names.first_link)
        self._item_numbers = itertools.count(names.first_link + 1)
        self._client_numbers = itertools.count(1)
        self._deployment_numbers = itertools.count(1)

    def now(self) -> datetime:
        """What the LMS's clock says at this moment, whichever clock tests gave it."""
        return self.clock()

    @property
    def url(self) -> str:
        """The LMS's own address, another site than the tool's 127.0.0.1."""
        return f"http://localhost:{self.port}"

    @property
    def issuer(self) -> str:
        """The `iss` of every message."""
        return self.settings.issuer or self.url

    def add_person(self, given: str, family: str, username: str, **more: Any) -> Person:
        """A new account; `more` sets any other attribute of `Person`."""
        number = next(self._person_numbers)
        names = self.temperament.identities
        defaults = {
            "email": f"{username}@{STUDENT_MAIL}",
            "sourced_id": f"S{number:05}",
            "login_hint": names.login_hint(number),
        }
        values = {**defaults, **more}
        person = Person(names.person_id(number), number, given, family, username, **values)
        self.people[username] = person
        self.people_by_id[person.id] = person
        self.people_by_hint[person.login_hint] = person
        return person

    def person(self, username: str) -> Person:
        """The account with this name, such as "ruth.adeyemi"; KeyError when there is none."""
        return self.people[username]

    def add_students(self, course: Course, count: int) -> list[Person]:
        """Enrol that many new students."""
        return seed.add_students(self, course, count)

    def add_registration(self, tool_url: str, **more: Any) -> Registration:
        """Another client_id of a tool at this address, with a first deployment."""
        client_id = self.temperament.identities.client_id(next(self._client_numbers))
        registration = Registration(client_id, custom=self.settings.custom)
        registration.point_at(tool_url)
        for name, value in more.items():
            setattr(registration, name, value)
        self.registrations[client_id] = registration
        self.add_deployment(registration)
        return registration

    def add_deployment(self, registration: Registration) -> str:
        """Deploy the tool once more under the same client_id; gives the new deployment_id."""
        names = self.temperament.identities
        deployment_id = names.deployment_id(next(self._deployment_numbers))
        registration.deployments.append(deployment_id)
        return deployment_id

    def add_course(self, label: str, title: str, **more: Any) -> Course:
        """A new course without people, with the tool in its menu or as its first activity."""
        number = next(self._course_numbers)
        context_id = self.temperament.identities.context_id(number)
        course = Course(context_id, number, label, title, **more)
        self.courses.append(course)
        self.add_link(course, "Peer Circles", is_navigation=True)
        return course

    def add_link(self, course: Course, title: str, **more: Any) -> ResourceLink:
        """Another place of the tool in the course; `deployment_id` may name another deployment."""
        number = next(self._link_numbers)
        names = self.temperament.identities
        is_navigation = more.get("is_navigation", False) and names.menu_has_no_link
        more = {**more, "is_navigation": is_navigation}
        link_id = course.id if is_navigation else names.link_id(number)
        deployment_id = more.pop("deployment_id", self.registration.deployments[0])
        target = more.pop("target_link_uri", self._owner(deployment_id).target_link_uri)
        description = more.pop("description", "")
        link = ResourceLink(link_id, number, title, description, deployment_id, target, **more)
        course.resource_links.append(link)
        return link

    def add_graded_link(self, course: Course, title: str, maximum: float) -> ResourceLink:
        """An activity of the tool with the LMS's own gradebook column, as deep linking makes."""
        link = self.add_link(course, title)
        self.add_line_item(
            course, title, score_maximum=maximum, resource_link_id=link.id, is_coupled=True
        )
        return link

    def add_line_item(self, course: Course, label: str, **more: Any) -> LineItem:
        """Another gradebook column, of the first registration unless `more` says else."""
        owner = self.registration
        defaults = {
            "score_maximum": 10.0,
            "client_id": owner.client_id,
            "deployment_id": owner.deployments[0],
        }
        item = LineItem(self.next_item_number(), label, **{**defaults, **more})
        course.line_items.append(item)
        return item

    def next_item_number(self) -> int:
        """A number no gradebook column of this LMS has had."""
        return next(self._item_numbers)

    def course_number(self, number: int) -> Course | None:
        """The course with this number in its addresses."""
        return next((one for one in self.courses if one.number == number), None)

    def find_course(self, text: str) -> Course | None:
        """The course with this id or number."""
        return next((one for one in self.courses if text in (one.id, str(one.number))), None)

    def may_enter(self, person: Person, course: Course) -> bool:
        """Whether the LMS lets this person into the course today."""
        return person.is_admin or bool(course.roles(person))

    def begin_launch(self, launch: Launch) -> dict[str, str]:
        """Remember a launch and give the fields of the login initiation that starts it."""
        key = f"ltilaunch{launch.link.number}_{secrets.token_hex(8)}"
        self.launches.put(key, launch)
        return self.temperament.door.login_fields(launch, key)

    def owner(self, link: ResourceLink) -> Registration:
        """The registration a link's deployment belongs to."""
        return self._owner(link.deployment_id)

    def _owner(self, deployment_id: str) -> Registration:
        everybody = self.registrations.values()
        return next(one for one in everybody if deployment_id in one.deployments)
