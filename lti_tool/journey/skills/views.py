"""The pages on which one looks at one's own skills. For one's own eyes alone."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.forms.reading import read
from lti_tool.forms.sheet import Sheet, blank_sheet, sheet_again
from lti_tool.forms.shelf import form
from lti_tool.forms.words import Company
from lti_tool.journey.skills.actions import keep_check
from lti_tool.journey.skills.exercises import load_exercises
from lti_tool.journey.skills.pictures import changes
from lti_tool.journey.skills.queries import checks_of
from lti_tool.launch.session import learners_only, visit
from lti_tool.programme.guards import used_here
from lti_tool.programme.outline.extras import SKILLS
from lti_tool.settings import Settings
from lti_tool.web.config import config_dirs

pages = Blueprint("skills", __name__, url_prefix="/s/<sid>/skills")
Answer = Response | tuple[str, int]


@pages.record_once
def check_exercises(state: BlueprintSetupState) -> None:
    """Let a file of exercises that is wrong stop the start; raises FormWrong."""
    settings: Settings = state.app.extensions["settings"]
    load_exercises(settings.config_dirs)


@pages.get("")
@learners_only
@used_here(SKILLS)
def show() -> str:
    """What has changed since the first look, and a small exercise for each skill."""
    checks = checks_of(visit().membership)
    return render_template(
        "skills/show.html",
        checks=checks,
        changes=changes(checks),
        fields=form("skills").fields,
        exercises=load_exercises(config_dirs()),
        page_notices=[("ok", gettext("Saved. Nobody but you sees it."))]
        if "saved" in request.args
        else [],
    )


@pages.get("/look")
@learners_only
@used_here(SKILLS)
def look() -> str:
    """The eight lines, to be answered now."""
    return _page(blank_sheet(form("skills"), Company()))


@pages.post("/<key>")
@learners_only
@used_here(SKILLS)
def save(key: str) -> Answer:
    """Keep this look."""
    sent = request.form.to_dict(flat=False)
    said = read(form("skills"), sent)
    if said.errors:
        return _page(sheet_again(form("skills"), said, Company(), key=key, seen=0)), 422
    keep_check(visit().membership, key, values=said.values)
    return redirect(url_for("skills.show", saved=1), 303)


def _page(sheet: Sheet) -> str:
    return render_template("skills/look.html", sheet=sheet)
