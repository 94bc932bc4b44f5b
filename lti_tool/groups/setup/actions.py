"""What staff choose that reaches beyond the plan: windows, and circles from a column of theirs."""

from datetime import datetime

from lti_tool.courses.queries import learners_of
from lti_tool.groups.actions import Drafted, keep_draft, take_turn
from lti_tool.groups.brief.queries import brief_of
from lti_tool.groups.circles import LARGEST
from lti_tool.groups.joining.actions import open_sign_up
from lti_tool.groups.plan.choices import Say
from lti_tool.groups.plan.queries import imported_columns
from lti_tool.groups.setup.table import TableWrong, _
from lti_tool.groups.survey.actions import open_window, take_window_away

SURVEYS = (Say.SURVEY, Say.HYBRID)
WISHES = ("matters", "wished")
"""Fields of the survey that count in hybrid only."""
COLUMN = "column"
"""The origin of circles that staff brought along."""


def open_for(context_id: int, say: Say, *, closes_at: datetime | None) -> None:
    """Open what this choice needs, a survey or circles to choose from, and end what it does not."""
    if say in SURVEYS and closes_at:
        left_out = () if say is Say.HYBRID else WISHES
        open_window(context_id, closes_at=closes_at, leaves_out=left_out)
    elif say is Say.SIGN_UP and closes_at:
        open_sign_up(context_id, brief_of(context_id).rules, closes_at=closes_at)
    else:
        take_window_away(context_id)


def take_column(context_id: int, name: str) -> None:
    """Make a draft with a circle for each value of a column; who has none sits nowhere yet.

    Raises TableWrong when the column is gone, or a circle of it would be too large.
    """
    take_turn(context_id)
    here = {one.id for one in learners_of(context_id)}
    circles: dict[str, list[str]] = {}
    for member, value in sorted(imported_columns(context_id).get(name, {}).items()):
        if member in here:
            circles.setdefault(value, []).append(str(member))
    if not circles:
        raise TableWrong(_("There is no such column any more."))
    for value, people in circles.items():
        if len(people) > LARGEST:
            raise TableWrong(
                _("%(count)d people have the value %(value)s, and a circle takes %(most)d."),
                count=len(people), value=value, most=LARGEST,
            )  # fmt: skip
    made = dict(enumerate((Drafted(circles[value]) for value in sorted(circles)), start=1))
    size = max(map(len, circles.values()))
    keep_draft(context_id, made, size=size, seed=0, origin=COLUMN)
