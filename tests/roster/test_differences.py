"""Where a platform tells what has changed, no more than that is asked for (NRPS 2.0, 2.4.2)."""

import json
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from werkzeug.wrappers import Request, Response

from lti_tool.courses.models import Context
from lti_tool.courses.queries import learners_of
from lti_tool.db import db, utcnow
from lti_tool.lti.memberships import MEDIA_TYPE
from lti_tool.roster.actions import WHOLE_EVERY, sync, want
from lti_tool.roster.models import RosterPlan, RosterRead
from tests.builders import make_context, make_registration
from tests.lti.scripted import Scripted, scripted

Entry = dict[str, object]


def entry(subject: str, name: str, status: str = "Active") -> Entry:
    return {"user_id": subject, "name": name, "roles": ["Learner"], "status": status}


class Platform:
    """A platform with a list that numbers its states, and tells what came after each."""

    def __init__(self, told: Scripted) -> None:
        self.told, self.states = told, [{f"s{n}": f"Student {n}" for n in range(9)}]
        self.is_forgetful = False
        told.answer = self.answer

    @property
    def people(self) -> dict[str, str]:
        """Who is in the course now; change it, then `goes_on`."""
        return self.states[-1]

    def goes_on(self) -> None:
        self.states.append(dict(self.people))

    def answer(self, request: Request) -> Response:
        if request.path == "/token":
            return Response(json.dumps({"access_token": "t", "expires_in": 3600}))
        since = request.args.get("since")
        if since and self.is_forgetful:
            return Response(status=410)
        members = self.since(int(since)) if since else [entry(*one) for one in self.people.items()]
        link = f'<{self.told.url}/members?since={len(self.states) - 1}>; rel="differences"'
        body = json.dumps({"id": "x", "context": {"id": "c"}, "members": members})
        return Response(body, content_type=MEDIA_TYPE, headers={"Link": link})

    def since(self, number: int) -> list[Entry]:
        then, now = self.states[number], self.people
        changed = [entry(*one) for one in now.items() if one not in then.items()]
        gone = [entry(one, name, "Deleted") for one, name in then.items() if one not in now]
        return [*changed, *gone]


@pytest.fixture
def platform() -> Iterator[Platform]:
    with scripted() as told:
        yield Platform(told)


@pytest.fixture
def context(app: Flask, platform: Platform) -> Context:
    """A course that was read once, in full."""
    url = platform.told.url
    registration = make_registration(auth_token_url=f"{url}/token")
    made = make_context(registration, memberships_url=f"{url}/members")
    db.session.commit()
    assert sync(made.id).members == 9
    platform.told.seen.clear()
    platform.goes_on()
    return made


def names(context: Context) -> list[str]:
    db.session.expire_all()
    return [one.user.name for one in learners_of(context.id)]


def asked(platform: Platform) -> list[str]:
    return [one for one in platform.told.seen if one != "/token"]


def test_who_came_changed_and_went_is_told_and_the_others_stay(
    context: Context, platform: Platform
) -> None:
    del platform.people["s0"]
    platform.people.update(s1="Another Name", s9="New Here")
    read = sync(context.id)
    assert asked(platform) == ["/members?since=0"]
    assert (read.outcome, read.members) == ("complete", 9)
    assert (read.joined, read.renamed, read.left) == (1, 1, 1)
    assert names(context) == ["Another Name", "New Here", *(f"Student {n}" for n in range(2, 9))]


def test_the_next_time_the_changes_since_then_are_asked_for(
    context: Context, platform: Platform
) -> None:
    platform.people["s9"] = "New Here"
    sync(context.id)
    platform.goes_on()
    del platform.people["s9"]
    read = sync(context.id)
    assert asked(platform) == ["/members?since=0", "/members?since=1"]
    assert (read.left, read.members) == (1, 9)


def test_nothing_new_is_no_accident(context: Context, platform: Platform) -> None:
    read = sync(context.id)
    assert (read.outcome, read.members, read.left) == ("complete", 9, 0)


@pytest.mark.parametrize("accident", ["forgotten", "a third is gone"])
def test_differences_that_are_of_no_use_make_the_whole_list_be_read(
    context: Context, platform: Platform, accident: str
) -> None:
    if accident == "forgotten":
        platform.is_forgetful = True
    else:
        platform.states[0].update({f"s{n}": "Who?" for n in range(20, 40)})
        for number in range(4):
            del platform.people[f"s{number}"]
    read = sync(context.id)
    assert asked(platform) == ["/members?since=0", "/members"]
    assert read.outcome == ("complete" if accident == "forgotten" else "suspicious")
    assert len(names(context)) == 9


def test_a_platform_that_is_busy_is_not_asked_for_more(
    context: Context, platform: Platform
) -> None:
    busy = platform.told.answer
    platform.told.answer = lambda request: Response(status=503)
    assert sync(context.id).reason == "busy"
    assert len(asked(platform)) == 1
    platform.told.answer = busy
    assert sync(context.id).outcome == "complete"
    assert asked(platform)[-1] == "/members?since=0"


def test_the_whole_list_is_read_once_a_week_and_when_staff_want_it(
    context: Context, platform: Platform
) -> None:
    want(context.id)
    db.session.commit()
    sync(context.id)
    assert asked(platform) == ["/members"]
    with time_machine.travel(utcnow() + WHOLE_EVERY, tick=True):
        sync(context.id)
    assert asked(platform) == ["/members", "/members"]


def test_an_address_on_another_host_is_never_asked(app: Flask, platform: Platform) -> None:
    honest = platform.told.answer

    def lie(request: Request) -> Response:
        answer = honest(request)
        answer.headers["Link"] = '<https://evil.example/since>; rel="differences"'
        return answer

    platform.told.answer = lie
    registration = make_registration(auth_token_url=f"{platform.told.url}/token")
    context = make_context(registration, memberships_url=f"{platform.told.url}/members")
    db.session.commit()
    sync(context.id)
    assert db.session.get_one(RosterPlan, context.id).differences_url is None
    assert db.session.query(RosterRead).one().outcome == "complete"
