"""The pages of reflections: write one now, go on later, mark it as done. For its author alone."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.definition import Audience
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, seen_version
from lti_tool.forms.words import Company, line_for
from lti_tool.journey.reflections.actions import finish_reflection, save_reflection
from lti_tool.journey.reflections.forms import (
    LATER,
    both_reflections,
    empty_reflection,
    is_for_later,
    kept_reflection,
    linked_reflection,
    read_reflection,
    reflection_again,
)
from lti_tool.journey.reflections.queries import find_reflection, reflection_of, reflections_of
from lti_tool.launch.session import learners_only, visit
from lti_tool.programme.queries import find_activity

pages = Blueprint("reflections", __name__, url_prefix="/s/<sid>/reflections")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def all_mine() -> str:
    """Everything that one has written in looking back."""
    return render_template("reflections/all.html", reflections=reflections_of(visit().membership))


@pages.get("/new")
@learners_only
def new() -> str:
    """An empty reflection."""
    return _page(empty_reflection(visit().membership))


@pages.get("/<key>")
@learners_only
def write(key: str) -> str:
    """A reflection that was begun, in its boxes; one that staff linked may begin here."""
    author = visit().membership
    if find_reflection(author, key) is None and find_activity(author, key):
        return _page(linked_reflection(author, key))
    kept = reflection_of(author, key)
    return _page(kept_reflection(author, kept), kept=kept)


@pages.post("/<key>")
@learners_only
def save(key: str) -> Answer:
    """Keep a reflection to go on later, or mark it as done."""
    author, sent = visit().membership, request.form.to_dict(flat=False)
    read = read_reflection(sent)
    if read.errors:
        return _page(reflection_again(author, key, read=read, sent=sent)), 422
    try:
        return _keep(key, read, sent, seen=seen_version(sent))
    except ChangedMeanwhile:
        return _both(key, read, sent)


def _keep(key: str, read: Submission, sent: Sent, *, seen: int) -> Response:
    act = save_reflection if is_for_later(sent) else finish_reflection
    act(visit().membership, key, values=read.values, seen=seen)
    said = "later" if is_for_later(sent) else "done"
    return redirect(url_for("home.show", said=said), 303)


def _both(key: str, read: Submission, sent: Sent) -> Answer:
    """Another window was faster: the same form sent twice is one answer, else show both."""
    author = visit().membership
    kept = reflection_of(author, key)
    if kept.answers == read.values:
        return _keep(key, read, sent, seen=kept.version)
    return _page(both_reflections(author, kept, read), kept=kept), 409


def _page(sheet: object, **more: object) -> str:
    status = line_for(Audience.STATUS, Company())
    return render_template(
        "reflections/write.html", sheet=sheet, later=LATER, status=status, **more
    )
