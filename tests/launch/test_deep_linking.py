"""Staff choose what a new link in the course opens; the answer holds what the platform takes.

The requests are the recorded ones of Moodle and Canvas, sent by the demo LMS.
"""

import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from sqlalchemy import select

from lti_tool.db import db
from lti_tool.gradebook.queries import coupled_url
from lti_tool.launch.models import Visit
from lti_tool.programme.models import Activity
from lti_tool.programme.outline.actions import choose, kept_outline
from lti_tool.programme.words import link_words
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.oidc import ABSENT
from tests.visitor import Visitor

SAMPLES = Path(__file__).parent.parent / "samples"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
SETTINGS = DL + "deep_linking_settings"
MEMBER = "http://purl.imsglobal.org/vocab/lis/v2/membership"
STUDENT, TEACHER = "zoe.mueller", "ruth.adeyemi"

pytestmark = [
    pytest.mark.usefixtures("registration"),
    # What is chosen is the same on every database.
    pytest.mark.parametrize("settings", ["sqlite"], indirect=True),
]


class Picker:
    """One deep linking request that has arrived, with the page it led to."""

    def __init__(self, tool: str, lms: DemoLms, username: str = TEACHER, **settings: Any) -> None:
        self.lms, self.visitor, self.person = lms, Visitor(tool), lms.person(username)
        sample = SAMPLES / lms.temperament.name / "deep-linking.json"
        recorded = json.loads(sample.read_text("utf-8"))
        role = "Instructor" if username == TEACHER else "Learner"
        said = {n: v for n, v in (recorded[SETTINGS] | settings).items() if v is not ABSENT}
        asking = {
            **recorded,
            LTI + "roles": [f"{MEMBER}#{role}"],
            SETTINGS: said,
            LTI + "resource_link": ABSENT,
        }
        self.asked: dict[str, Any] = said
        self.answer = arrive(self.visitor, lms, username, asking)
        self.path = urlsplit(self.answer.headers.get("Location", "")).path

    def open(self) -> requests.Response:
        """The page to choose on."""
        return self.visitor.open(self.path)

    def send(self, path: str = "", **form: Any) -> requests.Response:
        """Send a choice; the form's own token goes along."""
        token = re.search(r'name="csrf" value="(\w+)"', self.open().text)
        assert token
        return self.visitor.send("POST", path or self.path, data={"csrf": token[1], **form})

    def claims(self, page: requests.Response) -> dict[str, Any]:
        """What the platform reads in the answer, after its own checks."""
        assert page.status_code == 200, page.text
        action = re.search(r'<form method="post" action="([^"]+)" data-hand-over>', page.text)
        signed = re.search(r'name="JWT" value="([^"]+)"', page.text)
        assert action and signed
        assert html.unescape(action[1]) == self.asked["deep_link_return_url"]
        kid = jwt.get_unverified_header(signed[1])["kid"]
        key = jwt.PyJWK(published(self.visitor.tool)[kid]).key
        options = {"require": ["exp", "iat", "nonce"]}
        found: dict[str, Any] = jwt.decode(
            signed[1], key, ["RS256"], audience=self.lms.issuer, options=options
        )
        return found

    def items(self, **form: Any) -> list[dict[str, Any]]:
        """The content items of a choice."""
        items: list[dict[str, Any]] = self.claims(self.send(**form))[DL + "content_items"]
        return items


def published(tool: str) -> dict[str, Any]:
    """Our keys by name, as platforms fetch them."""
    keys = requests.get(f"{tool}/lti/jwks.json", timeout=10).json()["keys"]
    return {key["kid"]: key for key in keys}


def arrive(visitor: Visitor, lms: DemoLms, username: str, changes: Any) -> requests.Response:
    """Log in and arrive with a message that says something else than usual."""
    person, course = lms.person(username), lms.courses[0]
    start = visitor.begin(dict(lms.login_form(person, course)))
    sent = {n: v[0] for n, v in parse_qs(urlsplit(start.headers["Location"]).query).items()}
    token = lms.mint(person, course, nonce=sent["nonce"], changes=changes)
    return visitor.finish({"state": sent["state"], "id_token": token})


def follow(tool: str, lms: DemoLms, key: str) -> str:
    """Where a student lands who opens a link with this key: the last path."""
    visitor = Visitor(tool)
    first = arrive(visitor, lms, STUDENT, {LTI + "custom": {"pc_activity": key}})
    onward = visitor.open(first.headers["Location"]).headers["Location"]
    answer = visitor.open(onward)
    if answer.status_code == 303:
        onward = answer.headers["Location"]
        answer = visitor.open(onward)
    assert answer.status_code == 200
    return onward.split("/", 3)[3]


def test_a_recorded_request_opens_the_picker_in_the_frame(tool: str, lms: DemoLms) -> None:
    picker = Picker(tool, lms)
    page = picker.open()
    assert picker.answer.status_code == 303
    assert page.status_code == 200
    assert "What should the link in your course open?" in page.text
    assert "form-action 'self';" in page.headers["Content-Security-Policy"]


def test_the_picker_offers_nothing_that_the_course_does_without(tool: str, lms: DemoLms) -> None:
    picker = Picker(tool, lms)
    assert 'value="reflection"' in picker.open().text
    outline = kept_outline(db.session.scalars(select(Visit)).one().membership.context_id)
    choose(outline.context_id, {"without": ["reflections"]}, seen=outline.version)
    db.session.commit()
    page = picker.open().text
    assert 'value="reflection"' not in page
    assert "a reflection" not in page
    assert picker.send(kind="reflection").status_code == 422
    assert len(picker.items(kind="goal")) == 1


def test_the_answer_is_signed_and_addressed_to_the_platform(tool: str, lms: DemoLms) -> None:
    picker = Picker(tool, lms)
    page = picker.send(kind="home")
    said = picker.claims(page)
    assert said["iss"] == lms.client_id
    assert said[LTI + "message_type"] == "LtiDeepLinkingResponse"
    assert said[LTI + "version"] == "1.3.0"
    assert said[LTI + "deployment_id"] == lms.deployment_id
    assert DL + "data" not in said
    assert page.headers["Cache-Control"] == "no-store"
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(picker.asked["deep_link_return_url"]))
    assert f"form-action 'self' {origin};" in page.headers["Content-Security-Policy"]


def test_data_goes_back_exactly_as_it_came(tool: str, lms: DemoLms) -> None:
    data = "  csrf=“ä”\n$Data "
    picker = Picker(tool, lms, data=data)
    assert picker.claims(picker.send(kind="home"))[DL + "data"] == data


def test_several_links_go_back_at_once_each_with_its_own_key(tool: str, lms: DemoLms) -> None:
    picker = Picker(tool, lms)
    form = {"kind": ["home", "goal", "reflection"], "column": "yes", "due": "2026-12-01"}
    home, goal, reflection = picker.items(**form)
    keys = {one["custom"]["pc_activity"] for one in (home, goal, reflection)}
    assert keys == {one.key for one in db.session.query(Activity)}
    assert home["lineItem"]["resourceId"] == "participation"
    assert home["lineItem"]["label"] == home["title"]
    assert "submission" not in home
    assert home["lineItem"]["scoreMaximum"] > 0
    assert "lineItem" not in goal
    assert reflection["submission"] == {"endDateTime": "2026-12-01T23:59:59+00:00"}
    assert {one["url"] for one in (home, goal, reflection)} == {f"{tool}/lti/launch"}


@pytest.mark.parametrize("no", [False, "false", "0"])
def test_a_platform_that_takes_one_link_without_column_gets_no_more(
    tool: str, lms: DemoLms, no: object
) -> None:
    picker = Picker(tool, lms, accept_multiple=no, accept_lineitem=no)
    page = picker.open().text
    assert 'type="checkbox"' not in page
    refused = picker.send(kind=["home", "goal"], column="yes")
    assert refused.status_code == 422
    assert "one link at a time" in refused.text
    (item,) = picker.items(kind="home", name="  Ziel  der Woche ", column="yes")
    assert "lineItem" not in item
    assert item["title"] == "Ziel der Woche"


def test_booleans_may_come_as_texts(tool: str, lms: DemoLms) -> None:
    picker = Picker(tool, lms, accept_multiple="true", accept_lineitem="true")
    assert len(picker.items(kind=["home", "goal"], column="yes")) == 2


def test_a_platform_without_frames_gets_links_that_open_in_a_window(
    tool: str, lms: DemoLms
) -> None:
    picker = Picker(tool, lms, accept_presentation_document_targets=["window"])
    (item,) = picker.items(kind="home")
    assert item["window"] == {"targetName": "_blank"}


def test_going_back_without_adding_sends_an_empty_list_and_keeps_nothing(
    tool: str, lms: DemoLms
) -> None:
    picker = Picker(tool, lms)
    said = picker.claims(picker.send(picker.path.replace("choose", "cancel")))
    assert said[DL + "content_items"] == []
    assert db.session.query(Activity).count() == 0


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Choose what the link shall open."),
        ({"kind": "something else"}, "Choose what the link shall open."),
        ({"kind": "home", "name": "x" * 201}, "too long"),
        ({"kind": "goal", "due": "next week"}, "Write the day"),
    ],
)
def test_what_is_wrong_is_said_inside_the_frame(
    tool: str, lms: DemoLms, form: dict[str, str], words: str
) -> None:
    picker = Picker(tool, lms)
    answer = picker.send(**form)
    assert answer.status_code == 422
    assert words in html.unescape(answer.text)
    assert db.session.query(Activity).count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"deep_link_return_url": ABSENT},
        {"deep_link_return_url": "http://lms.example/back"},
        {"deep_link_return_url": "https://lms.example;script-src */back"},
        {"deep_link_return_url": "javascript:alert(1)"},
        {"deep_link_return_url": 7},
        {"accept_types": ["link", "html"]},
        {"accept_types": None},
    ],
)
def test_a_request_that_could_not_be_answered_is_refused(
    tool: str, lms: DemoLms, changes: dict[str, Any]
) -> None:
    assert Picker(tool, lms, **changes).answer.status_code == 400
    assert db.session.query(Visit).count() == 0


@pytest.mark.parametrize("settings_claim", ["text", [], None, 7])
def test_settings_that_are_no_object_are_refused(
    tool: str, lms: DemoLms, settings_claim: object
) -> None:
    asking = {LTI + "message_type": "LtiDeepLinkingRequest", SETTINGS: settings_claim}
    assert arrive(Visitor(tool), lms, TEACHER, asking).status_code == 400


def test_a_student_may_not_choose(tool: str, lms: DemoLms) -> None:
    picker = Picker(tool, lms, STUDENT)
    assert picker.open().status_code == 403


def test_nobody_chooses_in_a_visit_that_came_for_something_else(tool: str, lms: DemoLms) -> None:
    visitor = Visitor(tool)
    arrived = visitor.launch(lms, lms.person(TEACHER), lms.courses[0]).headers["Location"]
    sid = arrived.split("/")[2]
    assert visitor.open(f"/s/{sid}/link/choose").status_code == 404


def test_a_choice_from_a_foreign_page_is_refused(tool: str, lms: DemoLms) -> None:
    picker = Picker(tool, lms)
    answer = picker.visitor.send("POST", picker.path, data={"kind": "home"})
    assert answer.status_code == 403


def test_a_link_leads_a_student_to_what_was_chosen(tool: str, lms: DemoLms) -> None:
    picker = Picker(tool, lms)
    items = picker.items(kind=["home", "goal", "reflection"])
    keys = [one["custom"]["pc_activity"] for one in items]
    assert follow(tool, lms, keys[0]) == "home"
    assert follow(tool, lms, keys[1]) == "goals/new"
    assert follow(tool, lms, keys[2]) == f"reflections/{keys[2]}"


@pytest.mark.parametrize("key", ["AAAAAAAAAAAA", "$Activity.id"])
def test_a_link_that_nobody_chose_leads_home(tool: str, lms: DemoLms, key: str) -> None:
    visitor = Visitor(tool)
    first = arrive(visitor, lms, STUDENT, {LTI + "custom": {"pc_activity": key}})
    onward = first.headers["Location"]
    if "/link/open/" in onward:
        onward = visitor.open(onward).headers["Location"]
    assert onward.endswith("/home")


def test_the_column_of_one_activity_is_not_the_column_of_the_course(
    tool: str, lms: DemoLms
) -> None:
    (item,) = Picker(tool, lms).items(kind="goal", column="yes")
    course = lms.courses[0]
    link = lms.add_graded_link(course, "My goal", 5)
    link.custom = item["custom"]
    visitor = Visitor(tool)
    start = visitor.begin(dict(lms.login_form(lms.person(STUDENT), course, link=link)))
    form = lms.launch_form(lms.person(STUDENT), course, start.headers["Location"])
    assert visitor.finish(dict(form)).status_code == 303
    assert coupled_url(db.session.query(Activity).one().context_id) is None


def test_each_choice_is_shown_as_students_will_see_it(tool: str, lms: DemoLms) -> None:
    page = Picker(tool, lms).open().text
    assert page.count("Students will see") == len(link_words())
    assert "What do I want to reach?" in page
    assert "Only <strong>you</strong> can read this." in page
    assert 'class="ring named' in page
