"""Trying out a platform, one part at a time: what works, and what it says where it does not.

For the doctor. A finding holds addresses without query, statuses and counts; never a token, a key
or a name. Nothing here is called inside a transaction that writes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from lti_tool.errors import PeerCirclesError, PlatformUnclear
from lti_tool.lti.connection import accepted, send
from lti_tool.lti.grade_service import GradeService
from lti_tool.lti.keysets import fetch_keys
from lti_tool.lti.line_items import LIST_MEDIA_TYPE, Column, create_line_item
from lti_tool.lti.memberships import read_members
from lti_tool.lti.platform import Platform
from lti_tool.lti.services import Service
from lti_tool.lti.tokens import Signer, fetch_token

State = Literal["done", "look", "fail", "skip"]
MOST_SKEW = 60
"""Seconds that two clocks may differ before sign-ins fail: Moodle's messages live so long."""
LITTLE_SKEW = 10
TRIAL = Column("Peer Circles: connection check", 1.0, "pc-check", "pc-check")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one trial showed; `check` is a key of the doctor's words, `detail` plain facts."""

    check: str
    state: State
    detail: str = ""


def keys_readable(platform: Platform) -> Finding:
    """Whether the platform's public keys can be read."""
    return _tried("keys", lambda: _count(len(fetch_keys(platform.jwks_url))))


def our_keys_readable(jwks_url: str, kid: str) -> Finding:
    """Whether our own keys can be read at our public address, the signing one among them."""
    return _tried("ours", lambda: _our_keys(jwks_url, kid))


def clock_agrees(platform: Platform) -> Finding:
    """How far our clock is from the platform's, by the Date of an answer."""
    try:
        answer = send("GET", platform.jwks_url)
        theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (PeerCirclesError, ValueError, TypeError):
        return Finding("clock", "skip")
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    skew = round((datetime.now(UTC) - theirs).total_seconds())
    state: State = (
        "fail" if abs(skew) > MOST_SKEW else "look" if abs(skew) > LITTLE_SKEW else "done"
    )
    return Finding("clock", state, f"{skew:+d} s")


def scope_granted(platform: Platform, scope: str, *, sign_with: Signer) -> Finding:
    """Whether the token endpoint grants this scope: only it knows, whatever was echoed."""
    name = scope.rpartition("/")[2]
    return _tried(f"scope.{name}", lambda: _token(platform, scope, sign_with=sign_with))


def roster_readable(service: Service, url: str) -> list[Finding]:
    """Whether the course list can be read, and whether people have names in it."""
    try:
        members = read_members(service, url).members
    except PeerCirclesError as error:
        return [Finding("roster", "fail", error.reason)]
    named = sum(bool(one.name or one.given_name) for one in members)
    names: State = "done" if named == len(members) else "look"
    counted = Finding("names", names, f"{named}/{len(members)}")
    return [Finding("roster", "done", _count(len(members))), counted]


def columns_readable(service: GradeService) -> Finding:
    """Whether the gradebook's columns can be listed; changes nothing."""
    return _tried("columns", lambda: _listed(service))


def column_writable(service: GradeService) -> Finding:
    """Whether a column can be made; it is taken away at once."""
    return _tried("columns", lambda: _made_and_deleted(service))


def _our_keys(jwks_url: str, kid: str) -> str:
    found = fetch_keys(jwks_url)
    if kid not in found:
        raise PlatformUnclear("the keys there are another tool's, or a cache holds old ones")
    return _count(len(found))


def _token(platform: Platform, scope: str, *, sign_with: Signer) -> str:
    fetch_token(platform, scope, signer=sign_with())
    return ""


def _listed(service: GradeService) -> str:
    answer = service.get(service.line_items_url or "", media_type=LIST_MEDIA_TYPE)
    return str(accepted(answer).status_code)


def _made_and_deleted(service: GradeService) -> str:
    made = create_line_item(service, TRIAL)
    accepted(service.service.send("DELETE", made.url, headers={}))
    return "+1 −1"


def _tried(check: str, trial: Callable[[], str]) -> Finding:
    try:
        return Finding(check, "done", trial())
    except PeerCirclesError as error:
        return Finding(check, "fail", error.reason)


def _count(number: int) -> str:
    return str(number)


def worst(findings: Iterable[Finding]) -> State:
    """The state that matters most among them."""
    found = {one.state for one in findings}
    order: tuple[State, ...] = ("fail", "look", "done")
    return next((state for state in order if state in found), "skip")
