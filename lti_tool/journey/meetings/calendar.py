"""The meetings of a member as a calendar file (RFC 5545), by the library icalendar.

Each meeting keeps its UID when it moves, so calendars move it instead of showing it twice. Times
are given in UTC: every calendar tells them by its own clock.
"""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext
from icalendar import Calendar, Event

from lti_tool.journey.meetings.models import Meeting

AGAIN = timedelta(hours=6)
"""How often a calendar may look again."""


def calendar_file(meetings: Iterable[Meeting], *, names_place: bool) -> bytes:
    """The file; without the place it tells nothing but that there is a meeting, and when."""
    calendar = Calendar()
    calendar.add("prodid", "-//Peer Circles//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Peer Circles")
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        calendar.add_component(_event(meeting, names_place=names_place))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, *, names_place: bool) -> Event:
    event = Event()
    event.add("uid", f"{meeting.key}@peer-circles")
    event.add("dtstamp", meeting.starts_at)
    event.add("sequence", meeting.version)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", gettext("Peer Circles: meeting %(number)s", number=meeting.number))
    event.add("class", "PRIVATE")
    if names_place and meeting.place:
        event.add("location", meeting.place)
    return event
