"""Pages to practise with: situations, and the cards that lie on the table in meetings."""

from flask import Blueprint, render_template
from flask.blueprints import BlueprintSetupState

from lti_tool.errors import NotHere
from lti_tool.journey.practice.shelf import load_decks, load_role_plays
from lti_tool.launch.session import members_only
from lti_tool.programme.guards import used_here
from lti_tool.programme.outline.extras import PRACTICE
from lti_tool.settings import Settings
from lti_tool.web.config import config_dirs

pages = Blueprint("practice", __name__, url_prefix="/s/<sid>/practice")


@pages.record_once
def check_files(state: BlueprintSetupState) -> None:
    """Let a deck or a situation that is wrong stop the start; raises FormWrong."""
    settings: Settings = state.app.extensions["settings"]
    load_decks(settings.config_dirs)
    load_role_plays(settings.config_dirs)


@pages.get("")
@members_only
@used_here(PRACTICE)
def all_here() -> str:
    """All situations and all decks; staff may read them, too."""
    folders = config_dirs()
    return render_template(
        "practice/all.html", plays=load_role_plays(folders), decks=load_decks(folders)
    )


@pages.get("/<name>")
@members_only
@used_here(PRACTICE)
def play(name: str) -> str:
    """One situation."""
    found = load_role_plays(config_dirs()).get(name)
    if found is None:
        raise NotHere("no such situation")
    return render_template("practice/play.html", play=found)
