"""An outline in words, for pages of staff and of students."""

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from lti_tool.forms.shelf import form
from lti_tool.programme.outline.extras import (
    HEALTH,
    LESSONS,
    PRACTICE,
    REFLECTIONS,
    ROUNDS,
    SKILLS,
)
from lti_tool.programme.outline.models import EVERYBODY, OPT_IN, OPT_OUT, Outline
from lti_tool.programme.outline.queries import objectives
from lti_tool.web.languages import LANGUAGES, chosen_language


def objective_titles(outline: Outline) -> list[str]:
    """What the programme is for, each by its title; one's own words last."""
    known = objectives()
    chosen = (known[name].speak(chosen_language()) for name in outline.objectives if name in known)
    return [*chosen, *([outline.own_objective] if outline.own_objective else [])]


def rhythm_words() -> dict[str, str]:
    """How often a circle can meet, as its own form says it."""
    asked = form("meetings").field("rhythm")
    options = asked.options if asked else ()
    return {one.value: one.label.speak(chosen_language()) for one in options}


def joining_words() -> dict[str, tuple[str, str]]:
    """Who may take part: what it is called, and what it means."""
    return {
        EVERYBODY: (_("Everybody in the course"), _("Nobody is asked. Anybody can leave later.")),
        OPT_OUT: (
            _("Everybody who does not say no"),
            _("Students are asked first; whoever says nothing gets a seat."),
        ),
        OPT_IN: (
            _("Those who say yes"),
            _("Students are asked first; whoever says nothing gets no seat yet."),
        ),
    }


def extra_words() -> dict[str, tuple[str, str]]:
    """The extras of a programme: what each is called, and what it is."""
    return {
        REFLECTIONS: (_("Looking back"), _("A few short boxes, for oneself; each shares or not.")),
        LESSONS: (_("Short lessons"), _("A few minutes to read, and one thing to try.")),
        PRACTICE: (
            _("To practise together"),
            _("Situations for two and somebody who watches, and cards for the table."),
        ),
        SKILLS: (_("Eight skills"), _("Seen in oneself at the start and at the end, for oneself.")),
        HEALTH: (
            _("How we are doing"),
            _("A check of the circle: all answer alone, all see the counts."),
        ),
        ROUNDS: (
            _("Questions to everybody"),
            _("At the start, every three weeks and at the end. Your numbers come from them."),
        ),
    }


def extras_sentence(outline: Outline) -> str:
    """Which extras are on, by their titles."""
    titles = {name: title for name, (title, _what) in extra_words().items()}
    used = [title for name, title in titles.items() if name in outline.uses]
    return " · ".join(used) or str(_("None of them: the circle, goals and meetings alone."))


def language_names(outline: Outline) -> str:
    """The languages of a programme, each in its own name."""
    names = [name for code, name in LANGUAGES.items() if code in outline.languages]
    return format_list(names or list(LANGUAGES.values()), locale=get_locale())
