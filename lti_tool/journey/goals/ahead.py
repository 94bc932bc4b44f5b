"""Where one is heading, and what is still to be learnt on the way. For its author alone."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Sheet, blank_sheet, kept_sheet, sheet_again, sheet_of_both
from lti_tool.forms.shelf import form
from lti_tool.journey.goals.forms import company_of
from lti_tool.journey.goals.queries import goals_of, outlook_of
from lti_tool.journey.goals.turns import keep_outlook, note_gap
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("ahead", __name__, url_prefix="/s/<sid>/ahead")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def show() -> str:
    """The picture, and below it what is still to be learnt."""
    return _page()


@pages.post("")
@learners_only
def save() -> Answer:
    """Keep the picture."""
    sent = request.form.to_dict(flat=False)
    said = read(form("ahead"), sent)
    if said.errors:
        return _page(picture=_again("ahead", said, seen=seen_version(sent))), 422
    try:
        keep_outlook(visit().membership, values=said.values, seen=seen_version(sent))
    except ChangedMeanwhile:
        return _page(picture=_both(said)), 409
    return redirect(url_for("ahead.show", said="kept") + "#gaps", 303)


@pages.post("/<key>")
@learners_only
def add_gap(key: str) -> Answer:
    """Add something that is still to be learnt."""
    said = read(form("gap"), request.form.to_dict(flat=False))
    if said.errors:
        return _page(gap=_again("gap", said, key=key)), 422
    note_gap(visit().membership, key, what=said.values["title"])
    return redirect(url_for("ahead.show") + "#gaps", 303)


def _page(*, picture: Sheet | None = None, gap: Sheet | None = None) -> str:
    me = visit().membership
    kept, company = outlook_of(me), company_of(me)
    begun = (
        kept_sheet(form("ahead"), kept, kept.answers, company=company)
        if kept
        else blank_sheet(form("ahead"), company)
    )
    return render_template(
        "goals/ahead.html",
        picture=picture or begun,
        gap=gap or blank_sheet(form("gap"), company),
        gaps=[one for one in goals_of(me) if not one.steps and not one.has_ended],
        page_notices=[("ok", gettext("Your picture is saved."))] if "said" in request.args else [],
    )


def _again(name: str, said: Submission, *, key: str = "", seen: int = 0) -> Sheet:
    return sheet_again(form(name), said, company_of(visit().membership), key=key, seen=seen)


def _both(said: Submission) -> Sheet:
    """Another window was faster: show both."""
    me = visit().membership
    kept, company = outlook_of(me), company_of(me)
    if kept is None:
        return blank_sheet(form("ahead"), company)
    return sheet_of_both(form("ahead"), said, kept, answers=kept.answers, company=company)
