"""What NRPS and AGS endpoints share: media types, the bearer token, its scope, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from tests.demo_lms.access_tokens import AccessToken
from tests.demo_lms.course import Course
from tests.demo_lms.refusals import ServiceRefusalError
from tests.demo_lms.registrations import Registration

if TYPE_CHECKING:
    from tests.demo_lms.site import Site


@dataclass(frozen=True)
class Caller:
    """Which tool asks about which course."""

    registration: Registration
    course: Course


def answer_refusals(app: Flask, site: Site) -> None:
    """Turn a refusal anywhere in a service into the temperament's answer."""

    @app.errorhandler(ServiceRefusalError)
    def refuse(refusal: ServiceRefusalError) -> Response:
        return site.temperament.services.refused(refusal)

    @app.errorhandler(405)
    def wrong_method(_error: Exception) -> Response:
        return site.temperament.services.refused(ServiceRefusalError(405))


def calling(site: Site, *scopes: str) -> Registration:
    """Check types, token and scope of the request under way; raises ServiceRefusalError."""
    services = site.temperament.services
    services.check_types(request)
    token = _token(site)
    if not token.scopes & set(scopes):
        raise ServiceRefusalError(401, "Insufficient permissions")
    registration = site.registrations[token.client_id]
    services.check_caller(request, registration)
    return registration


def caller(site: Site, course_number: int, *scopes: str) -> Caller:
    """Check the request under way: types, token, one of the scopes, the course.

    Raises ServiceRefusalError.
    """
    registration = calling(site, *scopes)
    course = site.course_number(course_number)
    if course is None:
        raise site.temperament.services.no_course(course_number)
    return Caller(registration, course)


def _token(site: Site) -> AccessToken:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not text:
        raise ServiceRefusalError(401, "Missing access token")
    token = site.tokens.find(text)
    if token is None:
        raise ServiceRefusalError(401, "Invalid access token format")
    if token.expires_at <= site.clock():
        raise ServiceRefusalError(401, "Access token expired")
    if not site.registrations[token.client_id].is_enabled:
        raise ServiceRefusalError(401, "Invalid Developer Key")
    return token
