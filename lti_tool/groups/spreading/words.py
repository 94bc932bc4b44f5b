"""What a programme is announced with, made from its settings, in any of our languages."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from lti_tool.groups.opening.queries import Setting
from lti_tool.groups.plan.choices import Say
from lti_tool.groups.taking_part.queries import Tally
from lti_tool.programme.outline.models import EVERYBODY, OPT_IN
from lti_tool.programme.outline.words import rhythm_words
from lti_tool.web.days import day, full_day
from lti_tool.web.languages import LANGUAGES, chosen_language, speaking


@dataclass(frozen=True)
class Announcement:
    """The texts in one language: a title, what it is, how it goes, how to join."""

    language: str
    name: str
    title: str
    what: str
    gain: str
    when: str
    join: str
    link: str

    @property
    def for_course(self) -> str:
        """A short text for the page of a course, a forum or a notice board."""
        return "\n\n".join(one for one in (self.what, self.join, self.link) if one)

    @property
    def for_mail(self) -> str:
        """A longer text for an e-mail; its subject is the title."""
        parts = (self.what, self.gain, self.when, self.join, self.link)
        return "\n\n".join(one for one in parts if one)


def announcements(setting: Setting, course: str, *, link: str) -> list[Announcement]:
    """The texts in every language in which the programme is announced."""
    return [announce(setting, course, link=link, language=one) for one in languages(setting)]


def announce(setting: Setting, course: str, *, link: str, language: str) -> Announcement:
    """The texts in one language, whatever its reader speaks."""
    with speaking(language):
        return Announcement(
            language=language,
            name=LANGUAGES[language],
            title=_("Peer Circles in %(course)s", course=course) if course else "Peer Circles",
            what=setting.kind.what.speak(chosen_language()),
            gain=setting.kind.gain.speak(chosen_language()),
            when=" ".join(_when(setting)),
            join=" ".join(_join(setting)),
            link=link,
        )


def languages(setting: Setting) -> list[str]:
    """The languages in which a programme is announced, as codes."""
    return [one for one in LANGUAGES if one in setting.outline.languages] or list(LANGUAGES)


def tally_words(tally: Tally, joining: str) -> str:
    """Who has answered so far, as counts."""
    if joining == EVERYBODY:
        return str(_("%(all)d are in the course, and everybody takes part.", all=tally.all))
    counts = {"yes": tally.yes, "no": tally.no, "silent": tally.silent}
    return str(_("%(yes)d said yes, %(no)d said no, %(silent)d have said nothing yet.", **counts))


def _when(setting: Setting) -> Iterator[str]:
    days, often = setting.calendar, rhythm_words().get(setting.outline.rhythm, "")
    yield _("From %(start)s to %(end)s.", start=full_day(days.starts), end=full_day(days.ends))
    yield _("%(often)s, %(minutes)d minutes.", often=often, minutes=setting.outline.minutes)


def _join(setting: Setting) -> Iterator[str]:
    """How to join; where one may say no, that this counts the same."""
    until = day(setting.calendar.asked_until or setting.calendar.circles)
    if setting.outline.joining == OPT_IN:
        yield _("Open Peer Circles in the course and say yes by %(day)s.", day=until)
    elif setting.plan.say is Say.SIGN_UP:
        yield _("Open Peer Circles in the course and choose your circle by %(day)s.", day=until)
    elif setting.asks:
        yield _("Open Peer Circles in the course and answer a short survey by %(day)s.", day=until)
    else:
        yield _("Open Peer Circles in the course.")
    if setting.outline.joining != EVERYBODY:
        yield _("If you would rather not, say no there: you work on your own, for the same credit.")
