"""What circles of a course may choose in their agreement, and what is fixed: for staff."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.forms.reading import Submission, seen_version
from lti_tool.journey.agreement.actions import bound
from lti_tool.journey.agreement.forms import bounds_fields, read_bounds
from lti_tool.journey.agreement.queries import bounds_of
from lti_tool.launch.session import instructors_only, visit

bounds = Blueprint("bounds", __name__, url_prefix="/s/<sid>/agreement-bounds")


@bounds.get("")
@instructors_only
def show() -> str:
    """Each choice of the agreement with the lines that are left to circles."""
    return _page()


@bounds.post("")
@instructors_only
def save() -> Response | tuple[str, int]:
    """Keep what is left to circles; what circles have agreed on already stays as it is."""
    sent = request.form.to_dict(flat=False)
    read = read_bounds(sent)
    if read.errors:
        return _page(read, seen=seen_version(sent)), 422
    bound(visit().membership.context_id, allowed=read.values, seen=seen_version(sent))
    return redirect(url_for("setup.show"), 303)


def _page(sent: Submission | None = None, *, seen: int | None = None) -> str:
    kept = bounds_of(visit().membership.context_id)
    version = (kept.version if kept else 0) if seen is None else seen
    return render_template(
        "agreement/bounds.html", form_fields=bounds_fields(kept, sent), version=version
    )
