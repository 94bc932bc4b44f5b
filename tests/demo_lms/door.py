"""The web side of login: the launch starter, the authorization endpoint and the JWKS."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from tests.demo_lms import oidc
from tests.demo_lms.outcomes import ErrorPage, Form, Outcome, SeeOther
from tests.demo_lms.people import Person
from tests.demo_lms.reviews import reviewing

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

Answer = Response | WerkzeugResponse | tuple[str, int] | str


def blueprint(site: Site) -> Blueprint:
    """The routes; their names are the kinds of the request log."""
    pages = Blueprint("door", __name__)
    paths = site.temperament.addresses.paths

    @pages.get("/course/<int:number>/launch/<int:link_number>", endpoint="launch")
    def launch(number: int, link_number: int) -> Answer:
        return start_launch(site, number, link_number)

    @pages.get("/course/<int:number>/review/<int:item_number>/<username>", endpoint="review")
    def review(number: int, item_number: int, username: str) -> Answer:
        return start_review(site, number, item_number, username)

    @pages.route(paths.auth, methods=["GET", "POST"], endpoint="auth")
    def auth() -> Answer:
        params = request.values.to_dict()
        return show(oidc.authorize(site, params, visitor(site)))

    @pages.get(paths.jwks, endpoint="jwks")
    def jwks() -> Answer:
        answer = jsonify(site.keys.jwks())
        answer.headers.update(site.temperament.door.jwks_headers)
        return answer

    @pages.get("/.well-known/demo-registration.json", endpoint="registration")
    def registration() -> Answer:
        return jsonify(registration_values(site))

    return pages


def registration_values(site: Site) -> dict[str, str]:
    """What an admin would copy from the LMS into the tool."""
    paths = site.temperament.addresses.paths
    return {
        "issuer": site.issuer,
        "client_id": site.registration.client_id,
        "deployment_id": site.registration.deployments[0],
        "auth_login_url": f"{site.url}{paths.auth}",
        "auth_token_url": f"{site.url}{paths.token}",
        "jwks_url": f"{site.url}{paths.jwks}",
        "product_family_code": site.temperament.name,
    }


def start_launch(site: Site, number: int, link_number: int) -> Answer:
    """A page that posts the login initiation to the tool at once."""
    course = site.course_number(number)
    links = course.resource_links if course else []
    link = next((one for one in links if one.number == link_number), None)
    person = visitor(site)
    if course is None or link is None:
        abort(404)
    if person is None:
        return redirect("/")
    target = "window" if request.args.get("window") else "iframe"
    launch = replace(oidc.launch_of(site, person, course, link=link), document_target=target)
    return show(oidc.login_form(site, launch))


def start_review(site: Site, number: int, item_number: int, username: str) -> Answer:
    """The same for one cell of the gradebook."""
    course, student, person = site.course_number(number), site.people.get(username), visitor(site)
    item = course.line_item(item_number) if course else None
    if course is None or item is None or student is None:
        abort(404)
    if person is None:
        return redirect("/")
    launch = reviewing(site, person, course, item=item, student=student)
    return show(oidc.login_form(site, launch))


def show(outcome: Outcome) -> Answer:
    """An outcome as a page."""
    if isinstance(outcome, Form):
        return render_template("post.html", action=outcome.action, fields=outcome)
    if isinstance(outcome, ErrorPage):
        return render_template("error.html", text=outcome.text), outcome.status
    if isinstance(outcome, SeeOther):
        return redirect(outcome.location, 303)
    return render_template("post.html", action=request.full_path, fields={"repost": "true"})


def visitor(site: Site) -> Person | None:
    """Who is logged in here: by cookie, or by the hint where the settings trust it."""
    name = cookie_name(site)
    token = request.cookies.get(name) or request.cookies.get(f"{name}_plain", "")
    person = site.logins.get(token)
    if person or not site.trusts_login_hint:
        return person
    hint = site.people_by_hint.get(request.values.get("login_hint", ""))
    return hint or site.people.get(request.args.get("as", ""))


def cookie_name(site: Site) -> str:
    """One name a port: cookies do not know ports, and two demo LMSs may run side by side."""
    return f"lms_session_{site.port}"


def log_in(site: Site, person: Person, answer: WerkzeugResponse) -> None:
    """Let this browser be that person.

    The cookie must come along when the tool's frame leads back here, so it is SameSite=None and
    Secure; browsers that keep no such cookie on plain http get a second one without either.
    """
    token = secrets.token_urlsafe(24)
    site.logins[token] = person
    name = cookie_name(site)
    answer.set_cookie(name, token, httponly=True, secure=True, samesite="None")
    answer.set_cookie(f"{name}_plain", token, httponly=True)
