"""The pages of the survey: where one stands, and one page of it after another. For its author."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.definition import Page
from lti_tool.forms.grids import zones
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, seen_version
from lti_tool.forms.words import week
from lti_tool.groups.survey.actions import finish_survey, save_answers
from lti_tool.groups.survey.forms import (
    LATER,
    both_pages,
    drawn_page,
    find_page,
    is_for_later,
    page_after,
    page_again,
    read_page,
)
from lti_tool.groups.survey.queries import asked_form, secret_names, secret_of, survey_of, window_of
from lti_tool.groups.survey.words import said_pages
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("survey", __name__, url_prefix="/s/<sid>/survey")
pages.add_app_template_global(zones)
pages.add_app_template_global(week)
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def start() -> str:
    """What the survey is, how far one has come, and what one said."""
    me = visit().membership
    kept, window, survey = survey_of(me), window_of(me.context_id), asked_form(me.context_id)
    said = said_pages(survey, {**(kept.answers if kept else {}), **secret_of(me)})
    return render_template("survey/start.html", survey=survey, kept=kept, window=window, pages=said)


@pages.get("/<name>")
@learners_only
def page(name: str) -> str:
    """One page, with what one said before."""
    me = visit().membership
    here = find_page(me, name)
    kept = survey_of(me)
    answers = {**(kept.answers if kept else {}), **secret_of(me)}
    return _page(here, drawn_page(me, here, version=kept.version if kept else 0, answers=answers))


@pages.post("/<name>")
@learners_only
def save(name: str) -> Answer:
    """Keep a page and go to the next; after the last the survey is done."""
    me, sent = visit().membership, request.form.to_dict(flat=False)
    here = find_page(me, name)
    read = read_page(me, here, sent)
    if read.errors:
        return _page(here, page_again(me, here, read=read, sent=sent)), 422
    try:
        return _keep(here, read, sent, seen=seen_version(sent))
    except ChangedMeanwhile:
        return _both(here, read, sent)


def _keep(here: Page, read: Submission, sent: Sent, *, seen: int) -> Response:
    me = visit().membership
    following = page_after(me, here)
    kept = save_answers(me, read.values, seen=seen)
    if is_for_later(sent):
        return redirect(url_for("home.show", said="later"), 303)
    if following is not None:
        return redirect(url_for("survey.page", name=following.name), 303)
    finish_survey(kept, me)
    return redirect(url_for("survey.start"), 303)


def _both(here: Page, read: Submission, sent: Sent) -> Answer:
    """Another window was faster: the same page sent twice is one answer, else show both."""
    me = visit().membership
    kept = survey_of(me)
    if kept is None:
        raise ChangedMeanwhile("the survey was kept and is gone")
    answers = {**kept.answers, **secret_of(me)}
    if all(answers.get(name, value) == value for name, value in read.values.items()):
        return _keep(here, read, sent, seen=kept.version)
    return _page(here, both_pages(me, here, kept, read=read, answers=answers)), 409


def _page(here: Page, sheet: object) -> str:
    asked = asked_form(visit().membership.context_id).pages
    return render_template(
        "survey/page.html",
        sheet=sheet,
        here=here,
        pages=asked,
        later=LATER,
        keeps_drafts=secret_names().isdisjoint(here.fields),
    )
