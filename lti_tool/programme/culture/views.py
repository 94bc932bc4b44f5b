"""The page where staff lead by example, and the handbook. For staff; students read the guide."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from lti_tool.forms.made import drawn, drawn_again
from lti_tool.forms.reading import Submission
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.culture import actions, forms
from lti_tool.programme.culture.queries import card_of, handbook, heard_in, load_handbook
from lti_tool.settings import Settings

pages = Blueprint("culture", __name__, url_prefix="/s/<sid>/programme/example")
Answer = Response | tuple[str, int]


@pages.record_once
def check_handbook(state: BlueprintSetupState) -> None:
    """Let a handbook that is wrong stop the start; raises FormWrong."""
    settings: Settings = state.app.extensions["settings"]
    load_handbook(settings.config_dirs)


@pages.get("")
@instructors_only
def show() -> str:
    """What I am learning; what was said, and done."""
    return _page()


@pages.post("/card")
@instructors_only
def save_card() -> Answer:
    """Keep what one is learning."""
    found = forms.read_card(request.form.to_dict(flat=False))
    if found.errors:
        return _page(card=found), 422
    actions.tell_learning(visit().membership, found.values["learning"].strip())
    return _back()


@pages.post("/heard")
@instructors_only
def add_heard() -> Answer:
    """Tell what was done with what was said."""
    found = forms.read_heard(request.form.to_dict(flat=False))
    if found.errors:
        return _page(heard=found), 422
    actions.tell_heard(visit().membership.context_id, **found.values)
    return _back()


@pages.post("/heard/<int:heard_id>/take-back")
@instructors_only
def take_back(heard_id: int) -> Response:
    """Take a line back."""
    actions.take_back(visit().membership.context_id, heard_id)
    return _back()


@pages.get("/handbook")
@instructors_only
def book() -> str:
    """All chapters, to be read or printed."""
    return render_template("culture/handbook.html", chapters=handbook())


def _page(*, card: Submission | None = None, heard: Submission | None = None) -> str:
    me, form, line = visit().membership, forms.card_form(), forms.heard_form()
    kept = {"learning": card_of(me)}
    return render_template(
        "culture/show.html",
        card=drawn_again(form, card, 0) if card else drawn(form, kept, 0),
        line=drawn_again(line, heard, 0) if heard else drawn(line, {}, 0),
        told=heard_in(me.context_id),
    )


def _back() -> Response:
    return redirect(url_for("culture.show"), 303)
