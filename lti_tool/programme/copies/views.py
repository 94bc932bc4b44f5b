"""The page that asks the staff of a copied course, once, what is to come along."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.errors import NotHere
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.copies.actions import bring_along, start_afresh
from lti_tool.programme.copies.forms import BRING, Reply, read_reply, reply_field
from lti_tool.programme.copies.queries import Question, question_of
from lti_tool.web.ways import staff_ways

pages = Blueprint("copies", __name__, url_prefix="/s/<sid>/copy")
pages.add_app_template_global(staff_ways)


@pages.get("")
@instructors_only
def ask() -> Response | str:
    """What of the other course shall come along? Where nothing could, go on to the circles."""
    question = question_of(visit())
    if question is None or not question.rows:
        return redirect(url_for("groups.review"), 303)
    return _page(question, Reply(BRING))


@pages.post("")
@instructors_only
def answer() -> Response | tuple[str, int]:
    """Take the set-up over, or start afresh."""
    question = question_of(visit())
    if question is None:
        return redirect(url_for("copies.answered"), 303)
    reply = read_reply(request.form)
    if reply.error:
        return _page(question, reply), 422
    act = bring_along if reply.value == BRING else start_afresh
    act(question)
    return redirect(url_for("copies.answered"), 303)


@pages.get("/answered")
@instructors_only
def answered() -> str:
    """What has come along, and what to do next."""
    context = visit().membership.context
    if context.copy_state not in ("brought", "afresh"):
        raise NotHere("nobody has said anything about a copy")
    return render_template("copies/answered.html", context=context)


def _page(question: Question, reply: Reply) -> str:
    fields = [reply_field(reply, question.named)]
    return render_template("copies/ask.html", origin=question.origin, fields=fields)
