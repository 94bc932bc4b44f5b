"""A demo LMS in a process of its own, with a large course: its CPU is not the tool's."""

import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import jwt

from tests.demo_lms.faults import Fault
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.settings import LmsSettings
from tests.demo_lms.throttle import Throttle

NAMES_AND_ROLES = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"


@dataclass(frozen=True)
class Facts:
    """What a tool knows of this platform and its course after a launch."""

    issuer: str
    client_id: str
    deployment_id: str
    auth_login_url: str
    auth_token_url: str
    jwks_url: str
    memberships_url: str
    line_items_url: str
    line_item_url: str
    scopes: tuple[str, ...]
    subjects: tuple[str, ...]


@dataclass
class Platform:
    """The platform as the bench sees it: its facts, and a wire to steer it by."""

    facts: Facts
    _wire: Connection

    def wait_before_answers(self, seconds: float) -> None:
        """From now on every answer of a service takes this much longer."""
        self._wire.send(seconds)
        self._wire.recv()

    def fail(self, status: int) -> None:
        """From now on every twentieth score is answered with this status; 0: none any more."""
        self._wire.send(("fail", status))
        self._wire.recv()

    def asked(self) -> dict[str, int]:
        """How many requests of each kind came since this was asked last."""
        self._wire.send("asked")
        return dict(self._wire.recv())

    def scored(self) -> int:
        """How many people have a result in the column; then the column is emptied."""
        self._wire.send("scored")
        return int(self._wire.recv())


@contextmanager
def platform(jwks: Mapping[str, Any], *, members: int) -> Iterator[Platform]:
    """A platform with this many students that trusts a tool with these public keys."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(there, dict(jwks), members), daemon=True
    )
    process.start()
    try:
        yield Platform(here.recv(), here)
    finally:
        here.send(None)
        process.join(timeout=30)


class Roomy(Throttle):
    """A bucket that never runs low: whoever heeds it would be measured against who does not."""

    def remaining(self, caller: str) -> float:
        """Always full of room."""
        return 700.0


def _serve(wire: Connection, jwks: dict[str, Any], members: int) -> None:
    lms = create_lms(LmsSettings(students=members))
    lms.registration.public_jwks = jwks
    lms.throttle = Roomy(lms.now)
    item = lms.add_line_item(lms.course, "Participation", score_maximum=10.0)
    lms.start()
    wire.send(_facts(lms))
    while (order := wire.recv()) is not None:
        if order == "asked":
            wire.send({kind: lms.log.count(kind) for kind in {one.kind for one in lms.log}})
            lms.log.clear()
        elif order == "scored":
            wire.send(len(item.results))
            item.results.clear()
        elif isinstance(order, tuple):
            lms.faults.clear()
            if order[1]:
                lms.faults.add(Fault("scores", status=order[1], every=20))
            wire.send("done")
        else:
            lms.latency.update(dict.fromkeys(("nrps", "scores"), order))
            wire.send("done")
    lms.stop()


def _facts(lms: DemoLms) -> Facts:
    token = lms.mint(lms.students_made[0], lms.course, nonce="bench")
    claims = jwt.decode(token, options={"verify_signature": False})
    return Facts(
        issuer=lms.issuer,
        client_id=lms.client_id,
        deployment_id=lms.deployment_id,
        auth_login_url=lms.auth_login_url,
        auth_token_url=lms.auth_token_url,
        jwks_url=lms.jwks_url,
        memberships_url=claims[NAMES_AND_ROLES]["context_memberships_url"],
        line_items_url=claims[GRADES]["lineitems"],
        line_item_url=lms.line_item_url(lms.course, lms.course.line_items[-1]),
        scopes=tuple(claims[GRADES]["scope"]),
        subjects=tuple(person.id for person in lms.students_made),
    )
