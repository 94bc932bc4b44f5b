"""The end of a circle: what I gave and gained, thanks, and who stays in touch. For members."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.reading import seen_version
from lti_tool.forms.sheet import Sheet
from lti_tool.journey.circle.queries import Seated, seated
from lti_tool.journey.closing.actions import save_closing
from lti_tool.journey.closing.forms import (
    both_closings,
    closing_again,
    closing_sheet,
    read_closing,
)
from lti_tool.journey.closing.queries import closing_of, partings_for
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("closing", __name__, url_prefix="/s/<sid>/closing")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def show() -> str:
    """What mates wrote for me, and my own closing in its boxes."""
    at = seated(visit().membership)
    said = [("ok", gettext("Saved."))] if request.args.get("said") else []
    return _page(at, closing_sheet(at, closing_of(at.me)), notices=said)


@pages.post("")
@learners_only
def save() -> Answer:
    """Keep my closing."""
    at, sent = seated(visit().membership), request.form.to_dict(flat=False)
    read = read_closing(sent)
    if read.errors:
        return _page(at, closing_again(at, read, sent)), 422
    try:
        save_closing(at.me, values=read.values, seen=seen_version(sent))
    except ChangedMeanwhile:
        at = seated(visit().membership)
        kept = closing_of(at.me)
        if kept is None or kept.answers != read.values:
            sheet = both_closings(at, kept, read) if kept else closing_again(at, read, sent)
            return _page(at, sheet), 409
    return redirect(url_for("closing.show", said="saved"), 303)


def _page(at: Seated, sheet: Sheet, *, notices: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "closing/show.html", sheet=sheet, partings=partings_for(at), page_notices=notices or []
    )
