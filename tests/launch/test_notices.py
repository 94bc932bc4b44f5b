"""A platform tells of copied courses: asked once, believed by its signature, heard once."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask

from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.launch.actions import hear
from lti_tool.lti.notices import MOST
from lti_tool.platforms.listening import ask_due, forget_heard
from lti_tool.platforms.models import Deployment, HeardNotice, NoticeHandler, Registration
from tests.builders import make_context
from tests.demo_lms import notices
from tests.demo_lms.course import Course
from tests.demo_lms.keys import next_private_key
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.oidc import ABSENT, changed
from tests.programme.copies.school import TEACHER, School

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DAY = 86_400
SAMPLE = Path(__file__).parent.parent / "samples" / "canvas" / "context-copy-notice.json"

pytestmark = pytest.mark.usefixtures("registration")
canvas = pytest.mark.parametrize("lms", ["canvas"], indirect=True)
once = pytest.mark.parametrize(("settings", "lms"), [("sqlite", "canvas")], indirect=True)


@pytest.fixture
def school(tool: str, lms: DemoLms) -> School:
    """A school whose LMS says nothing of history in its launches."""
    lms.registration.custom = {}
    return School(tool, lms)


def copy_in_silence(school: School, label: str = "COPY") -> Course:
    """A copy whose links say nothing either."""
    made = school.copy(label=label)
    for link in made.resource_links:
        link.custom = {}
    return made


def notice(school: School, made: Course, **changes: Any) -> str:
    """A signed notice that `made` is a copy of the school's course; `changes` are claims."""
    lms = school.lms
    claims = notices.copied(
        lms, lms.registration, lms.deployment_id, made=made, origin=school.course
    )
    said = {(LTI + n if n in OF_LTI else n): value for n, value in changes.items()}
    return lms.keys.sign(changed(claims, said))


OF_LTI = {"version", "notice", "deployment_id", "context", "origin_contexts"}


def deliver(school: School, *tokens: str) -> int:
    """Post notices to the tool; gives the status."""
    return notices.deliver(f"{school.tool}/lti/notices", *tokens)


def waiting(school: School, made: Course) -> bool:
    """Whether the tool knows a course as a copy that waits for its staff."""
    db.session.rollback()
    found = db.session.query(Context).filter_by(context_id=made.id, copy_state="waiting")
    return found.count() == 1


@canvas
def test_a_platform_that_offers_it_is_asked_once_and_then_tells_of_copies(school: School) -> None:
    assert ask_due() == 1
    handlers = school.lms.notice_handlers
    address = f"{school.tool}/lti/notices"
    assert handlers == {(school.lms.deployment_id, notices.COPIED): address}
    school.come(TEACHER)
    assert ask_due() == 0
    made = copy_in_silence(school)
    assert waiting(school, made)
    teacher = school.come(TEACHER, made)
    assert "This course is a copy" in teacher.open().text
    teacher.send("/copy", reply="bring")
    assert school.set_up(made) == school.set_up(school.course)


@pytest.mark.parametrize(("settings", "lms"), [("sqlite", "moodle")], indirect=True)
def test_a_platform_that_does_not_offer_it_is_not_asked(school: School) -> None:
    db.session.rollback()
    assert db.session.query(NoticeHandler).count() == 0
    assert ask_due() == 0


@once
def test_without_the_scope_nothing_is_asked(tool: str, lms: DemoLms) -> None:
    lms.registration.scopes = tuple(
        one for one in lms.registration.scopes if not one.endswith("noticehandlers")
    )
    School(tool, lms)
    assert ask_due() == 0


@once
def test_a_refusal_is_tried_again_later_and_harms_nobody(school: School, time_machine: Any) -> None:
    deployments, school.lms.registration.deployments = school.lms.registration.deployments, []
    assert ask_due() == 0
    assert ask_due() == 0
    asked = [one for one in school.lms.log if one.kind == "notices"]
    assert len(asked) == 1
    school.lms.registration.deployments = deployments
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=6))
    assert ask_due() == 1
    assert ask_due() == 0


@once
def test_when_our_address_changes_the_platform_is_asked_anew(app: Flask, school: School) -> None:
    assert ask_due() == 1
    app.config["PUBLIC_URL"] = "https://circles.example"
    row = db.session.query(NoticeHandler).one()
    row.next_try_at = datetime.now(UTC)
    db.session.commit()
    assert ask_due() == 1
    assert list(school.lms.notice_handlers.values()) == ["https://circles.example/lti/notices"]


@once
def test_a_deployment_that_is_switched_off_is_not_asked(school: School) -> None:
    db.session.query(Deployment).update({"is_active": False})
    db.session.commit()
    assert ask_due() == 0


@canvas
def test_the_same_notice_twice_is_heard_once(school: School) -> None:
    made = copy_in_silence(school)
    token = notice(school, made)
    assert deliver(school, token) == 204
    school.come(TEACHER, made).send("/copy", reply="afresh")
    assert deliver(school, token, token) == 204
    assert deliver(school, notice(school, made)) == 204
    assert not waiting(school, made)
    assert db.session.query(HeardNotice).count() == 2


@once
def test_a_notice_that_comes_after_the_first_launch_is_heard_too(school: School) -> None:
    made = copy_in_silence(school)
    assert school.come(TEACHER, made).path.endswith("/groups/")
    assert deliver(school, notice(school, made)) == 204
    assert "This course is a copy" in school.come(TEACHER, made).open().text


@once
def test_of_a_copy_of_a_course_that_we_do_not_know_nothing_is_kept(school: School) -> None:
    made = copy_in_silence(school)
    stranger = notice(school, made, origin_contexts=["nobody knows it"])
    for token in (stranger, notice(school, made, origin_contexts=ABSENT)):
        assert deliver(school, token) == 204
    db.session.rollback()
    assert db.session.query(Context).count() == 1


@once
@pytest.mark.parametrize("kind", ["LtiHelloWorldNotice", "LtiOfTomorrowNotice", ""])
def test_another_kind_of_notice_is_heard_and_changes_nothing(school: School, kind: str) -> None:
    made = copy_in_silence(school)
    said = {"id": "n-1", "timestamp": "2026-11-19T11:24:25Z", "type": kind}
    assert deliver(school, notice(school, made, notice=said)) == 204
    assert not waiting(school, made)


@once
def test_a_course_of_another_registration_is_no_origin(school: School) -> None:
    make_context(context_id="theirs")
    db.session.commit()
    made = copy_in_silence(school)
    assert deliver(school, notice(school, made, origin_contexts=["theirs"])) == 204
    assert not waiting(school, made)


@once
def test_one_bad_notice_does_not_spoil_the_others(school: School) -> None:
    made = copy_in_silence(school)
    assert deliver(school, "not.a.token", notice(school, made), "neither") == 204
    assert waiting(school, made)


def now() -> int:
    return int(datetime.now(UTC).timestamp())


UNTRUSTED: dict[str, tuple[int, Callable[[], dict[str, Any]]]] = {
    "another audience": (403, lambda: {"aud": "somebody", "azp": ABSENT}),
    "two audiences": (401, lambda: {"azp": "somebody"}),
    "another issuer": (403, lambda: {"iss": "https://other.example"}),
    "no issuer": (401, lambda: {"iss": ABSENT}),
    "an issuer that nobody can read": (401, lambda: {"iss": "a\x00b"}),
    "an audience that nobody can read": (401, lambda: {"aud": "\ud800", "azp": ABSENT}),
    "another deployment": (403, lambda: {"deployment_id": "nobody came from it"}),
    "no deployment": (400, lambda: {"deployment_id": ABSENT}),
    "over": (401, lambda: {"iat": now() - 7200, "exp": now() - 3600}),
    "without an end": (401, lambda: {"exp": ABSENT}),
    "without a beginning": (401, lambda: {"iat": ABSENT}),
    "of tomorrow": (401, lambda: {"iat": now() + 3600, "exp": now() + 7200}),
    "of last month": (401, lambda: {"iat": now() - 30 * DAY, "exp": now() + 30 * DAY}),
    "without a nonce": (400, lambda: {"nonce": ABSENT}),
    "without an id": (400, lambda: {"notice": {"type": notices.COPIED}}),
    "no notice": (400, lambda: {"notice": "copied"}),
    "of another version": (400, lambda: {"version": "1.1"}),
}


@once
@pytest.mark.parametrize("case", UNTRUSTED)
def test_a_notice_is_checked_as_a_launch_is(school: School, case: str) -> None:
    made, (status, changes) = copy_in_silence(school), UNTRUSTED[case]
    assert deliver(school, notice(school, made, **changes())) == status
    assert not waiting(school, made)
    assert db.session.query(HeardNotice).count() == 0


@once
def test_a_notice_that_another_has_signed_is_refused(school: School) -> None:
    made = copy_in_silence(school)
    lms = school.lms
    claims = notices.copied(
        lms, lms.registration, lms.deployment_id, made=made, origin=school.course
    )
    forged = lms.keys.sign(claims, key=next_private_key())
    unsigned = lms.keys.sign(claims, header={"alg": "none"})
    unnamed = lms.keys.sign(claims, header={"kid": None})
    assert [deliver(school, one) for one in (forged, unsigned, unnamed)] == [401, 401, 401]
    assert not waiting(school, made)


@once
@pytest.mark.parametrize(
    "body",
    [
        b"", b"no json", b"[]", b"null", b'{"notices": []}', b'{"notices": "x"}',
        b'{"notices": [null, 7, {"jwt": 7}, {"jwt": "$Literal"}]}', b"[" * 100_000,
        json.dumps({"notices": [{"jwt": "x"}] * (MOST + 1)}).encode(),
    ],
    ids=range(9),
)  # fmt: skip
def test_what_is_no_delivery_is_refused(school: School, body: bytes) -> None:
    assert requests.post(f"{school.tool}/lti/notices", data=body, timeout=10).status_code == 400


@once
@pytest.mark.parametrize(
    "changes",
    [
        {"context": ABSENT},
        {"context": "course"},
        {"context": {"id": None}},
        {"context": {"id": "x" * 300}},
        {"origin_contexts": "course"},
        {"origin_contexts": [None, 7, "", "ü", "x" * 300]},
    ],
)
def test_a_notice_that_lacks_what_it_is_about_changes_nothing(
    school: School, changes: dict[str, Any]
) -> None:
    made = copy_in_silence(school)
    assert deliver(school, notice(school, made, **changes)) == 204
    db.session.rollback()
    assert db.session.query(Context).count() == 1


@once
def test_a_notice_of_a_course_itself_is_no_copy(school: School) -> None:
    assert deliver(school, notice(school, school.course)) == 204
    assert not waiting(school, school.course)


@once
def test_notices_are_forgotten_once_nobody_would_believe_them(
    app: Flask, school: School, registration: Registration, time_machine: Any
) -> None:
    token = notice(school, copy_in_silence(school))
    assert hear(app.extensions["door"], [token]) == 1
    db.session.commit()
    time_machine.move_to(datetime.now(UTC) + timedelta(days=31))
    forget_heard()
    db.session.commit()
    assert db.session.query(HeardNotice).count() == 0
    assert deliver(school, token) == 401


@once
def test_a_recorded_notice_of_canvas_is_understood(school: School) -> None:
    made = copy_in_silence(school)
    recorded = json.loads(SAMPLE.read_text("utf-8"))
    said = {n.removeprefix(LTI): recorded[n] for n in recorded if n.removeprefix(LTI) in OF_LTI}
    here = {
        "deployment_id": school.lms.deployment_id,
        "context": said["context"] | {"id": made.id},
        "origin_contexts": [school.course.id],
    }
    assert deliver(school, notice(school, made, **said | here)) == 204
    assert waiting(school, made)
    assert school.known(made).title == "Cell Biology, Spring"
