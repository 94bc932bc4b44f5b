"""The page of a round: everybody is asked the same, and any line may stay empty."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.fields import draw
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Sheet, sheet_again, sheet_of_both
from lti_tool.forms.words import Company
from lti_tool.journey.rounds.actions import keep_answers, note_opening
from lti_tool.journey.rounds.packs import load_measures
from lti_tool.journey.rounds.plan import Round
from lti_tool.journey.rounds.queries import answer_of, round_form, round_in
from lti_tool.launch.session import learners_only, visit
from lti_tool.programme.guards import used_here
from lti_tool.programme.outline.extras import ROUNDS
from lti_tool.settings import Settings

pages = Blueprint("rounds", __name__, url_prefix="/s/<sid>/rounds")
Answer = Response | tuple[str, int]


@pages.record_once
def check_measures(state: BlueprintSetupState) -> None:
    """Let a file of measures that is wrong stop the start; raises FormWrong."""
    settings: Settings = state.app.extensions["settings"]
    load_measures(settings.config_dirs)


@pages.get("/<key>")
@learners_only
@used_here(ROUNDS)
def answer(key: str) -> str:
    """The lines of the round that is open, with what one answered already."""
    member, asked = visit().membership, round_in(visit().membership.context, key)
    note_opening(member, asked)
    kept = answer_of(member, key)
    drawn = draw(round_form(asked.form), kept.answers if kept else {}, Company())
    return _page(asked, Sheet(drawn, key, kept.version if kept else 0))


@pages.post("/<key>")
@learners_only
@used_here(ROUNDS)
def save(key: str) -> Answer:
    """Keep the answers."""
    asked, sent = round_in(visit().membership.context, key), request.form.to_dict(flat=False)
    found = read(round_form(asked.form), sent)
    seen = seen_version(sent)
    if found.errors:
        again = sheet_again(round_form(asked.form), found, Company(), key=key, seen=seen)
        return _page(asked, again), 422
    try:
        return _keep(asked, found, seen=seen)
    except ChangedMeanwhile:
        return _both(asked, found)


def _keep(asked: Round, found: Submission, *, seen: int) -> Response:
    keep_answers(visit().membership, asked, values=found.values, seen=seen)
    return _home()


def _both(asked: Round, found: Submission) -> Answer:
    """Another window was faster: the same form sent twice is one answer, else show both."""
    kept = answer_of(visit().membership, asked.key)
    if kept is None or kept.answers == found.values:
        return _home()
    form = round_form(asked.form)
    both = sheet_of_both(form, found, kept, answers=kept.answers, company=Company())
    return _page(asked, both), 409


def _home() -> Response:
    return redirect(url_for("home.show", said="counted"), 303)


def _page(asked: Round, sheet: Sheet) -> str:
    return render_template("rounds/answer.html", asked=asked, sheet=sheet)
