"""How circles are doing, in words: why one needs a look, what clears it, and the days."""

from datetime import datetime, timedelta

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from lti_tool.db import utcnow
from lti_tool.insights.board.flags import Flag
from lti_tool.insights.board.models import Tended
from lti_tool.insights.board.queries import Board, CircleStatus
from lti_tool.journey.feed.prompts import load_prompts
from lti_tool.web.config import config_dirs
from lti_tool.web.days import day
from lti_tool.web.languages import chosen_language


def summary(board: Board) -> str:
    """The course in one line, as the title of the page."""
    if board.circles:
        return _of_circles(board)
    if not board.people:
        return str(_("No students yet"))
    if not board.begun:
        return str(_("Nobody has begun yet"))
    return str(
        ngettext(
            "%(begun)d of %(num)d student has begun",
            "%(begun)d of %(num)d students have begun",
            board.people,
            begun=board.begun,
        )
    )


def _of_circles(board: Board) -> str:
    need, count = len(board.in_need), len(board.circles)
    if not need:
        return str(ngettext("%(num)d circle, no trouble", "%(num)d circles, no trouble", count))
    return str(
        ngettext(
            "%(need)d of %(num)d circle needs a look",
            "%(need)d of %(num)d circles need a look",
            count,
            need=need,
        )
    )


def why_words(flag: Flag) -> str:
    """Why a circle needs a look, in one sentence that follows its name."""
    number = flag.number
    known = {
        "asks": lambda: ngettext(
            "One member waits for an answer from you.",
            "%(num)d members wait for an answer from you.",
            number,
        ),
        "small": lambda: ngettext(
            "Only one person sits here.", "Only %(num)d people sit here.", number
        ),
        "exit": lambda: ngettext(
            "One member asked for another circle.",
            "%(num)d members asked for another circle.",
            number,
        ),
        "quiet": lambda: ngettext(
            "Nobody has done anything that counts for %(num)d day.",
            "Nobody has done anything that counts for %(num)d days.",
            number,
        ),
        "meeting": lambda: ngettext(
            "No meeting has been held or planned, %(num)d day after the circles were published.",
            "No meeting has been held or planned, %(num)d days after the circles were published.",
            number,
        ),
        "agreement": lambda: ngettext(
            "Not everybody has signed the agreement, %(num)d day after the circles were published.",
            "Not everybody has signed the agreement, %(num)d days after the circles were published.",  # noqa: E501
            number,
        ),
    }
    return str(known[flag.kind]())


def clears_words(flag: Flag) -> str:
    """What makes a flag go away."""
    known = {
        "asks": _("Clears when you have answered."),
        "small": _("Clears when somebody takes a seat here, or the circle is put with another."),
        "exit": _("Clears when another seat is found, or the wish is taken back."),
        "quiet": _("Clears by itself when one of them does something: a meeting, a step, a goal."),
        "meeting": _("Clears by itself when they set a date, or mark a meeting as held."),
        "agreement": _("Clears by itself when all of them have signed."),
    }
    return str(known[flag.kind])


def flag_words(kind: str) -> str:
    """What is the matter, in a word or two."""
    known = {
        "asks": _("Asks for you"),
        "small": _("Too small"),
        "exit": _("Wants a change"),
        "quiet": _("Quiet"),
        "meeting": _("No meeting yet"),
        "agreement": _("Not all signed"),
    }
    return str(known[kind])


def state_words(state: str) -> str:
    """How a circle stands that needs no look."""
    known = {"open": _("Not begun"), "underway": _("Under way"), "waits": _("Waits")}
    return str(known[state])


def tended_words(tended: Tended) -> str:
    """What was done about a flag, and when it shows again."""
    what, back = flag_words(tended.flag), day(tended.rests_until)
    if tended.how == "sent":
        return str(
            _("%(what)s: line sent on %(day)s, shows again on %(back)s if it still holds.",
              what=what, day=day(tended.at), back=back)
        )  # fmt: skip
    return str(_("%(what)s: left until %(back)s.", what=what, back=back))


def line_of(flag: Flag) -> str:
    """The prepared line about a flag as this reader's language has it; "" where there is none."""
    prompt = load_prompts(config_dirs()).get(flag.kind)
    return prompt.text.speak(chosen_language()) if prompt else ""


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


def also_words(circle: CircleStatus) -> str:
    """What else is the matter with a circle, after the first thing."""
    return ", ".join(flag_words(one.kind) for one in circle.flags[1:])
