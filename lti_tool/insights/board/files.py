"""The status of everybody in sight as a table: that it is done, never what was written."""

from collections.abc import Iterator

from flask_babel import gettext as _

from lti_tool.insights.board.queries import Board, Progress
from lti_tool.web.languages import chosen_language


def status_head(progress: Progress) -> list[str]:
    """The heads of the columns."""
    items = (one.label(chosen_language()) for one in progress.items)
    return [str(_("Circle")), str(_("Student")), *items, str(_("Last active"))]


def status_rows(board: Board, progress: Progress) -> Iterator[list[str]]:
    """A row for each student, circle by circle; who sits in none has no number."""
    numbers = {one: circle.number for circle in board.circles for one in circle.members}
    rows = sorted(progress.members, key=lambda one: numbers.get(one.membership.id, 0))
    for one in rows:
        number, at = numbers.get(one.membership.id), one.last_active_at
        done = (str(_("yes") if item.key in one.done else _("no")) for item in progress.items)
        active = at.date().isoformat() if at else ""
        yield [str(number or ""), one.membership.user.shown_name, *done, active]
