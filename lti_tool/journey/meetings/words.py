"""Meetings in words: when they are, who has which role, how one took part."""

from datetime import datetime

from babel.dates import get_timezone_location
from flask_babel import get_locale, gettext, ngettext

from lti_tool.journey.meetings.models import Attendance, Meeting
from lti_tool.web.days import day, local, short_weekday, weekday


def when_words(meeting: Meeting) -> str:
    """When a meeting is, in full, by the clock of its series."""
    starts, ends = local(meeting.starts_at, meeting.zone), local(meeting.ends_at, meeting.zone)
    return str(
        gettext(
            "%(day)s, %(start)s–%(end)s, %(city)s time",
            day=weekday(starts),
            start=f"{starts:%H:%M}",
            end=f"{ends:%H:%M}",
            city=get_timezone_location(meeting.zone, locale=get_locale(), return_city=True),
        )
    )


def short_day(meeting: Meeting) -> str:
    """The day of a meeting where there is little room: "Thu 19 Nov"."""
    return short_weekday(local(meeting.starts_at, meeting.zone))


def clock(meeting: Meeting, moment: datetime | None = None) -> str:
    """What the clock of the series shows at a moment of the meeting; first of all its start."""
    return f"{local(moment or meeting.starts_at, meeting.zone):%H:%M}"


def role_words() -> dict[str, tuple[str, str]]:
    """Each role, and what it asks of whoever has it."""
    return {
        "host": (gettext("Host"), gettext("Open, and see that everybody gets their time.")),
        "timekeeper": (gettext("Timekeeper"), gettext("Say “two minutes” aloud, nothing more.")),
        "note_keeper": (gettext("Note keeper"), gettext("File the note, in three minutes.")),
    }


def attendance_words() -> dict[str, str]:
    """The ways of taking part, as one says it of oneself."""
    return {
        "there": gettext("I was there"),
        "remote": gettext("I joined by video"),
        "written": gettext("I took part in writing"),
        "excused": gettext("I could not come"),
    }


def attended_words() -> dict[str, str]:
    """The ways of taking part, as it is said of others."""
    return {
        "there": gettext("there"),
        "remote": gettext("by video"),
        "written": gettext("in writing"),
        "excused": gettext("could not come"),
    }


def apart_words(mark: Attendance) -> str:
    """To staff: what somebody says of a meeting, and what was noted of them."""
    noted = gettext("took part") if mark.noted else gettext("did not take part")
    own = attended_words()[mark.how]
    return str(gettext("Own mark: %(own)s. Noted: %(noted)s.", own=own, noted=noted))


def status_words(notes: int, next_at: datetime | None) -> str:
    """To staff: how many notes are filed, and the day of the next meeting."""
    filed = ngettext("%(num)d note filed", "%(num)d notes filed", notes)
    if next_at is None:
        return str(gettext("%(notes)s, no date", notes=filed))
    return str(gettext("%(notes)s, next on %(day)s", notes=filed, day=day(next_at)))


def mode_words() -> dict[str, str]:
    """Where a circle meets, where it has not said so more exactly."""
    return {
        "on_site": gettext("In one room"),
        "online": gettext("By video"),
        "mixed": gettext("Some in the room, some by video"),
        "written": gettext("In writing"),
    }
