"""Deep linking: staff choose what a new link in the course opens, and a link leads there.

Deep Linking 2.0. The platform's page stands around ours and tells nobody of an error, so all of
them are shown here.
"""

from dataclasses import replace
from datetime import UTC, datetime, time

from flask import Blueprint, current_app, g, make_response, redirect, render_template, request
from flask import url_for as address_of
from werkzeug.wrappers import Response

from lti_tool.launch.queries import request_of
from lti_tool.launch.session import instructors_only, learners_only, visit
from lti_tool.lti.deep_linking import ContentItem, ContentRequest, answer
from lti_tool.lti.launches import OUR_CUSTOM
from lti_tool.platforms.keys import signing_key
from lti_tool.platforms.queries import platform_of
from lti_tool.programme.actions import link_activities
from lti_tool.programme.columns import column_of
from lti_tool.programme.forms import Picked, first_picked, picker_fields, read_picked
from lti_tool.programme.guards import extras_here, uses
from lti_tool.programme.models import WHOLE, Activity
from lti_tool.programme.pictures import previews
from lti_tool.programme.queries import find_activity, has_whole_column, points_in, rules_in
from lti_tool.programme.words import link_words

linking = Blueprint("deep_linking", __name__, url_prefix="/s/<sid>/link")
linking.add_app_template_global(uses)
Answer = Response | tuple[str, int]


@linking.get("/choose")
@instructors_only
def pick() -> str:
    """What shall the new link open?"""
    asked = _asked()
    return _picker(asked, first_picked(has_whole_column(visit().membership.context_id)))


@linking.post("/choose")
@instructors_only
def choose() -> Answer:
    """Hand what was chosen over to the platform."""
    asked = _asked()
    picked = read_picked(request.form.to_dict(flat=False), asked, uses=extras_here())
    if picked.errors:
        return _picker(asked, picked), 422
    signing_key()  # A first key is kept before this transaction writes anything itself.
    context_id = visit().membership.context_id
    made = link_activities(context_id, picked.named, has_column=picked.wants_column)
    return _hand_over(asked, [_item(one, picked) for one in made])


@linking.post("/cancel")
@instructors_only
def cancel() -> Response:
    """Go back to the platform with nothing."""
    return _hand_over(request_of(visit()), [])


@linking.get("/open/<key>")
@learners_only
def follow(key: str) -> Response:
    """Where a link of the course leads; what nobody linked leads to the whole."""
    found = find_activity(visit().membership, key)
    return redirect(_landing(found.kind if found else WHOLE, key), 303)


def _asked() -> ContentRequest:
    """What the platform takes; no column of the whole where each activity has its own."""
    asked, context_id = request_of(visit()), visit().membership.context_id
    is_apart = rules_in([context_id])[context_id].is_apart
    return replace(asked, takes_line_items=False) if is_apart else asked


def _landing(kind: str, key: str) -> str:
    """The pages belong to later steps, so by name."""
    if kind == "reflection":
        return address_of("reflections.write", key=key)
    return address_of("goals.mine" if kind == "goal" else "home.show")


def _picker(asked: ContentRequest, picked: Picked) -> str:
    context, here = visit().membership.context, extras_here()
    fields = picker_fields(picked, asked, points=points_in(context.id), uses=here)
    return render_template(
        "launch/picker.html", fields=fields, context=context, previews=previews(here)
    )


def _item(activity: Activity, picked: Picked) -> ContentItem:
    is_due = picked.due_on if activity.kind != WHOLE else None
    return ContentItem(
        title=activity.title,
        text=link_words()[activity.kind].effect,
        url=f"{current_app.config['PUBLIC_URL']}/lti/launch",
        custom={OUR_CUSTOM: activity.key},
        column=column_of(activity),
        due_at=datetime.combine(is_due, time(23, 59, 59), UTC) if is_due else None,
    )


def _hand_over(asked: ContentRequest, items: list[ContentItem]) -> Response:
    """A page that posts our answer to the platform by itself, or by its button."""
    platform = platform_of(visit().membership.context.deployment.registration)
    signed = answer(asked, items, platform=platform, signer=signing_key())
    g.posts_to = f"'self' {asked.origin}"
    page = render_template(
        "launch/hand_over.html", action=asked.return_url, signed=signed, count=len(items)
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
