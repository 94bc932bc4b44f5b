"""From the LMS's own page to a link in the course and back in: the whole way of a choice."""

import html
import re
from collections.abc import Mapping

import pytest
import requests

from lti_tool.courses.models import ResourceLink
from lti_tool.db import db
from tests.demo_lms import oidc
from tests.demo_lms.content_requests import choosing
from tests.demo_lms.lms import DemoLms
from tests.visitor import Visitor

STUDENT, TEACHER = "zoe.mueller", "ruth.adeyemi"

pytestmark = [
    pytest.mark.usefixtures("registration"),
    pytest.mark.parametrize("settings", ["sqlite"], indirect=True),
]


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return {n: html.unescape(v) for n, v in re.findall(r'name="(\w+)" value="([^"]*)"', page)}


def chosen(tool: str, lms: DemoLms, form: Mapping[str, object], *, then: str) -> requests.Response:
    """A teacher chooses in the tool, and the browser takes the answer to the LMS."""
    visitor, teacher, course = Visitor(tool), lms.person(TEACHER), lms.courses[0]
    start = visitor.begin(dict(oidc.login_form(lms, choosing(lms, teacher, course))))
    arrived = visitor.finish(dict(lms.launch_form(teacher, course, start.headers["Location"])))
    page = visitor.open(arrived.headers["Location"])
    sid = arrived.headers["Location"].split("/")[2]
    sent = {"csrf": fields(page.text)["csrf"], **form}
    answer = visitor.send("POST", f"/s/{sid}/link/{then}", data=sent)
    action = re.search(r'<form method="post" action="([^"]+)" data-hand-over', answer.text)
    assert action, answer.text
    signed = {"JWT": fields(answer.text)["JWT"]}
    back = requests.post(html.unescape(action[1]), data=signed, timeout=10)
    assert back.status_code == 200, back.text
    return back


def save(lms: DemoLms, page: str) -> None:
    """Press Save where the LMS wants that."""
    number = lms.courses[0].number
    address = f"{lms.url}/course/{number}/choose/save?as={TEACHER}"
    requests.post(address, data=fields(page), timeout=10, allow_redirects=False)


def test_what_was_chosen_becomes_links_and_the_whole_has_the_column(
    tool: str, lms: DemoLms
) -> None:
    before = len(lms.courses[0].resource_links)
    form = {"kind": ["home", "reflection"], "column": "yes"}
    back = chosen(tool, lms, form, then="choose")
    if lms.temperament.content.must_be_saved:
        assert len(lms.courses[0].resource_links) == before
        save(lms, back.text)
    home, reflection = lms.courses[0].resource_links[before:]
    columns = {one.resource_link_id: one for one in lms.courses[0].line_items}
    assert columns[home.id].resource_id == "participation"
    assert reflection.id not in columns


def test_a_student_who_opens_the_new_link_lands_on_its_activity(tool: str, lms: DemoLms) -> None:
    back = chosen(tool, lms, {"kind": "reflection"}, then="choose")
    save(lms, back.text)
    link, person, course = lms.courses[0].resource_links[-1], lms.person(STUDENT), lms.courses[0]
    visitor = Visitor(tool)
    start = visitor.begin(dict(lms.login_form(person, course, link=link)))
    arrived = visitor.finish(dict(lms.launch_form(person, course, start.headers["Location"])))
    landed = visitor.open(arrived.headers["Location"]).headers["Location"]
    assert landed.endswith(f"/reflections/{link.custom['pc_activity']}")
    assert visitor.open(landed).status_code == 200
    kept = db.session.query(ResourceLink).filter_by(resource_link_id=link.id).one()
    assert kept.activity == link.custom["pc_activity"]


def test_going_back_without_adding_leaves_the_course_as_it_was(tool: str, lms: DemoLms) -> None:
    before = list(lms.courses[0].resource_links)
    chosen(tool, lms, {}, then="cancel")
    assert lms.courses[0].resource_links == before


def test_a_link_of_a_copied_course_opens_the_same_kind_of_activity(tool: str, lms: DemoLms) -> None:
    save(lms, chosen(tool, lms, {"kind": "goal"}, then="choose").text)
    copy, person = lms.copy_course(lms.courses[0]), lms.person(STUDENT)
    copy.enrol(person)
    visitor = Visitor(tool)
    start = visitor.begin(dict(lms.login_form(person, copy, link=copy.resource_links[-1])))
    arrived = visitor.finish(dict(lms.launch_form(person, copy, start.headers["Location"])))
    assert visitor.open(arrived.headers["Location"]).headers["Location"].endswith("/goals")
