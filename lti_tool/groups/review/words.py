"""What staff read about circles: facts, rules that are broken, moves and what they would change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import get_day_names
from babel.lists import format_list
from flask_babel import format_datetime, get_locale, ngettext
from flask_babel import gettext as _

from lti_tool.courses.models import Membership
from lti_tool.groups.brief.queries import is_private
from lti_tool.groups.facts import Fact, Judged
from lti_tool.groups.matching import Broken
from lti_tool.groups.plan.choices import EXCHANGE
from lti_tool.groups.setup.words import criterion_words
from lti_tool.groups.words import isolated

LOW = 0.4
"""A share below this is worth a look."""
FEWEST = 3
"""Answers that a table must count, so that none of them can be read from it."""


@dataclass(frozen=True)
class Slot:
    """How many of a circle are free in an hour of the week: weekday from Monday as 0, hour."""

    day: int
    hour: int
    free: int


@dataclass(frozen=True)
class Hours:
    """The week of a circle, among the `people` of it who said when they are free."""

    slots: Sequence[Slot]
    people: int


@dataclass(frozen=True)
class Bar:
    """One fact as a line with a small drawing."""

    label: str
    share: float
    words: str
    is_low: bool


def bars(judged: Judged) -> list[Bar]:
    """The facts of a circle, as they are drawn."""
    return [
        Bar(label(one.name), one.share, value(one.kind, one.part, one.whole), one.share < LOW)
        for one in judged.facts
    ]


def kept_bars(facts: Mapping[str, Any]) -> list[Bar]:
    """The same from what a circle's row keeps, where a course is too large to judge anew."""
    made = []
    for name, (kind, part, whole) in facts.items():
        share = min(part / whole, 1.0) if whole else 1.0
        share = 1 - share if kind == "steps" else share
        made.append(Bar(label(name), share, value(kind, part, whole), share < LOW))
    return made


def label(name: str) -> str:
    """What a criterion is called on pages; a column that staff brought along has its own name."""
    if name == EXCHANGE:
        return str(_("Wishes with a helper"))
    return str(criterion_words().get(name, name))


def value(kind: str, part: int, whole: int) -> str:
    """A fact in words."""
    if kind == "hours":
        return str(ngettext("%(num)d a week", "%(num)d a week", part))
    if kind == "shared":
        return str(ngettext("%(num)d in common", "%(num)d in common", part))
    if kind == "steps":
        return str(ngettext("%(num)d step", "%(num)d steps", part))
    return str(_("%(part)d of %(whole)d", part=part, whole=whole))


def broken_words(judged: Judged) -> list[str]:
    """The rules that a circle breaks, each once; private ones are never told of one circle."""
    told = (_broken(one) for one in judged.broken if not is_private(one))
    return list(dict.fromkeys(told))


def heat(told: Hours) -> dict[str, Any] | None:
    """Common hours as a table: the days and hours at which anybody is free; None without any.

    None too where so few have said theirs that the table would show what one of them answered.
    """
    slots = told.slots
    days = sorted({one.day for one in slots if one.free})
    hours = sorted({one.hour for one in slots if one.free})
    if not days or told.people < FEWEST:
        return None
    free = {(one.day, one.hour): one.free for one in slots}
    names = get_day_names("abbreviated", context="stand-alone", locale=get_locale())
    rows = [
        {"label": f"{hour:02}:00", "counts": [free.get((day, hour), 0) for day in days]}
        for hour in hours
    ]
    fit = sum(one.free >= told.people for one in slots)
    return {
        "days": [names[day] for day in days],
        "rows": rows,
        "fit": fit,
        "people": told.people,
    }


def change_words(number: int, before: Judged, after: Judged) -> str:
    """What a change means for one circle: the facts that would be others, and rules."""
    facts = [
        f"{label(new.name)}: {_told(old)} → {_told(new)}"
        for old, new in _pairs(before.facts, after.facts)
        if _told(old) != _told(new)
    ]
    rules = [one for one in broken_words(after) if one not in broken_words(before)]
    what = "; ".join([*facts, *rules]) or _("nothing that was asked for changes")
    return str(_("Circle %(number)d: %(what)s.", number=number, what=what))


def moved_words(member: Membership, number: int | None) -> str:
    """In which circle somebody sits now, if in any, to whoever has just moved them."""
    name = isolated(member.user.shown_name)
    if number is None:
        return str(_("%(name)s sits in no circle now.", name=name))
    return str(_("%(name)s sits in circle %(number)d now.", name=name, number=number))


def way_words(before: int | None, after: int | None) -> str:
    """From where to where somebody would go, or went."""
    if before is None:
        return str(_("to circle %(after)d", after=after))
    if after is None:
        return str(_("out of circle %(before)d", before=before))
    return str(_("from circle %(before)d to circle %(after)d", before=before, after=after))


def moment_words(moment: datetime) -> str:
    """A day and time, short, to tell proposals apart."""
    return str(format_datetime(moment, "d MMM HH:mm"))


def names_words(members: Iterable[Membership]) -> str:
    """Some people in a sentence, each name in its own direction."""
    names: Sequence[str] = [isolated(one.user.shown_name) for one in members]
    return format_list(names, locale=get_locale())


def _told(fact: Fact) -> str:
    return value(fact.kind, fact.part, fact.whole)


def _pairs(before: Sequence[Fact], after: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    old = {one.name: one for one in before}
    return [(old[one.name], one) for one in after if one.name in old]


def _broken(one: Broken) -> str:
    plain = {
        "apart": _("Two people who should sit apart"),
        "together": _("People who belong together are apart"),
        "not_again": _("Two people who sat together before"),
        "same": _("More than one section"),
        "never_alone": _("Somebody is the only one of their kind"),
        "experienced_in_each": _("Too few experienced people"),
        "widest_gap": _("Experience lies too far apart"),
        "minimum": _("Fewer people than your smallest size"),
        "maximum": _("More people than your largest size"),
    }
    if one.rule == "common_hours":
        return str(
            ngettext(
                "Only %(found)d of %(num)d common hour",
                "Only %(found)d of %(num)d common hours",
                one.needed,
                found=one.found,
            )
        )
    return str(plain.get(one.rule, one.rule))
