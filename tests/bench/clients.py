"""Clients of a platform's services: ours, pylti1p3's documented ones, and bare requests.

Each gives the number of members read or of scores taken; each begins without an access token.
"""

import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException
from pylti1p3.grade import Grade
from pylti1p3.names_roles import NamesRolesProvisioningService
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector
from sqlalchemy import select, update

from lti_tool.db import db, utcnow
from lti_tool.gradebook import actions as gradebook
from lti_tool.gradebook.models import Lane, OutboxScore
from lti_tool.lti import claims, memberships
from lti_tool.lti.keys import kid_of, pem_of
from lti_tool.lti.manners import FOLDER, manners_of
from lti_tool.lti.platform import Platform
from lti_tool.lti.scores import MEDIA_TYPE
from lti_tool.lti.tokens import fetch_token
from lti_tool.platforms.models import Registration as OurRegistration
from lti_tool.platforms.queries import platform_of
from lti_tool.platforms.tokens import service
from lti_tool.settings import shipped
from tests.bench.platform import Facts

MAXIMUM = 10.0
TRIES = 500
"""Runs after which scores that still wait are lost; a run ends with a platform's first 429."""
COMMENT = "8 of 10 steps taken"


@dataclass(frozen=True)
class Bench:
    """What the clients share: the platform, our application, and the key that signs."""

    facts: Facts
    app: Flask
    key: RSAPrivateKey
    scores: int

    @property
    def platform(self) -> Platform:
        """The platform as our door knows it."""
        return platform_of(db.session.scalars(select(OurRegistration)).one())

    @property
    def scored(self) -> tuple[str, ...]:
        """The people who get a score."""
        return self.facts.subjects[: self.scores]


Client = Callable[[Bench], int]


def our_roster(bench: Bench) -> int:
    """The course list, read and understood, as the step `roster` asks for it."""
    asked = service(bench.platform, memberships.SCOPES)
    return len(memberships.read_members(asked, bench.facts.memberships_url).members)


def bare_roster(bench: Bench) -> int:
    """The same requests and JSON over one connection, and nothing else."""
    session, found = requests.Session(), 0
    headers = {
        "Accept": memberships.MEDIA_TYPE,
        "Authorization": _bearer(bench, memberships.SCOPES),
    }
    here = bench.facts.memberships_url
    while here:
        answer = session.get(here, headers=headers)
        found += len(json.loads(answer.content)["members"])
        here = answer.links.get("next", {}).get("url", "")
    return found


def documented_roster(bench: Bench) -> int:
    """pylti1p3's `get_members`, as it is."""
    return _documented_roster(ServiceConnector(_registration(bench)), bench)


def repaired_roster(bench: Bench) -> int:
    """The same with links that keep their capital letters, without which no page follows."""
    return _documented_roster(LinksAsGiven(_registration(bench)), bench)


class LinksAsGiven(ServiceConnector):
    """pylti1p3 reads the Link header in small letters; a cursor may have capitals."""

    def make_service_request(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        answer = super().make_service_request(*args, **kwargs)
        found = re.search(r'<([^>]*)>;\s*rel="next"', answer["headers"].get("Link", ""))
        return {**answer, "next_page_url": found.group(1) if found else None}


def our_scores(connections: int) -> Client:
    """The outbox: scores that wait in the database are claimed, sent, and recorded."""

    def run(bench: Bench) -> int:
        folder = bench.app.extensions["settings"].config_dirs[0] / FOLDER
        folder.mkdir(exist_ok=True)
        shipped_file = (shipped("config") / FOLDER / "canvas.toml").read_text()
        changed = re.sub("at_once = .*", f"at_once = {connections}", shipped_file)
        (folder / "canvas.toml").write_text(changed)
        manners_of.cache_clear()
        return gradebook.send_due().sent

    return run


def our_scores_to_the_end(bench: Bench) -> int:
    """The same until nothing waits any more; each time all pauses are over."""
    sent, run = 0, our_scores(4)
    for _ in range(TRIES):
        sent += run(bench)
        if sent >= bench.scores:
            break
        db.session.execute(update(OutboxScore).values(next_try_at=utcnow()))
        db.session.execute(update(Lane).values(rests_until=None))
        db.session.commit()
    return sent


def documented_scores_whatever_comes(bench: Bench) -> int:
    """pylti1p3's `put_grade`, where its caller goes on after an exception."""
    return documented_scores(bench, is_patient=True)


def documented_scores(bench: Bench, *, is_patient: bool = False) -> int:
    """pylti1p3's `put_grade` with one connector for all, one score after the other."""
    data = {"scope": [*bench.facts.scopes], "lineitem": bench.facts.line_item_url}
    grades = AssignmentsGradesService(ServiceConnector(_registration(bench)), data)
    for subject in bench.scored:
        with suppress(LtiException) if is_patient else nullcontext():
            grades.put_grade(
                Grade()
                .set_score_given(8.0)
                .set_score_maximum(MAXIMUM)
                .set_timestamp(_now())
                .set_activity_progress("InProgress")
                .set_grading_progress("FullyGraded")
                .set_user_id(subject)
                .set_comment(COMMENT)
            )
    return len(bench.scored)


def bare_scores(connections: int) -> Client:
    """The same requests over this many kept connections, and nothing else."""

    def run(bench: Bench) -> int:
        own, bearer = threading.local(), _bearer(bench, (claims.SCOPE_SCORE,))
        headers = {"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE, "Authorization": bearer}

        def post(subject: str) -> bool:
            if not hasattr(own, "session"):
                own.session = requests.Session()
            url = f"{bench.facts.line_item_url}/scores"
            return bool(own.session.post(url, data=_score(subject), headers=headers).ok)

        with ThreadPoolExecutor(connections) as pool:
            return sum(pool.map(post, bench.scored))

    return run


def _documented_roster(connector: ServiceConnector, bench: Bench) -> int:
    data = {"context_memberships_url": bench.facts.memberships_url}
    return len(NamesRolesProvisioningService(connector, data).get_members())


def _registration(bench: Bench) -> Registration:
    public = bench.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    facts = bench.facts
    return (
        Registration()
        .set_auth_login_url(facts.auth_login_url)
        .set_auth_token_url(facts.auth_token_url)
        .set_client_id(facts.client_id)
        .set_key_set_url(facts.jwks_url)
        .set_issuer(facts.issuer)
        .set_tool_public_key(public.decode())
        .set_tool_private_key(pem_of(bench.key))
    )


def _bearer(bench: Bench, scopes: tuple[str, ...]) -> str:
    signer = (kid_of(bench.key), bench.key)
    token = fetch_token(bench.platform, " ".join(scopes), signer=signer)
    return f"Bearer {token.value}"


def _score(subject: str) -> bytes:
    body = {
        "userId": subject, "scoreGiven": 8.0, "scoreMaximum": MAXIMUM, "timestamp": _now(),
        "activityProgress": "InProgress", "gradingProgress": "FullyGraded", "comment": COMMENT,
    }  # fmt: skip
    return json.dumps(body).encode()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
