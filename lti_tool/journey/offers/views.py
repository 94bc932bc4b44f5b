"""Who offers help in the course, and one's own offer. For students."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.reading import seen_version
from lti_tool.forms.sheet import Sheet
from lti_tool.journey.offers.actions import save_offer
from lti_tool.journey.offers.forms import both_offers, offer_again, offer_sheet, read_offer
from lti_tool.journey.offers.queries import helpers_for, offer_of
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("offers", __name__, url_prefix="/s/<sid>/offers")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def all_open() -> str:
    """Everybody who may be asked now, and what for."""
    me = visit().membership
    return render_template(
        "offers/all.html",
        helpers=helpers_for(me),
        mine=offer_of(me),
        page_notices=_said(request.args.get("said", "")),
    )


@pages.get("/mine")
@learners_only
def mine() -> str:
    """One's own offer in its boxes."""
    return _boxes(offer_sheet(offer_of(visit().membership)))


@pages.post("/mine")
@learners_only
def save() -> Answer:
    """Keep one's own offer."""
    me, sent = visit().membership, request.form.to_dict(flat=False)
    read = read_offer(sent)
    if read.errors:
        return _boxes(offer_again(read, sent)), 422
    try:
        save_offer(me, values=read.values, seen=seen_version(sent))
    except ChangedMeanwhile:
        kept = offer_of(visit().membership)
        if kept is None or kept.answers != read.values:
            return _boxes(both_offers(kept, read) if kept else offer_again(read, sent)), 409
    return redirect(url_for("offers.all_open", said="saved"), 303)


def _boxes(sheet: Sheet) -> str:
    return render_template("offers/mine.html", sheet=sheet)


def _said(what: str) -> list[tuple[str, str]]:
    return [("ok", gettext("Your offer is saved."))] if what == "saved" else []
