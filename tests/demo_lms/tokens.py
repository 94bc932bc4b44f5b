"""The token endpoint: client credentials with a signed assertion (Security Framework, 4.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Request, Response, request

from tests.demo_lms.access_tokens import AccessToken
from tests.demo_lms.assertions import registration_of
from tests.demo_lms.refusals import TokenProblem, TokenRefusalError
from tests.demo_lms.registrations import Registration

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

FORM = "application/x-www-form-urlencoded"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def blueprint(site: Site) -> Blueprint:
    """The one route."""
    pages = Blueprint("tokens", __name__)

    @pages.post(site.temperament.addresses.paths.token, endpoint="token")
    def token() -> Response:
        grants = site.temperament.tokens
        try:
            return grants.granted(give(site, request))
        except TokenRefusalError as refusal:
            return grants.refused(refusal)

    return pages


def give(site: Site, asked: Request) -> dict[str, Any]:
    """The body of a good answer; raises TokenRefusalError."""
    _check_form(asked)
    registration = registration_of(site, asked.form.get("client_assertion", ""))
    scopes = _scopes(site, registration, asked.form.get("scope", "").split())
    life = site.settings.token_seconds
    ends = site.clock() + timedelta(seconds=life)
    text = site.tokens.give(AccessToken(registration.client_id, frozenset(scopes), ends))
    return {
        "access_token": text,
        "token_type": "Bearer",
        "expires_in": life,
        "scope": " ".join(scopes),
    }


def _check_form(asked: Request) -> None:
    if asked.mimetype != FORM:
        raise TokenRefusalError(TokenProblem.FORM)
    if asked.form.get("grant_type") != "client_credentials":
        raise TokenRefusalError(TokenProblem.GRANT_TYPE)
    if asked.form.get("client_assertion_type") != JWT_BEARER:
        raise TokenRefusalError(TokenProblem.ASSERTION_TYPE)


def _scopes(site: Site, registration: Registration, wanted: list[str]) -> list[str]:
    """What of the wanted scopes is given; raises TokenRefusalError when it is nothing."""
    refused = [scope for scope in wanted if scope not in registration.scopes]
    if refused and not site.temperament.tokens.drops_scopes:
        raise TokenRefusalError(TokenProblem.SCOPE, " ".join(refused))
    given = [scope for scope in wanted if scope in registration.scopes]
    if not given:
        raise TokenRefusalError(TokenProblem.SCOPE, " ".join(wanted))
    return given
