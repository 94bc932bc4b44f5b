"""A member's seat: why this circle, and what to do when it is not right. For members themselves."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.groups.changes.actions import come_back, step_out
from lti_tool.groups.changes.forms import ExitForm, read_exit
from lti_tool.groups.changes.queries import exit_of, may_ask_for_another
from lti_tool.groups.changes.why import why_words
from lti_tool.groups.changes.words import exit_words, seat_news_words
from lti_tool.groups.queries import circle_of
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("seat", __name__, url_prefix="/s/<sid>/seat")
pages.add_app_template_filter(seat_news_words)


@pages.get("")
@learners_only
def show() -> str:
    """Why I sit in this circle, and what I can change."""
    return _page(ExitForm(may_ask=may_ask_for_another(visit().membership)))


@pages.post("/out")
@learners_only
def out() -> Response | tuple[str, int]:
    """Ask for another circle, pause, go on alone or stop."""
    me = visit().membership
    form = read_exit(request.form, may_ask=may_ask_for_another(me))
    if form.error:
        return _page(form), 422
    step_out(me, form.value)
    return redirect(url_for("seat.show"), 303)


@pages.post("/back")
@learners_only
def back() -> Response:
    """Take it back, or be there again."""
    come_back(visit().membership)
    return redirect(url_for("seat.show"), 303)


def _page(form: ExitForm) -> str:
    me = visit().membership
    held, circle = exit_of(me), circle_of(me)
    return render_template(
        "groups/seat.html",
        form=form,
        held=held,
        held_words=exit_words(held) if held else "",
        circle=circle,
        why=why_words(me, circle) if circle else [],
    )
