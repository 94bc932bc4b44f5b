"""How a circle is doing, asked of all and shown as counts when all have answered.

For the circle's members alone.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.reading import Submission
from lti_tool.journey.circle.queries import Seated, seated
from lti_tool.journey.health.actions import answer_check, begin_check, count_if_complete
from lti_tool.journey.health.forms import health_fields, read_health, readers_line
from lti_tool.journey.health.queries import (
    FEWEST,
    answer_in,
    check_under_way,
    counted,
    last_counted,
)
from lti_tool.launch.session import learners_only, visit
from lti_tool.programme.guards import used_here
from lti_tool.programme.outline.extras import HEALTH

pages = Blueprint("health_check", __name__, url_prefix="/s/<sid>/health")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
@used_here(HEALTH)
def show() -> str:
    """What all of us answered, or my own answer while we wait for the others."""
    at = seated(visit().membership)
    count_if_complete(at)
    return _page(at)


@pages.post("/begin")
@learners_only
@used_here(HEALTH)
def begin() -> Response:
    """Begin a check for the whole circle."""
    begin_check(seated(visit().membership))
    return redirect(url_for("health_check.show"), 303)


@pages.post("")
@learners_only
@used_here(HEALTH)
def save() -> Answer:
    """Answer it for myself."""
    at, read = seated(visit().membership), read_health(request.form.to_dict(flat=False))
    if read.errors:
        return _page(at, read), 422
    try:
        answer_check(at, read.values)
    except ChangedMeanwhile:
        words = gettext("Everybody has answered meanwhile: it is counted already.")
        return _page(seated(visit().membership), notice=words), 409
    return redirect(url_for("health_check.show"), 303)


def _page(at: Seated, sent: Submission | None = None, *, notice: str = "") -> str:
    check, last = check_under_way(at.group), last_counted(at.group)
    mine = answer_in(check, at.me.id)
    return render_template(
        "health/show.html",
        at=at,
        is_enough=len(at.people) >= FEWEST,
        check=check,
        mine=mine,
        answered=len(check.answers) if check else 0,
        form_fields=health_fields(at, mine, sent),
        readers=readers_line(at),
        last=last,
        counted=counted(last) if last else [],
        page_notices=[("look", notice)] if notice else [],
    )
