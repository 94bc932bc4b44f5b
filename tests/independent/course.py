"""A course of the independent platform, and both sides' word on what happened there."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import requests

from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db
from lti_tool.lti.claims import SCOPE_RESULT_READ
from lti_tool.platforms.queries import platform_of
from lti_tool.platforms.tokens import service
from tests.visitor import Visitor

RUTH, AMARA, SOREN, LI, ASSISTANT = 1, 2, 3, 4, 5
PEOPLE = [
    {"id": RUTH, "name": "Ruth Adeyemi", "roles": ["instructor"]},
    {"id": AMARA, "name": "Amara Okonkwo", "roles": ["student"]},
    {"id": SOREN, "name": "Søren Ægir & Sønner", "roles": ["student"]},
    {"id": LI, "name": "李 小龙", "roles": ["student"]},
    {"id": ASSISTANT, "name": "Tove Assistant", "roles": ["Community TA"]},
    {"id": 6, "name": "Guido Guest", "roles": ["guest"]},
    {"id": 7, "name": "Zoë Last", "roles": ["student"]},
]
INPUT = re.compile(r'<input name="(\w+)" value="([^"]*)"')


def subject(number: int) -> str:
    """Who a person is to the tool."""
    return f"open-edx-{number}"


@dataclass(frozen=True)
class Course:
    """One course with the tool in it; `facts` are what it is registered by."""

    tool: str
    platform: str
    config_id: str
    services_url: str
    facts: dict[str, str]

    def launch(self, person: int, visitor: Visitor | None = None) -> requests.Response:
        """A whole launch by redirect and form, up to the answer to the launch POST."""
        visitor = visitor or Visitor(self.tool)
        start = visitor.send("GET", self.tell("launches", id=person).json()["url"])
        page = requests.get(start.headers["Location"], timeout=30)
        assert page.status_code == 200, page.text
        return visitor.finish({name: unescape(text) for name, text in INPUT.findall(page.text)})

    def tell(self, what: str, **wanted: Any) -> requests.Response:
        """Say something at the desk of the platform."""
        url = f"{self.platform}/desk/courses/{self.config_id}/{what}"
        return requests.post(url, json=wanted, timeout=30)

    def requests_of(self, what: str) -> list[dict[str, Any]]:
        """The requests that the platform had for a service of this course, by part of the path."""
        log = requests.get(f"{self.platform}/desk/log", timeout=30).json()
        ours = (self.facts["auth_token_url"], self.services_url)
        return [one for one in log if what in one["url"] and one["url"].startswith(ours)]

    def posted_to(self, what: str) -> list[str]:
        """Where we posted something below an address of this course."""
        return [one["url"] for one in self.requests_of(what) if one["method"] == "POST"]

    def results(self, line_item_url: str) -> list[dict[str, Any]]:
        """What the platform's gradebook says of a column."""
        reader = service(platform_of(self.context.deployment.registration), [SCOPE_RESULT_READ])
        answer = reader.send("GET", f"{line_item_url}/results", headers={"Accept": "*/*"})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()
        return found

    @property
    def context(self) -> Context:
        """The course as the tool knows it, once somebody came in."""
        db.session.rollback()
        return db.session.query(Context).one()

    def member(self, number: int) -> Membership:
        """A person as the tool knows them."""
        db.session.rollback()
        named = db.session.query(Membership).join(User).filter(User.subject == subject(number))
        return named.one()
