"""The doctor's page, for administrators."""

from flask import Blueprint, render_template

from lti_tool.insights.doctor.actions import examine
from lti_tool.insights.doctor.report import report
from lti_tool.insights.doctor.words import check_words, cure_words, state_of_check, verdict_words
from lti_tool.launch.session import admins_only, visit
from lti_tool.lti.probes import worst

pages = Blueprint("doctor", __name__, url_prefix="/s/<sid>/doctor")


@pages.get("")
@admins_only
def show() -> str:
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
