"""A browser without a screen: launches the tool from the demo LMS over real HTTP.

Cookies are carried by hand, since the tool's are Secure and the loopback speaks http: browsers
take the loopback as trustworthy, Python's cookie jar does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import requests

from tests.demo_lms.course import Course
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.people import Person


@dataclass
class Visitor:
    """One browser; `begin` a login, then `finish` it with an honest or a forged token."""

    tool: str
    cookies: dict[str, str] = field(default_factory=dict)

    def begin(self, form: dict[str, str]) -> requests.Response:
        """Post a login initiation to the tool; the answer is not followed."""
        return self.send("POST", "/lti/login", data=form)

    def finish(self, form: dict[str, str]) -> requests.Response:
        """Post an authentication response to the tool; the answer is not followed."""
        return self.send("POST", "/lti/launch", data=form)

    def launch(self, lms: DemoLms, person: Person, course: Course) -> requests.Response:
        """A whole honest launch up to the answer to the launch POST."""
        start = self.begin(dict(lms.login_form(person, course)))
        return self.finish(dict(lms.launch_form(person, course, start.headers["Location"])))

    def open(self, path: str) -> requests.Response:
        """Open a page of the tool."""
        return self.send("GET", path)

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        **kwargs: object,
    ) -> requests.Response:
        """Send a request with this browser's cookies, and keep those that come back."""
        url = path if path.startswith("http") else self.tool + path
        cookies = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        answer = requests.request(  # type: ignore[call-arg]
            method,
            url,
            headers={"Cookie": cookies, **(headers or {})},
            allow_redirects=False,
            timeout=30,
            **kwargs,
        )
        self.cookies.update(answer.cookies.get_dict())
        return answer
