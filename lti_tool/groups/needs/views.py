"""The page of needs: what the course wants and can give, drawn. For staff; nobody is named."""

from flask import Blueprint, render_template

from lti_tool.forms.definition import Field
from lti_tool.groups.needs.counts import FEWEST, Need, Needs, count_needs
from lti_tool.groups.survey.queries import answers_in, survey_form, window_of
from lti_tool.launch.session import instructors_only, visit
from lti_tool.web.languages import chosen_language

pages = Blueprint("needs", __name__, url_prefix="/s/<sid>/groups/plan/needs")


@pages.get("")
@instructors_only
def show() -> str:
    """Topics asked for and offered; after the survey, for a count that rises tells who rose it."""
    window, asked = window_of(visit().membership.context_id), _asked()
    is_open = window is not None and not window.is_over
    found = None if is_open or asked is None else _needs(asked)
    every = [*found.told, *([found.others] if found.others else [])] if found else []
    most = max((max(one.wanted or 0, one.offered or 0) for one in every), default=0)
    return render_template(
        "needs/show.html", needs=found, is_open=is_open, name=_name, most=most, fewest=FEWEST
    )


def _asked() -> Field | None:
    return next((one for one in survey_form().fields if one.kind.word == "topics"), None)


def _needs(asked: Field) -> Needs | None:
    """Who left since is counted all the same: or their answers would be the difference."""
    kept = answers_in(visit().membership.context_id).values()
    return count_needs(
        [one.get(asked.name) or {} for one in kept], [o.value for o in asked.options]
    )


def _name(need: Need) -> str:
    asked = _asked()
    options = asked.options if asked else ()
    labels = {one.value: one.label.speak(chosen_language()) for one in options}
    return " · ".join(labels[one] for one in need.topics)
