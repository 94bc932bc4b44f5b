"""How a course takes part, in words; for the pages of this step."""

from datetime import datetime, timedelta

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from lti_tool.db import utcnow


def summary(begun: int, people: int) -> str:
    """The course in one line: "24 of 40 students have begun"."""
    if not people:
        return str(_("No students yet"))
    if not begun:
        return str(_("Nobody has begun yet"))
    return str(
        ngettext(
            "%(begun)d of %(num)d student has begun",
            "%(begun)d of %(num)d students have begun",
            people,
            begun=begun,
        )
    )


def state_words(state: str) -> str:
    """How a circle stands, in a word or two."""
    known = {"open": _("Not begun"), "underway": _("Under way"), "done": _("All done")}
    return str(known[state])


def when_words(moment: datetime | None) -> str:
    """The day of something, as near as it helps: today, yesterday, 9 November; "–" for never."""
    if moment is None:
        return "–"
    today = utcnow().date()
    if moment.date() >= today:
        return str(_("today"))
    if moment.date() == today - timedelta(days=1):
        return str(_("yesterday"))
    return str(format_date(moment.date(), _("d MMMM")))


def check_words(check: str) -> str:
    """What a trial of the doctor looked at, in words."""
    known = {
        "waiting": _("The registration is approved"),
        "off": _("It is switched on"),
        "keys": _("Their keys can be read"),
        "ours": _("Our keys can be read at our address"),
        "clock": _("The clocks agree"),
        "scope.contextmembership.readonly": _("We may read the course list"),
        "scope.lineitem": _("We may keep a gradebook column"),
        "scope.score": _("We may send scores"),
        "deployment": _("A deployment is known"),
        "launch": _("Somebody came in lately"),
        "roster": _("The course list can be read"),
        "names": _("People have names"),
        "columns": _("The gradebook can be reached"),
        "last-read": _("The last read of the course list went well"),
        "scores": _("No score was refused"),
    }
    return str(known[check])


def cure_words(check: str) -> str:
    """What to do where a trial of the doctor failed."""
    known = {
        "waiting": _("Run: peer-circles platforms approve, with the number of the registration."),
        "off": _("Run: peer-circles platforms approve, if people shall come in again."),
        "keys": _("Look whether the address of their keys is right and can be reached from here."),
        "ours": _(
            "Open our key set in a browser outside your network: the proxy or the public address "
            "is wrong when it is not there."
        ),
        "clock": _("Set both clocks by a time server: sign-ins fail when they differ too much."),
        "scope.contextmembership.readonly": _(
            "Allow Names and Roles for Peer Circles in the learning platform."
        ),
        "scope.lineitem": _("Allow line items for Peer Circles in the learning platform."),
        "scope.score": _("Allow scores for Peer Circles in the learning platform."),
        "deployment": _("Open Peer Circles once from a course: the first deployment is trusted."),
        "launch": _("Open Peer Circles from a course."),
        "roster": _(
            "Allow Names and Roles in the learning platform; until then people are added "
            "when they come in."
        ),
        "names": _("Let the learning platform share names with Peer Circles."),
        "columns": _("Let Peer Circles keep gradebook columns in the learning platform."),
        "last-read": _("It is tried again by itself; the course list's page says more."),
        "scores": _("The gradebook's page says why, and sends them again."),
    }
    return str(known[check])


def verdict_words(state: str, name: str) -> str:
    """A platform in one line, by the worst of its findings."""
    known = {
        "fail": _("Something is wrong with %(name)s", name=name),
        "look": _("Something at %(name)s needs a look", name=name),
        "done": _("All is well with %(name)s", name=name),
    }
    return str(known.get(state, known["done"]))


def state_of_check(state: str) -> str:
    """The end of a finding's line, in a word."""
    known = {"done": _("works"), "look": _("look"), "fail": _("fails"), "skip": _("not seen")}
    return str(known[state])
