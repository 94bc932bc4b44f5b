"""The pages of reflections: pick a way, write, go on later, mark as done. For one's own eyes."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.definition import Audience, Form
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, seen_version
from lti_tool.forms.shelf import load_forms
from lti_tool.forms.words import Company, line_for
from lti_tool.journey.reflections.actions import finish_reflection, save_reflection
from lti_tool.journey.reflections.forms import (
    LATER,
    WAY,
    both_reflections,
    boxes_of,
    empty_reflection,
    is_for_later,
    kept_reflection,
    made_of,
    read_reflection,
    reflection_again,
    ways_to_pick,
)
from lti_tool.journey.reflections.models import Reflection
from lti_tool.journey.reflections.queries import (
    find_reflection,
    form_of,
    reflection_of,
    reflections_of,
    suggested,
)
from lti_tool.journey.reflections.ways import load_ways
from lti_tool.launch.session import learners_only, visit
from lti_tool.programme.guards import used_here
from lti_tool.programme.outline.extras import REFLECTIONS
from lti_tool.programme.queries import find_activity
from lti_tool.settings import Settings

pages = Blueprint("reflections", __name__, url_prefix="/s/<sid>/reflections")
Answer = Response | tuple[str, int]


@pages.record_once
def check_ways(state: BlueprintSetupState) -> None:
    """Let a way of looking back that has no form stop the start; raises FormWrong."""
    settings: Settings = state.app.extensions["settings"]
    load_ways(settings.config_dirs, frozenset(load_forms(settings.config_dirs)))


@pages.get("")
@learners_only
@used_here(REFLECTIONS)
def all_mine() -> str:
    """Everything that one has written in looking back."""
    return render_template("reflections/all.html", reflections=reflections_of(visit().membership))


@pages.get("/new")
@learners_only
@used_here(REFLECTIONS)
def new() -> str:
    """An empty reflection, in the way that its author picked, else in the one for this moment."""
    return _begin()


@pages.get("/<key>")
@learners_only
@used_here(REFLECTIONS)
def write(key: str) -> str:
    """A reflection that was begun, in its boxes; one that staff linked may begin here."""
    author = visit().membership
    if find_reflection(author, key) is None and find_activity(author, key):
        return _begin(key)
    kept = reflection_of(author, key)
    return _page(kept_reflection(author, kept), form_of(kept), kept)


@pages.get("/<key>/read")
@learners_only
@used_here(REFLECTIONS)
def read_again(key: str) -> str:
    """What one wrote, to be read."""
    author = visit().membership
    kept = reflection_of(author, key)
    return render_template(
        "reflections/read.html",
        kept=kept,
        boxes=boxes_of(author, kept),
        made=form_of(kept),
        status=line_for(Audience.STATUS, Company()),
    )


@pages.post("/<key>")
@learners_only
@used_here(REFLECTIONS)
def save(key: str) -> Answer:
    """Keep a reflection to go on later, or mark it as done."""
    author, sent = visit().membership, request.form.to_dict(flat=False)
    kept = find_reflection(author, key)
    made = made_of(author, kept, sent)
    read = read_reflection(made, sent)
    if read.errors:
        sheet = reflection_again(author, made, read, key=key, sent=sent)
        return _page(sheet, made, kept), 422
    try:
        return _keep(key, made, read, sent=sent, seen=seen_version(sent))
    except ChangedMeanwhile:
        return _both(key, made, read, sent=sent)


def _keep(key: str, made: Form, read: Submission, *, sent: Sent, seen: int) -> Response:
    act = save_reflection if is_for_later(sent) else finish_reflection
    act(visit().membership, made, key, values=read.values, seen=seen)
    said = "later" if is_for_later(sent) else "done"
    return redirect(url_for("home.show", said=said), 303)


def _both(key: str, made: Form, read: Submission, *, sent: Sent) -> Answer:
    """Another window was faster: the same form sent twice is one answer, else show both."""
    author = visit().membership
    kept = reflection_of(author, key)
    if {**kept.answers, **read.values} == kept.answers:
        return _keep(key, made, read, sent=sent, seen=kept.version)
    return _page(both_reflections(author, kept, read), form_of(kept), kept), 409


def _begin(key: str = "") -> str:
    me = visit().membership
    made = form_of(None, request.args.get("way") or suggested(me))
    return _page(empty_reflection(me, made, key), made, None, ways=ways_to_pick())


def _page(sheet: object, made: Form, kept: Reflection | None, **more: object) -> str:
    status = line_for(Audience.STATUS, Company())
    shown = {"sheet": sheet, "made": made, "kept": kept, "later": LATER, "way": WAY,
             "draft_page": f"{request.path.removeprefix(f'/s/{g.sid}')}?{made.name}"}  # fmt: skip
    return render_template("reflections/write.html", status=status, **shown, **more)
