"""The module that knows every step's pages: it makes the application. `cli` knows the commands."""

from pathlib import Path

from flask import Flask

from lti_tool import __version__
from lti_tool.db import db
from lti_tool.gradebook import views as gradebook
from lti_tool.gradebook.review import views as submission
from lti_tool.groups.changes import views as changes
from lti_tool.groups.forming import views as forming
from lti_tool.groups.joining import views as joining
from lti_tool.groups.review import views as groups
from lti_tool.groups.setup import views as setup
from lti_tool.groups.survey import views as survey
from lti_tool.insights import views as insights
from lti_tool.journey.agreement import views as agreement
from lti_tool.journey.drafts import views as drafts
from lti_tool.journey.goals import views as goals
from lti_tool.journey.home import views as home
from lti_tool.journey.introductions import views as introductions
from lti_tool.journey.meetings import following
from lti_tool.journey.meetings import views as meetings
from lti_tool.journey.reflections import views as reflections
from lti_tool.launch import session
from lti_tool.launch import views as launch
from lti_tool.platforms import views as platforms
from lti_tool.programme import views as programme
from lti_tool.programme.copies import views as copies
from lti_tool.roster import views as roster
from lti_tool.settings import THREADS, Settings, shipped
from lti_tool.web import accent, health
from lti_tool.web.errors import help_on_errors
from lti_tool.web.languages import speak_four_languages
from lti_tool.web.security import open_to_all, send_security_headers
from lti_tool.web.transaction import commit_each_request
from lti_tool.worker import hear_of_work

LARGEST_FORM = 2_000_000
"""Bytes; the largest honest one is a launch with a long token, or 100 kB of text."""
STATIC_LASTS = 31_536_000
"""Seconds that browsers keep a style sheet or script: a year, for the address has the version."""

BLUEPRINTS = (
    health.pages,
    accent.pages,
    platforms.pages,
    launch.door,
    launch.pages,
    roster.pages,
    programme.linking,
    copies.pages,
    forming.pages,
    changes.pages,
    groups.pages,
    survey.pages,
    joining.pages,
    setup.pages,
    insights.pages,
    home.pages,
    agreement.pages,
    drafts.pages,
    meetings.pages,
    following.calendars,
    introductions.pages,
    goals.pages,
    reflections.pages,
    gradebook.pages,
    gradebook.operators,
    submission.pages,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The tool as a WSGI application.

    Raises SettingWrong when a setting is missing or wrong.
    """
    settings = settings or Settings.from_env()
    app = Flask(
        "lti_tool",
        template_folder=str(shipped("templates")),
        static_folder=str(Path(__file__).parent / "web" / "static"),
    )
    app.config.update(_config(settings))
    app.extensions["settings"] = settings
    db.init_app(app)
    speak_four_languages(app)
    help_on_errors(app)
    send_security_headers(app)
    commit_each_request(app)
    session.carry_visits(app)
    hear_of_work(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.extensions["door"] = launch.open_door(settings.public_url, settings.secret_key)
    open_to_all(app.view_functions["static"])
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_URL": settings.public_url,
        "ORIGIN": settings.origin,
        "NEW_WINDOW": settings.new_window,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": THREADS, "max_overflow": THREADS},
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "SEND_FILE_MAX_AGE_DEFAULT": STATIC_LASTS,
        "VERSION": __version__,
    }
