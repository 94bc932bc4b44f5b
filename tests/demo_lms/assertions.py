"""The tool's signed assertion at the token endpoint (RFC 7523; Security Framework, 4.1.1)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import jwt

from tests.demo_lms.refusals import TokenProblem, TokenRefusalError
from tests.demo_lms.registrations import Registration

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

REQUIRED = ("iss", "sub", "aud", "iat", "exp", "jti")
LONGEST_LIFE = 600
OLDEST = 300
CLOCK_SKEW = 30


def registration_of(site: Site, assertion: str) -> Registration:
    """Whose assertion this is, after every check; raises TokenRefusalError at the first failure."""
    header, claims = _read(assertion)
    registration = site.registrations.get(str(claims.get("sub")))
    if registration is None or not registration.is_enabled:
        raise TokenRefusalError(TokenProblem.CLIENT)
    _check_signature(site, registration, assertion, header=header)
    _check_parties(site, registration, claims)
    _check_times(site.clock(), claims)
    until = datetime.fromtimestamp(claims["exp"], UTC)
    if not site.tokens.use_id(registration.client_id, str(claims["jti"]), until=until):
        raise TokenRefusalError(TokenProblem.REPLAYED)
    return registration


def _read(assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        whole = jwt.decode_complete(assertion, options={"verify_signature": False})
    except jwt.PyJWTError as error:
        raise TokenRefusalError(TokenProblem.MALFORMED, str(error)) from error
    return whole["header"], whole["payload"]


def _check_signature(
    site: Site, registration: Registration, assertion: str, *, header: dict[str, Any]
) -> None:
    if header.get("alg") != "RS256":
        raise TokenRefusalError(TokenProblem.ALGORITHM)
    key = site.tool_keys.find(registration, str(header.get("kid")))
    try:
        jwt.PyJWS().decode(assertion, key, ["RS256"])
    except jwt.PyJWTError as error:
        raise TokenRefusalError(TokenProblem.SIGNATURE, str(error)) from error


def _check_parties(site: Site, registration: Registration, claims: dict[str, Any]) -> None:
    missing = [name for name in REQUIRED if claims.get(name) in (None, "")]
    if missing:
        raise TokenRefusalError(TokenProblem.MISSING, ", ".join(missing))
    if claims["iss"] != registration.client_id:
        raise TokenRefusalError(TokenProblem.ISSUER)
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if f"{site.url}{site.temperament.addresses.paths.token}" not in audience:
        raise TokenRefusalError(TokenProblem.AUDIENCE)


def _check_times(clock: datetime, claims: dict[str, Any]) -> None:
    now = clock.timestamp()
    issued, ends = claims["iat"], claims["exp"]
    if not isinstance(issued, int | float) or not isinstance(ends, int | float):
        raise TokenRefusalError(TokenProblem.MALFORMED, "iat and exp must be numbers")
    if ends <= now:
        raise TokenRefusalError(TokenProblem.EXPIRED)
    if not now - OLDEST <= issued <= now + CLOCK_SKEW:
        raise TokenRefusalError(TokenProblem.ISSUED_AT)
    if ends - issued > LONGEST_LIFE:
        raise TokenRefusalError(TokenProblem.LIFETIME)
