"""How it is going: the board of staff, status only; the doctor, for administrators."""

from flask import Blueprint, render_template

from lti_tool.insights.actions import examine
from lti_tool.insights.queries import board_of
from lti_tool.insights.report import report
from lti_tool.insights.words import (
    check_words,
    cure_words,
    state_of_check,
    state_words,
    summary,
    verdict_words,
    when_words,
)
from lti_tool.journey.agreement.words import status_words as agreement_words
from lti_tool.journey.meetings.words import status_words as meeting_words
from lti_tool.launch.session import admins_only, instructors_only, visit
from lti_tool.lti.probes import worst

pages = Blueprint("insights", __name__, url_prefix="/s/<sid>")


@pages.get("/board")
@instructors_only
def board() -> str:
    """Who has taken part, by circle and by student."""
    found = board_of(visit().membership.context_id)
    words = {"state": state_words, "when": when_words, "agreement": agreement_words}
    words["meetings"] = meeting_words
    return render_template(
        "insights/board.html", board=found, title=summary(found.begun, found.people), words=words
    )


@pages.get("/doctor")
@admins_only
def doctor() -> str:
    """Whether the registration of this visit works, part by part, and this deployment of it.

    Other deployments of a shared key may be other schools; the operator's command shows them all.
    """
    here = visit().membership.context.deployment
    row, found = here.registration, examine(here.registration, [here])
    state = worst(finding for one in found for finding in one.findings)
    words = {"check": check_words, "cure": cure_words, "state": state_of_check}
    return render_template(
        "insights/doctor.html",
        found=found,
        title=verdict_words(state, row.name),
        words=words,
        report=report(found),
    )
