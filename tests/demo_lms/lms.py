"""The demo LMS as others use it: a site with its web server and a few hands for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.demo_lms import oidc, reviews
from tests.demo_lms.app import make_app
from tests.demo_lms.copies import copy_course
from tests.demo_lms.course import Course, ResourceLink
from tests.demo_lms.gradebook import LineItem, Result
from tests.demo_lms.outcomes import Form, LaunchRefusedError
from tests.demo_lms.people import Person
from tests.demo_lms.server import Server
from tests.demo_lms.settings import LmsSettings
from tests.demo_lms.site import Site


class DemoLms(Site):
    """A platform on the wire: `start()` it, drive launches by hand or by browser, look inside."""

    def __init__(self, settings: LmsSettings) -> None:
        super().__init__(settings)
        self.app = make_app(self)
        self._server: Server | None = None

    @property
    def client_id(self) -> str:
        """Of the first registration."""
        return self.registration.client_id

    @property
    def deployment_id(self) -> str:
        """Of the first registration's first deployment."""
        return self.registration.deployments[0]

    @property
    def auth_login_url(self) -> str:
        """The authorization endpoint."""
        return f"{self.url}{self.temperament.addresses.paths.auth}"

    @property
    def auth_token_url(self) -> str:
        """The token endpoint."""
        return f"{self.url}{self.temperament.addresses.paths.token}"

    @property
    def jwks_url(self) -> str:
        """Where the LMS publishes its keys."""
        return f"{self.url}{self.temperament.addresses.paths.jwks}"

    def start(self, port: int = 0) -> DemoLms:
        """Serve on the loopback; port 0 lets the system choose, and every address follows."""
        self._server = Server(self.app, port or self.settings.port)
        self.port = self._server.port
        self._server.start()
        return self

    def stop(self) -> None:
        """Stop serving; the state stays and can still be looked at."""
        if self._server:
            self._server.stop()
            self._server = None

    def connect_tool(self, tool_url: str) -> None:
        """The tool runs at this address now: the first registration and its links follow."""
        self.registration.point_at(tool_url)
        for link in (link for course in self.courses for link in course.resource_links):
            if link.deployment_id in self.registration.deployments:
                link.target_link_uri = self.registration.target_link_uri

    def copy_course(self, course: Course, label: str = "COPY") -> Course:
        """A copy for another year: new ids, the same links and columns, the teachers only."""
        return copy_course(self, course, label)

    def course_page(self, course: Course) -> str:
        """The page of the course with the tool in a frame."""
        return f"{self.url}/course/{course.number}"

    def be_link(self, person: Person) -> str:
        """A link that makes the browser this person and opens the course."""
        return f"{self.url}/be/{person.username}"

    def expire_tokens(self) -> None:
        """Every access token has just run out."""
        self.tokens.expire_all(self.clock())

    def revoke_tokens(self) -> None:
        """The LMS no longer knows any access token."""
        self.tokens.revoke_all()

    def rotate_key(self) -> str:
        """Sign with the next key from now on; gives its kid."""
        return self.keys.rotate()

    def login_form(
        self, person: Person, course: Course, *, link: ResourceLink | None = None
    ) -> Form:
        """The login initiation as the browser would post it to the tool."""
        return oidc.login_form(self, oidc.launch_of(self, person, course, link=link))

    def review_form(
        self, person: Person, course: Course, *, item: LineItem, student: Person
    ) -> Form:
        """The same, where somebody opens a cell of the gradebook."""
        launch = reviews.reviewing(self, person, course, item=item, student=student)
        return oidc.login_form(self, launch)

    def launch_form(self, person: Person, course: Course, auth_url: str) -> Form:
        """What the browser would post to the tool after its redirect to `auth_url`.

        The fields are `state` and `id_token` (or `error` and `error_description`), and `.action`
        says where to. Raises LaunchRefusedError when the LMS would keep the browser on a page of
        its own.
        """
        params = dict(parse_qsl(urlsplit(auth_url).query, keep_blank_values=True))
        outcome = oidc.authorize(self, params, person)
        if not isinstance(outcome, Form):
            raise LaunchRefusedError(outcome)
        return outcome

    def gradebook(self, course: Course) -> dict[tuple[str, str], Result]:
        """What teachers see: the cell of each (line item id, user id) that was ever touched."""
        address = self.temperament.addresses.line_item
        with self.guard:
            return {
                (address(course, item), user_id): result
                for item in course.line_items
                if item.is_shown
                for user_id, result in item.results.items()
            }

    def line_item_url(self, course: Course, item: LineItem) -> str:
        """The id of this line item on the wire."""
        return self.temperament.addresses.line_item(course, item)

    def override(
        self, course: Course, line_item: LineItem, user: Person | str, score: float | None
    ) -> None:
        """A teacher types this many points over whatever the tool sent; None empties the cell."""
        assert line_item in course.line_items, "the column belongs to another course"
        with self.guard:
            self.temperament.marks.override(line_item, user_id(user), score)

    def lock(self, course: Course, line_item: LineItem, user: Person | str) -> None:
        """A teacher locks this cell: no tool can write to it."""
        assert line_item in course.line_items, "the column belongs to another course"
        line_item.result(user_id(user)).is_locked = True

    def unlock(self, course: Course, line_item: LineItem, user: Person | str) -> None:
        """The cell can be written again."""
        assert line_item in course.line_items, "the column belongs to another course"
        line_item.result(user_id(user)).is_locked = False

    def mint(
        self,
        person: Person,
        course: Course,
        link: ResourceLink | None = None,
        *,
        nonce: str,
        changes: oidc.Changes | None = None,
        header: Mapping[str, Any] | None = None,
        key: Any = None,
    ) -> str:
        """A token of this launch, honest or not.

        `changes` sets claims (the value ABSENT leaves one out) or is a function of the claims;
        `header` does the same for the header, None removing a member; `key` signs instead of the
        LMS's own: an RSA key, or bytes together with `header={"alg": "HS256"}`.
        """
        launch = oidc.launch_of(self, person, course, link=link)
        claims = {**self.temperament.claims.claims(launch), "nonce": nonce}
        return self.keys.sign(oidc.changed(claims, changes), header, key)


def user_id(user: Person | str) -> str:
    """The id on the wire of a person, or of whoever's id this is."""
    return user.id if isinstance(user, Person) else user


def create_lms(settings: LmsSettings | None = None) -> DemoLms:
    """A seeded LMS that is not serving yet."""
    return DemoLms(settings or LmsSettings())
