"""Dynamic registration with strangers who say anything: about themselves, and about us."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import delete
from werkzeug.wrappers import Request, Response

from lti_tool.db import db
from lti_tool.platforms.models import Registration
from tests.fuzz.conftest import Watch, many
from tests.fuzz.junk import mutated, mutations, texts
from tests.fuzz.test_door import clean
from tests.lti.scripted import Scripted, scripted

SAMPLES = Path(__file__).resolve().parents[1] / "samples/moodle"
CONFIGURATION = json.loads((SAMPLES / "openid-configuration.json").read_text())
ANSWER = json.loads((SAMPLES / "registration.json").read_text())["body"]
LTI = "https://purl.imsglobal.org/spec/lti-"
ROOT = "http://127.0.0.1:8081"

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def told() -> Iterator[Scripted]:
    """A stranger on the loopback."""
    with scripted() as made:
        yield made


def asked(told: Scripted, *, says: Any = CONFIGURATION, answers: Any = ANSWER) -> dict[str, str]:
    """A stranger with this configuration and this answer; gives what is asked of us."""

    def answer(request: Request) -> Response:
        document = json.dumps(answers if request.method == "POST" else says)
        return Response(document.replace(ROOT, told.url))

    told.answer = answer
    return {"openid_configuration": f"{told.url}/c", "registration_token": "t"}


@many(300)
@given(changes=mutations(CONFIGURATION))
@example(changes=[(("issuer",), "\ud800")])
@example(changes=[((LTI + "platform-configuration", "version"), "\ud800\x00")])
def test_a_configuration_may_say_anything(
    client: FlaskClient, told: Scripted, watch: Watch, changes: Any
) -> None:
    form = asked(told, says=mutated(CONFIGURATION, changes))
    watch.check(client.get("/lti/register", query_string=form))


@many(200)
@given(changes=mutations(ANSWER))
@example(changes=[(("client_id",), "a\x00b")])
@example(changes=[(("client_id",), "\ud800")])
@example(changes=[((LTI + "tool-configuration", "deployment_id"), "\x00")])
def test_an_answer_may_say_anything(
    client: FlaskClient, told: Scripted, watch: Watch, changes: Any
) -> None:
    db.session.execute(delete(Registration))
    db.session.commit()
    form = asked(told, answers=mutated(ANSWER, changes))
    watch.check(client.post("/lti/register", data=form))


@many(200)
@given(sent=st.tuples(texts, texts, texts), by_link=st.booleans())
@example(sent=("https://[::1", "t", ""), by_link=True)
def test_a_registration_may_be_asked_of_anybody(
    client: FlaskClient, watch: Watch, sent: tuple[str, ...], by_link: bool
) -> None:
    names = ("openid_configuration", "registration_token", "invite")
    form = dict(zip(names, map(clean, sent), strict=True))
    if by_link:
        watch.check(client.get("/lti/register", query_string=form))
    else:
        watch.check(client.post("/lti/register", data=form))
