"""What the guide tells students, made from the settings as they are now, so it cannot drift."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from lti_tool.forms.audience import Share, audience_of
from lti_tool.forms.words import AudienceLine, Company, line_for
from lti_tool.groups.opening.queries import Setting
from lti_tool.groups.plan.choices import Say
from lti_tool.journey.home.readers import forms_in
from lti_tool.programme.outline.extras import REFLECTIONS
from lti_tool.programme.outline.words import rhythm_words
from lti_tool.web.days import day
from lti_tool.web.languages import chosen_language

EACH_WEEK = 10
"""Minutes that a programme asks for besides the meetings, at most."""


@dataclass(frozen=True)
class Readers:
    """Who reads an answer, and the forms in which they do."""

    line: AudienceLine
    titles: tuple[str, ...]


def size_words(setting: Setting) -> str:
    """How many sit in a circle."""
    smallest, largest = min(setting.sizes, default=setting.size), setting.size
    largest = max(setting.sizes, default=largest)
    if smallest == largest:
        return str(_("%(num)d people sit in a circle.", num=largest))
    return str(_("%(few)d to %(many)d people sit in a circle.", few=smallest, many=largest))


def expected(setting: Setting) -> list[str]:
    """What a student is asked to do, in the order in which it comes."""
    return [one for one in _expected(setting) if one]


def load_words() -> str:
    """How much time it takes besides the meetings."""
    return str(_("Besides the meetings it takes at most %(num)d minutes a week.", num=EACH_WEEK))


def readers(company: Company, uses: Collection[str]) -> list[Readers]:
    """Everybody who may read something, with the forms where it is so; by the rule itself.

    Of forms of a course with these extras.
    """
    found: dict[AudienceLine, dict[str, None]] = {}
    for form in forms_in(uses):
        for field in (one for one in form.fields if not one.is_share):
            line = line_for(audience_of(field, share=Share()), company)
            found.setdefault(line, {})[form.title.speak(chosen_language())] = None
    return [Readers(line, tuple(titles)) for line, titles in found.items()]


def _expected(setting: Setting) -> Iterator[str]:
    until = setting.calendar.asked_until
    if setting.plan.say is Say.SIGN_UP and until:
        yield _("Choose your circle by %(day)s.", day=day(until))
    elif until:
        words = _("Say by %(day)s what makes a good circle for you: six minutes.", day=day(until))
        yield words
    yield _("Agree in your circle on how you work together, when you first meet.")
    yield _("Set one goal of your own, and go for it in small steps.")
    yield _meetings(setting)
    if REFLECTIONS in setting.outline.uses:
        yield _("Look back now and then: three short boxes, for yourself.")


def _meetings(setting: Setting) -> str:
    often, minutes = rhythm_words().get(setting.outline.rhythm, ""), setting.outline.minutes
    count = len(setting.calendar.meetings)
    words = _("Meet: %(often)s, %(minutes)d minutes.", often=_small(often), minutes=minutes)
    if not count:
        return str(words)
    fit = ngettext("That makes %(num)d meeting.", "That makes %(num)d meetings.", count)
    return f"{words} {fit}"


def _small(words: str) -> str:
    """A label in the middle of a sentence."""
    return words[:1].lower() + words[1:]
