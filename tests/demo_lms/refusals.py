"""How a service or the token endpoint says no; each temperament has its own words for it."""

from __future__ import annotations

from enum import StrEnum


class ServiceRefusalError(Exception):
    """A service does not do what was asked; `text` is the reason in the temperament's words."""

    def __init__(self, status: int, text: str = "") -> None:
        super().__init__(f"{status} {text}")
        self.status = status
        self.text = text


class TokenProblem(StrEnum):
    """Everything that can be wrong with a token request (RFC 6749, 5.2; RFC 7523, 3)."""

    FORM = "the request must be form-encoded"
    GRANT_TYPE = "grant_type must be client_credentials"
    ASSERTION_TYPE = "client_assertion_type must be jwt-bearer"
    MALFORMED = "the assertion is no JWT"
    ALGORITHM = "the assertion must be signed with RS256"
    CLIENT = "unknown client"
    KEYS = "the tool's keys cannot be read"
    KID = "no key with this kid"
    SIGNATURE = "the signature is wrong"
    MISSING = "the following assertions are missing"
    ISSUER = "iss and sub must be the client_id"
    AUDIENCE = "the 'aud' is invalid"
    EXPIRED = "the assertion has expired"
    ISSUED_AT = "the 'iat' must be now"
    LIFETIME = "the assertion lives too long"
    REPLAYED = "the 'jti' was used before"
    SCOPE = "scope not granted"


class TokenRefusalError(Exception):
    """No access token; `detail` names what was wrong where that helps."""

    def __init__(self, problem: TokenProblem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.problem = problem
        self.detail = detail
