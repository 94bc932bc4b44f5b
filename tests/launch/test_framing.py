"""Who may hold a page of ours in a frame: the platform of the visit, on whichever of its hosts."""

from typing import Any

import pytest

from lti_tool.platforms.models import Registration
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.oidc import ABSENT
from tests.demo_lms.vocabulary import CLAIM, NRPS_CLAIM
from tests.visitor import Visitor

VANITY = "https://learn.school.example"
PRESENTATION = f"{CLAIM}launch_presentation"

pytestmark = pytest.mark.usefixtures("registration")


def ancestors(tool: str, lms: DemoLms, **changes: Any) -> list[str]:
    """The frame-ancestors of the first page after a launch with other claims."""
    visitor, teacher = Visitor(tool), lms.person("ruth.adeyemi")
    start = visitor.begin(dict(lms.login_form(teacher, lms.course)))
    form = dict(lms.launch_form(teacher, lms.course, start.headers["Location"]))
    nonce = start.headers["Location"].split("nonce=")[1].split("&")[0]
    form["id_token"] = lms.mint(teacher, lms.course, nonce=nonce, changes=changes)
    page = visitor.open(visitor.finish(form).headers["Location"])
    assert "X-Frame-Options" not in page.headers
    policy = page.headers["Content-Security-Policy"]
    return policy.partition("frame-ancestors ")[2].split()


def test_the_platform_may_and_nobody_else(tool: str, lms: DemoLms) -> None:
    assert ancestors(tool, lms) == [lms.url]


def test_a_host_of_the_schools_own_is_known_by_the_return_address(tool: str, lms: DemoLms) -> None:
    changes = {PRESENTATION: {"return_url": f"{VANITY}/courses/1"}}
    assert VANITY in ancestors(tool, lms, **changes)


def test_without_a_return_address_its_services_tell(tool: str, lms: DemoLms) -> None:
    service = {"context_memberships_url": f"{VANITY}/members", "service_versions": ["2.0"]}
    changes = {PRESENTATION: ABSENT, NRPS_CLAIM: service}
    assert VANITY in ancestors(tool, lms, **changes)


@pytest.mark.parametrize(
    "url", ["https://a.example; script-src *", "javascript:x", "https://*", ""]
)
def test_an_address_that_is_none_adds_no_word_to_the_policy(
    tool: str, lms: DemoLms, url: str
) -> None:
    assert ancestors(tool, lms, **{PRESENTATION: {"return_url": url}}) == [lms.url]


def test_the_door_sends_no_x_frame_options(tool: str, registration: Registration) -> None:
    for path in ("/lti/sheet", "/lti/register", "/healthz"):
        assert "X-Frame-Options" not in Visitor(tool).open(path).headers
