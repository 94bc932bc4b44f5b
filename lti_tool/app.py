"""The module that knows every step's pages: it makes the application. `cli` knows the commands."""

from pathlib import Path

from flask import Flask

from lti_tool import __version__
from lti_tool.db import db
from lti_tool.gradebook import views as gradebook
from lti_tool.gradebook.credit import views as credit
from lti_tool.gradebook.review import views as submission
from lti_tool.groups.forming import views as forming
from lti_tool.groups.joining import views as joining
from lti_tool.groups.needs import views as needs
from lti_tool.groups.opening import views as opening
from lti_tool.groups.review import views as groups
from lti_tool.groups.setup import views as setup
from lti_tool.groups.spreading import views as spreading
from lti_tool.groups.survey import duties as survey_duties
from lti_tool.groups.survey import views as survey
from lti_tool.groups.taking_part import views as taking_part
from lti_tool.insights.board import views as board
from lti_tool.insights.doctor import views as doctor
from lti_tool.insights.numbers import views as numbers
from lti_tool.journey.agreement import limits
from lti_tool.journey.agreement import views as agreement
from lti_tool.journey.called import views as called
from lti_tool.journey.certificate import views as certificate
from lti_tool.journey.closing import views as closing
from lti_tool.journey.drafts import views as drafts
from lti_tool.journey.goals import ahead, offering, turning
from lti_tool.journey.goals import duties as goal_duties
from lti_tool.journey.goals import views as goals
from lti_tool.journey.guide import views as guide
from lti_tool.journey.health import views as health_check
from lti_tool.journey.help import answering
from lti_tool.journey.help import views as help_
from lti_tool.journey.home import views as home
from lti_tool.journey.introductions import views as introductions
from lti_tool.journey.leaving import views as leaving
from lti_tool.journey.lessons import views as lessons
from lti_tool.journey.meetings import following, planning, writing
from lti_tool.journey.meetings import views as meetings
from lti_tool.journey.offers import views as offers
from lti_tool.journey.practice import views as practice
from lti_tool.journey.reflections import views as reflections
from lti_tool.journey.rounds import duties as round_duties
from lti_tool.journey.rounds import views as rounds
from lti_tool.journey.seated import duties as seated_duties
from lti_tool.journey.shelf import views as shelf
from lti_tool.journey.skills import views as skills
from lti_tool.launch import session
from lti_tool.launch import views as launch
from lti_tool.own import views as own
from lti_tool.platforms import views as platforms
from lti_tool.programme import cadence
from lti_tool.programme import views as programme
from lti_tool.programme.contacts import views as course_contacts
from lti_tool.programme.copies import views as copies
from lti_tool.programme.culture import views as culture
from lti_tool.programme.designs import views as designs
from lti_tool.reminders import views as reminders
from lti_tool.roster import views as roster
from lti_tool.roster.listed import views as listed
from lti_tool.settings import THREADS, Settings, shipped
from lti_tool.web import accent, health
from lti_tool.web.errors import help_on_errors
from lti_tool.web.languages import speak_four_languages
from lti_tool.web.security import open_to_all, send_security_headers
from lti_tool.web.transaction import commit_each_request
from lti_tool.web.wire import Tool
from lti_tool.worker import hear_of_work

LARGEST_FORM = 2_000_000
"""Bytes; the largest honest one is a launch with a long token, or 100 kB of text."""
CONNECTIONS = {"pool_size": THREADS, "max_overflow": THREADS, "pool_use_lifo": True}
"""The connection that was used last has most in its memory."""
STATIC_LASTS = 31_536_000
"""Seconds that browsers keep a style sheet or script: a year, for the address has the version."""

BLUEPRINTS = (
    health.pages,
    accent.pages,
    platforms.pages,
    launch.door,
    launch.pages,
    roster.pages,
    listed.pages,
    programme.linking,
    copies.pages,
    forming.pages,
    groups.pages,
    survey.pages,
    joining.pages,
    setup.pages,
    needs.pages,
    opening.pages,
    culture.pages,
    designs.pages,
    course_contacts.pages,
    board.pages,
    numbers.pages,
    doctor.pages,
    spreading.pages,
    taking_part.pages,
    home.pages,
    guide.pages,
    agreement.pages,
    limits.bounds,
    drafts.pages,
    meetings.pages,
    planning.pages,
    writing.pages,
    following.calendars,
    called.pages,
    introductions.pages,
    goals.pages,
    help_.pages,
    answering.letters,
    offers.pages,
    turning.pages,
    offering.pages,
    ahead.pages,
    leaving.pages,
    health_check.pages,
    closing.pages,
    certificate.pages,
    shelf.pages,
    reflections.pages,
    rounds.pages,
    lessons.pages,
    practice.pages,
    skills.pages,
    gradebook.pages,
    gradebook.operators,
    credit.pages,
    submission.pages,
    reminders.pages,
    own.pages,
)

ROOMS = (
    survey_duties.duties,
    seated_duties,
    goal_duties.duties,
    cadence.duties,
    round_duties.duties,
)
"""Where members are asked to do something that counts; see `programme.rooms`."""


def create_app(settings: Settings | None = None) -> Flask:
    """The tool as a WSGI application.

    Raises SettingWrong when a setting is missing or wrong.
    """
    settings = settings or Settings.from_env()
    app = Tool(
        "lti_tool",
        template_folder=str(shipped("templates")),
        static_folder=str(Path(__file__).parent / "web" / "static"),
    )
    app.config.update(_config(settings))
    app.extensions["settings"] = settings
    app.extensions["rooms"] = ROOMS
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
        "SQLALCHEMY_ENGINE_OPTIONS": CONNECTIONS,
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "SEND_FILE_MAX_AGE_DEFAULT": STATIC_LASTS,
        "VERSION": __version__,
    }
