"""Deep Linking 2.0 on the web: the page to choose content on, and where the answer comes back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import jwt
from flask import Blueprint, abort, redirect, render_template, request

from tests.demo_lms import oidc
from tests.demo_lms.content_requests import choosing
from tests.demo_lms.course import Course
from tests.demo_lms.door import Answer, show
from tests.demo_lms.launches import Launch
from tests.demo_lms.pages import entered, is_staff
from tests.demo_lms.people import Person
from tests.demo_lms.refusals import TokenRefusalError
from tests.demo_lms.vocabulary import CLAIM, DL_CLAIM

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

OLDEST, NEWEST = 300, 30
"""Seconds that an answer may be old, or ahead of our clock."""
Items = list[dict[str, Any]]


def blueprint(site: Site) -> Blueprint:
    """A page with the tool in a frame, its launch, its answer, and the teacher's Save."""
    pages = Blueprint("deep_linking", __name__)

    @pages.get("/course/<course_id>/choose")
    def choose(course_id: str) -> Answer:
        course, _ = teaching(site, course_id)
        return render_template("choose.html", course=course)

    @pages.get("/course/<course_id>/choose/launch")
    def choose_launch(course_id: str) -> Answer:
        course, person = teaching(site, course_id)
        return show(oidc.login_form(site, choosing(site, person, course)))

    @pages.post("/course/<course_id>/choose/save")
    def save(course_id: str) -> Answer:
        course, _ = teaching(site, course_id)
        launch, items = site.unsaved.pop(request.form.get("key", ""), (None, []))
        if launch is not None:
            place_all(site, launch, items)
        return redirect(f"/course/{course.number}", 303)

    def returned(**_address: Any) -> Answer:
        return take(site, request.args.get(site.temperament.content.key_name, ""))

    rule = site.temperament.content.return_rule
    pages.add_url_rule(rule, "content_return", returned, methods=["POST"])
    return pages


def teaching(site: Site, course_id: str) -> tuple[Course, Person]:
    """The course and whoever may add content to it."""
    course, person = entered(site, course_id)
    if not is_staff(course, person):
        abort(403, "Only teachers add content.")
    return course, person


def take(site: Site, key: str) -> Answer:
    """The tool's answer: placed at once, or shown to be saved, as this LMS does."""
    launch = site.choices.get(key)
    if launch is None:
        return render_template("error.html", text="This choice is not known any more."), 400
    try:
        items = read_answer(site, launch, request.form.get("JWT", ""))
    except (jwt.PyJWTError, TokenRefusalError, ValueError) as error:
        return render_template("error.html", text=f"The tool's answer is wrong: {error}"), 400
    del site.choices[key]
    course = f"/course/{launch.course.number}"
    if items and site.temperament.content.must_be_saved:
        site.unsaved[key] = (launch, items)
        return render_template("save_content.html", items=items, key=key, course_path=course)
    place_all(site, launch, items)
    return render_template("content_taken.html", course_path=course)


def read_answer(site: Site, launch: Launch, signed: str) -> Items:
    """The content items of an answer after every check; raises PyJWTError or ValueError."""
    client_id = launch.registration.client_id
    kid = str(jwt.get_unverified_header(signed).get("kid"))
    claims = jwt.decode(
        signed,
        site.tool_keys.find(launch.registration, kid),
        ["RS256"],
        audience=site.issuer,
        issuer=client_id,
        options={"require": ["iss", "aud", "iat", "exp", "nonce"]},
    )
    if not time.time() - OLDEST <= claims["iat"] <= time.time() + NEWEST:
        raise ValueError("iat is too old, or ahead")
    return _items(launch, claims)


def _items(launch: Launch, claims: dict[str, Any]) -> Items:
    wanted = {
        f"{CLAIM}message_type": "LtiDeepLinkingResponse",
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": launch.link.deployment_id,
    }
    for name, value in wanted.items():
        if claims.get(name) != value:
            raise ValueError(f"{name} is not {value!r}")
    items = claims.get(f"{DL_CLAIM}content_items")
    if not isinstance(items, list) or any(one.get("type") != "ltiResourceLink" for one in items):
        raise ValueError("content_items is no list of resource links")
    return items


def place_all(site: Site, launch: Launch, items: Items) -> None:
    """Make the links, each with its gradebook column."""
    with site.guard:
        for item in items:
            place(site, launch, item)


def place(site: Site, launch: Launch, item: dict[str, Any]) -> None:
    """One content item becomes a resource link, in the manner of this LMS."""
    content, course, registration = site.temperament.content, launch.course, launch.registration
    link = site.add_link(
        course,
        content.title(item),
        description=item.get("text", ""),
        deployment_id=launch.link.deployment_id,
        target_link_uri=item.get("url") or registration.target_link_uri,
        custom={name: str(value) for name, value in item.get("custom", {}).items()},
    )
    wanted = item.get("lineItem")
    if wanted is None:
        return
    site.add_line_item(
        course,
        link.title,
        score_maximum=float(wanted["scoreMaximum"]),
        resource_id=wanted.get("resourceId", ""),
        tag=wanted.get("tag", ""),
        resource_link_id=link.id,
        is_coupled=True,
        client_id=registration.client_id,
        deployment_id=launch.link.deployment_id,
    )
