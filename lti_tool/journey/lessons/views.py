"""The pages of lessons: all of them, and one to read, to try and to mark as done."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.journey.lessons.actions import finish_lesson, take_back
from lti_tool.journey.lessons.queries import all_lessons, lesson_called, lessons_done
from lti_tool.journey.lessons.shelf import load_lessons
from lti_tool.launch.session import learners_only, members_only, visit
from lti_tool.programme.guards import used_here
from lti_tool.programme.outline.extras import LESSONS
from lti_tool.settings import Settings
from lti_tool.web.languages import chosen_language

pages = Blueprint("lessons", __name__, url_prefix="/s/<sid>/lessons")


@pages.record_once
def check_lessons(state: BlueprintSetupState) -> None:
    """Let a lesson that is wrong stop the start; raises FormWrong."""
    settings: Settings = state.app.extensions["settings"]
    load_lessons(settings.config_dirs)


@pages.get("")
@members_only
@used_here(LESSONS)
def all_here() -> str:
    """All lessons; staff may read them, too."""
    language = chosen_language()
    texts = {name: one.speak(language) for name, one in all_lessons().items()}
    return render_template(
        "lessons/all.html",
        texts=texts,
        done=lessons_done(visit().membership),
        page_notices=[("ok", gettext("Marked as done."))] if "done" in request.args else [],
    )


@pages.get("/<name>")
@members_only
@used_here(LESSONS)
def read(name: str) -> str:
    """One lesson."""
    lesson = lesson_called(name)
    is_done = name in lessons_done(visit().membership)
    text = lesson.speak(chosen_language())
    return render_template("lessons/read.html", name=name, text=text, is_done=is_done)


@pages.post("/<name>")
@learners_only
@used_here(LESSONS)
def mark(name: str) -> Response:
    """Mark a lesson as done, or take that back."""
    act = take_back if request.form.get("done") == "no" else finish_lesson
    act(visit().membership, lesson_called(name))
    return redirect(url_for("lessons.all_here", done=1 if act is finish_lesson else None), 303)
