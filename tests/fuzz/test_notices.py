"""Notices that say anything: anybody may post them, and nobody signs in before."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st

from tests.demo_lms import notices
from tests.demo_lms.lms import DemoLms
from tests.fuzz.conftest import Watch, many
from tests.fuzz.junk import changed, mutated, mutations, values

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
SHAPE = {
    "iss": "", "aud": "", "exp": 0, "iat": 0, "nonce": "", "azp": "",
    LTI + "version": "", LTI + "deployment_id": "", LTI + "origin_contexts": [""],
    LTI + "notice": {"id": "", "timestamp": "", "type": ""},
    LTI + "context": {"id": "", "label": "", "title": "", "type": [""]},
}  # fmt: skip

pytestmark = [
    pytest.mark.usefixtures("registration"),
    pytest.mark.parametrize(("settings", "lms"), [("sqlite", "canvas")], indirect=True),
]


def told(lms: DemoLms) -> dict[str, Any]:
    """An honest notice: one course was copied from another."""
    made = lms.copy_course(lms.course)
    return dict(
        notices.copied(lms, lms.registration, lms.deployment_id, made=made, origin=lms.course)
    )


@many(200)
@given(changes=mutations(SHAPE))
@example(changes=[((LTI + "context", "title"), "\ud800\x00")])
@example(changes=[(("iss",), "\x00")])
def test_a_notice_may_say_anything(
    client: FlaskClient, lms: DemoLms, watch: Watch, changes: Any
) -> None:
    token = lms.keys.sign(mutated(told(lms), changes))
    watch.check(client.post("/lti/notices", data=json.dumps({"notices": [{"jwt": token}]})))


@many(150)
@given(body=st.binary(max_size=200) | values.map(json.dumps), place=st.sampled_from(
    [(), ("notices",), ("notices", 0), ("notices", 0, "jwt")]
), value=values)  # fmt: skip
def test_a_delivery_may_be_anything(
    client: FlaskClient, watch: Watch, body: Any, place: Any, value: Any
) -> None:
    watch.check(client.post("/lti/notices", data=body))
    shaped = changed({"notices": [{"jwt": "a.b.c"}]}, place, value)
    watch.check(client.post("/lti/notices", data=json.dumps(shaped)))
