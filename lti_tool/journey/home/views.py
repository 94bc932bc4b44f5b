"""The home of a student, who can read what, and the choice of a language."""

from flask import Blueprint, g, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext

from lti_tool.forms.fields import DrawnOption
from lti_tool.forms.shelf import load_forms
from lti_tool.forms.words import Company
from lti_tool.groups.queries import mates_of
from lti_tool.journey.agreement.words import signed_words
from lti_tool.journey.circle.pictures import called, full_names, kept_seat, ring_of, said_of
from lti_tool.journey.circle.queries import find_seated
from lti_tool.journey.feed.actions import remember_reading
from lti_tool.journey.feed.words import line_words
from lti_tool.journey.home.queries import Home, home_of, shared_with
from lti_tool.journey.home.readers import readers_of_all
from lti_tool.journey.home.words import tellers
from lti_tool.journey.meetings.queries import promises_of
from lti_tool.journey.meetings.words import clock, mode_words, short_day
from lti_tool.launch.session import learners_only, members_only, visit
from lti_tool.programme.guards import extras_here
from lti_tool.programme.words import standing_sentence
from lti_tool.settings import Settings
from lti_tool.web.circle import Middle
from lti_tool.web.days import day, full_day, today
from lti_tool.web.languages import LANGUAGES

MOST_PROMISES = 5
"""On the home; all of them stand on a page of their own."""

pages = Blueprint("home", __name__, url_prefix="/s/<sid>")
pages.add_app_template_filter(day)
pages.add_app_template_filter(full_day)
pages.add_app_template_filter(called)
pages.add_app_template_filter(line_words)
pages.add_app_template_global(today)


@pages.record_once
def check_forms(state: BlueprintSetupState) -> None:
    """Let a form that is wrong stop the start; raises FormWrong."""
    settings: Settings = state.app.extensions["settings"]
    load_forms(settings.config_dirs)


@pages.get("/home")
@learners_only
def show() -> str:
    """My circle, the next thing, my goals and reflections, my standing."""
    me = visit().membership
    home = home_of(me)
    remember_reading(me, home.news)
    return render_template(
        "home/show.html",
        me=me,
        home=home,
        most_promises=MOST_PROMISES,
        ring=ring_of(home.at, _next_meeting(home)) if home.at else kept_seat(me),
        ring_words=said_of(home.at.group, home.mates) if home.at else "",
        mates=full_names(home.mates),
        standing=standing_sentence(home.standing),
        signed=signed_words(len(home.signed), len(home.mates) + 1),
        modes=mode_words(),
        page_notices=_said(request.args.get("said", "")),
    )


@pages.get("/promises")
@learners_only
def promises() -> str:
    """One's own promises, those that are open first."""
    me = visit().membership
    return render_template(
        "home/promises.html", me=me, at=find_seated(me), promises=promises_of(me)
    )


@pages.get("/shared")
@learners_only
def shared() -> str:
    """What the others in the circle have opened."""
    found = shared_with(visit().membership)
    told = tellers(found.mates, found.goals, reflections=found.reflections)
    return render_template("home/all_shared.html", tellers=told)


@pages.get("/readers")
@members_only
def readers() -> str:
    """Who can read what, as the rule has it."""
    company = Company(mates=len(mates_of(visit().membership)))
    forms = readers_of_all(company, extras_here())
    return render_template("home/readers.html", forms=forms)


@pages.get("/language")
@members_only
def languages() -> str:
    """Choose a language, and go back to where one was."""
    came_from = request.args.get("to", "")
    options = [DrawnOption(code, name, "") for code, name in LANGUAGES.items()]
    return render_template("home/languages.html", options=options, to=_own(came_from))


def _own(path: str) -> str:
    """A page of this visit; anything else leads to its start."""
    start = "home.show" if visit().membership.is_learner else "launch.welcome"
    return path if path.startswith(f"/s/{g.sid}/") else url_for(start)


def _next_meeting(home: Home) -> Middle | None:
    """The middle of the ring: when the circle meets next."""
    meeting = home.meetings.next
    if meeting is None:
        return None
    return Middle(kind=gettext("Next meeting"), fact=short_day(meeting), detail=clock(meeting))


def _said(what: str) -> list[tuple[str, str]]:
    """What has just happened, in words."""
    words = {
        "part": gettext("Thank you. You can say otherwise at any time."),
        "later": gettext("Saved. You can go on at any time."),
        "counted": gettext("Sent. It is counted with everyone, once five or more have answered."),
        "done": gettext("Marked as done. Your teacher sees that it is done, and nothing of it."),
    }
    return [("ok", words[what])] if what in words else []
