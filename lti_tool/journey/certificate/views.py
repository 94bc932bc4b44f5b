"""The certificate of a member: for them alone, made when they open it and kept nowhere."""

from flask import Blueprint, render_template
from flask_babel import format_decimal

from lti_tool.journey.certificate.queries import facts_of, practised_by
from lti_tool.launch.session import learners_only, visit
from lti_tool.web.days import today
from lti_tool.web.languages import chosen_language

pages = Blueprint("certificate", __name__, url_prefix="/s/<sid>/certificate")


@pages.get("")
@learners_only
def show() -> str:
    """What I did, to be printed."""
    me = visit().membership
    facts = facts_of(me)
    return render_template(
        "certificate/show.html",
        me=me,
        facts=facts,
        practised=[one.speak(chosen_language()).title for one in practised_by(me)],
        hours=format_decimal(round(facts.minutes / 60, 1)),
        day=today(),
    )
