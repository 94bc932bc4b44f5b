"""What calendars read: the file of one's own meetings, and a private address that they follow."""

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from lti_tool.errors import NotHere
from lti_tool.journey.circle.queries import seated
from lti_tool.journey.meetings.calendar import calendar_file
from lti_tool.journey.meetings.queries import follower, meetings_of
from lti_tool.launch.session import learners_only, visit
from lti_tool.web.security import open_to_all

calendars = Blueprint("calendars", __name__)


@calendars.get("/s/<sid>/meetings/calendar.ics")
@learners_only
def download() -> Response:
    """The meetings as a file for one's own calendar, with their place."""
    at = seated(visit().membership)
    return _file(calendar_file(meetings_of(at.group), names_place=True))


@calendars.get("/calendar/<secret>.ics")
@open_to_all
def follow(secret: str) -> Response:
    """What a calendar reads at a private address: that there is a meeting, and when."""
    member = follower(secret)
    if member is None or not member.is_learner:
        raise NotHere("no such calendar")
    return _file(calendar_file(meetings_of(seated(member).group), names_place=False))


def _file(calendar: bytes) -> Response:
    response = make_response(calendar)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="peer-circles.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
