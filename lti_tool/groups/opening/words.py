"""The set-up of a programme in words: what is set, and what opening it does."""

from flask_babel import gettext as _
from flask_babel import ngettext

from lti_tool.groups.opening.queries import Setting
from lti_tool.groups.plan.choices import Say
from lti_tool.groups.words import sizes_words
from lti_tool.programme.outline.words import rhythm_words
from lti_tool.web.days import day, full_day


def state_words(setting: Setting) -> str:
    """Where the programme stands, as the title of its page."""
    outline = setting.outline
    if outline.closed_at:
        return str(_("The programme is closed"))
    if outline.opened_at:
        return str(_("The programme is open"))
    return str(_("Ready to open"))


def circles_words(setting: Setting) -> str:
    """The circles that would be made of those who are here."""
    if setting.sizes:
        return sizes_words(setting.sizes)
    if setting.students == 1:
        return str(_("One student so far: a circle needs two"))
    return str(_("No students yet: circles follow when they are here"))


def rhythm_sentence(setting: Setting) -> str:
    """How often and how long circles meet."""
    often = rhythm_words().get(setting.outline.rhythm, "")
    return str(_("%(often)s, %(minutes)d minutes.", often=often, minutes=setting.outline.minutes))


def asking_words(setting: Setting) -> str:
    """What students are asked before circles are made, and until when."""
    until = setting.calendar.asked_until
    if setting.plan.say is Say.SIGN_UP and until:
        return str(_("Students choose their circle themselves, until %(day)s.", day=day(until)))
    if until:
        return str(_("Students get a short survey and may answer until %(day)s.", day=day(until)))
    return str(_("Students are asked nothing beforehand."))


def dates_words(setting: Setting) -> str:
    """From when to when, and how many meetings fit in between."""
    days = setting.calendar
    span = _("%(start)s to %(end)s", start=day(days.starts), end=full_day(days.ends))
    return f"{span}. {meetings_words(setting)}"


def meetings_words(setting: Setting) -> str:
    """How many meetings fit into the calendar."""
    count = len(setting.calendar.meetings)
    if not count:
        return str(_("No meeting fits in between: move the end, or ask for less time to answer."))
    return str(ngettext("Room for %(num)d meeting.", "Room for %(num)d meetings.", count))


def end_words(setting: Setting) -> str:
    """Where the end comes from, if nobody chose it."""
    if not setting.calendar.is_open_end:
        return ""
    weeks = setting.outline.weeks
    return str(
        ngettext(
            "Your course tells no end, so it is %(num)d week.",
            "Your course tells no end, so it is %(num)d weeks.",
            weeks,
        )
    )
