"""The page on which a member says whether they take part. For the member alone."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.forms.reading import Submission
from lti_tool.groups.opening.queries import setting_of
from lti_tool.groups.taking_part.actions import say
from lti_tool.groups.taking_part.forms import YES, part_fields, read_part
from lti_tool.groups.taking_part.queries import part_of
from lti_tool.launch.session import learners_only, visit
from lti_tool.web.days import today

pages = Blueprint("taking_part", __name__, url_prefix="/s/<sid>/taking-part")


@pages.get("")
@learners_only
def show() -> str:
    """The plain facts, and the question."""
    return _page()


@pages.post("")
@learners_only
def answer() -> Response | tuple[str, int]:
    """Say yes or no."""
    read = read_part(request.form.to_dict(flat=False))
    if read.errors:
        return _page(read), 422
    say(visit().membership, is_yes=read.values["part"] == YES)
    return redirect(url_for("home.show", said="part"), 303)


def _page(sent: Submission | None = None) -> str:
    me = visit().membership
    part, setting = part_of(me), setting_of(me.context, today=today())
    return render_template(
        "taking_part/show.html",
        setting=setting,
        part=part,
        fields=part_fields(part, sent, uses=setting.outline.uses),
    )
