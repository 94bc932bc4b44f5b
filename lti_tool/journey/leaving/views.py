"""A member's seat: why this circle, how it is, and what to do when it is not right.

For members themselves.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.forms.fields import DrawnForm
from lti_tool.groups.changes.actions import come_back
from lti_tool.groups.changes.queries import exit_of
from lti_tool.groups.changes.why import why_words
from lti_tool.groups.changes.words import exit_words, seat_news_words
from lti_tool.groups.queries import circle_of
from lti_tool.journey.circle.queries import seated
from lti_tool.journey.leaving.actions import leave, say_how_it_is
from lti_tool.journey.leaving.forms import fit_form, leaving_form, read_fit, read_leaving
from lti_tool.journey.leaving.queries import fit_of, left_in, meeting_behind
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("seat", __name__, url_prefix="/s/<sid>/seat")
pages.add_app_template_filter(seat_news_words)
Answer = Response | tuple[str, int]
NOT_FOR_ME = "not_for_me"


@pages.get("")
@learners_only
def show() -> str:
    """Why I sit in this circle, and what I can change."""
    return _page(leaving_form(visit().membership))


@pages.post("/out")
@learners_only
def out() -> Answer:
    """Ask for another circle, pause, go on alone or stop."""
    me = visit().membership
    read = read_leaving(me, request.form.to_dict(flat=False))
    if read.errors:
        return _page(leaving_form(me, read)), 422
    leave(me, read.values)
    return redirect(url_for("seat.show"), 303)


@pages.post("/back")
@learners_only
def back() -> Response:
    """Take it back, or be there again."""
    come_back(visit().membership)
    return redirect(url_for("seat.show"), 303)


@pages.get("/fit/<key>")
@learners_only
def fit(key: str) -> str:
    """How it is for me after a meeting; ways on for whom it is not right."""
    me = visit().membership
    meeting = meeting_behind(seated(me).group, key)
    kept = fit_of(me, key)
    return _fit(fit_form(kept), key, number=meeting.number, said=_answer(kept))


@pages.post("/fit/<key>")
@learners_only
def save_fit(key: str) -> Answer:
    """Keep it for me alone."""
    me, read = visit().membership, read_fit(request.form.to_dict(flat=False))
    meeting = meeting_behind(seated(me).group, key)
    if read.errors:
        return _fit(fit_form(None, read), key, number=meeting.number), 422
    say_how_it_is(me, key, read.values)
    stays = read.values["fit"] == NOT_FOR_ME
    return redirect(url_for("seat.fit", key=key) if stays else url_for("home.show"), 303)


def _answer(kept: object) -> str:
    return str(getattr(kept, "answers", {}).get("fit", ""))


def _fit(form: DrawnForm, key: str, *, number: int, said: str = "") -> str:
    return render_template(
        "leaving/fit.html", form=form, key=key, number=number, is_not_right=said == NOT_FOR_ME
    )


def _page(form: DrawnForm) -> str:
    me = visit().membership
    held, circle = exit_of(me), circle_of(me)
    return render_template(
        "leaving/seat.html",
        form=form,
        held=held,
        held_words=exit_words(held) if held else "",
        circle=circle,
        why=why_words(me, circle) if circle else [],
        left=left_in(circle) if circle else [],
    )
