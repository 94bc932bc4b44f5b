"""What people read about their standing: made from the numbers that the gradebook gets."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import format_decimal, get_locale, gettext, ngettext

from lti_tool.programme.items import participation
from lti_tool.programme.outline.extras import EXTRAS, REFLECTIONS, others
from lti_tool.programme.scoring import (
    BUNDLES,
    COMPLETION,
    FORMATIVE,
    PASS,
    POINTS,
    Line,
    Rules,
    Standing,
)
from lti_tool.web.config import config_dirs
from lti_tool.web.days import day


def standing_sentence(standing: Standing) -> str:
    """To the student: how much is done, and what may be missed."""
    if not standing.due:
        return _nothing_yet(standing)
    done = ngettext(
        "You have done %(done)d of %(num)d item.",
        "You have done %(done)d of %(num)d items.",
        standing.due,
        done=standing.done,
    )
    return " ".join(filter(None, (done, *_remarks(standing))))


def standing_counts(standing: Standing) -> str:
    """To the teacher and the gradebook: the same as counts, without a name or a word of theirs."""
    if not standing.due:
        return _nothing_yet(standing).rstrip(".")
    counts: str = ngettext(
        "%(done)d of %(num)d item done",
        "%(done)d of %(num)d items done",
        standing.due,
        done=standing.done,
    )
    return ". ".join((counts, *(one.rstrip(".") for one in _remarks(standing))))


def line_mark(line: Line) -> tuple[str, str]:
    """The mark of one kind of item, and how it stands in words."""
    if line.due == 0:
        return ("skip", gettext("Does not count")) if line.excused else ("waits", gettext("Ahead"))
    if line.due > 1:
        said = gettext("%(done)s of %(due)s", done=line.done, due=line.due)
        return "done" if line.done == line.due else "underway" if line.done else "open", said
    return ("done", gettext("Done")) if line.done else ("open", gettext("Not yet"))


def rule_sentence(rules: Rules) -> str:
    """How it counts, in a sentence or two that students read too."""
    said = _rule(rules)
    if not rules.is_apart or rules.model == FORMATIVE:
        return said
    return f"{said} {gettext('Each activity is counted by itself, in a column of its own.')}"


def _rule(rules: Rules) -> str:
    maximum = format_decimal(rules.maximum)
    if rules.model == COMPLETION:
        said = gettext("Done items out of due items, %(points)s points for all.", points=maximum)
        free = ngettext("One miss is free.", "%(num)d misses are free.", rules.free)
        return f"{said} {free}" if rules.free else str(said)
    said = {
        POINTS: gettext(
            "%(full)s points for items give all %(points)s.",
            full=format_decimal(rules.full),
            points=maximum,
        ),
        BUNDLES: gettext("The level that is reached decides, up to %(points)s.", points=maximum),
        PASS: gettext(
            "%(minimum)s items give all %(points)s.", minimum=rules.minimum, points=maximum
        ),
        FORMATIVE: gettext("Nothing is sent to the gradebook."),
    }
    return str(said[rules.model])


def _nothing_yet(standing: Standing) -> str:
    if standing.begins_at is None:
        return str(gettext("Nothing counts yet."))
    return str(gettext("Nothing is due before %(day)s.", day=day(standing.begins_at.date())))


def _remarks(standing: Standing) -> list[str]:
    """What else there is to say of the numbers: a sentence each."""
    return [one for one in (_free(standing), _excused(standing), _of_model(standing)) if one]


def _free(standing: Standing) -> str:
    if not standing.free:
        return ""
    return str(ngettext("One miss is free.", "%(num)d misses are free.", standing.free))


def _excused(standing: Standing) -> str:
    if not standing.excused:
        return ""
    return str(
        ngettext("%(num)d item does not count.", "%(num)d items do not count.", standing.excused)
    )


def _of_model(standing: Standing) -> str:
    """Where points, levels or a minimum decide, how far somebody is."""
    numbers = {
        "reached": format_decimal(min(standing.reached, standing.needed)),
        "needed": format_decimal(standing.needed),
    }
    if standing.model == POINTS:
        return str(gettext("%(reached)s of the %(needed)s points that give everything.", **numbers))
    if standing.model == PASS:
        return str(gettext("%(reached)s of the %(needed)s items that are enough.", **numbers))
    if standing.model == BUNDLES:
        return _level(standing)
    return ""


def _level(standing: Standing) -> str:
    if not standing.level:
        return str(gettext("No level is reached yet."))
    level = level_names().get(standing.level, standing.level)
    return str(gettext("The level “%(level)s” is reached.", level=level))


BELONGS = {"reflection": REFLECTIONS}
"""The extra that a kind of link leads to."""


@dataclass(frozen=True, slots=True)
class LinkWords:
    """What staff read of something that a link may open, and what the link is called."""

    label: str
    effect: str
    title: str


def link_words(uses: Collection[str] = EXTRAS) -> dict[str, LinkWords]:
    """Everything that a link may open in a course with these extras, by kind, the whole first."""
    return {
        kind: said for kind, said in _links().items() if BELONGS.get(kind, "") not in others(uses)
    }


def _links() -> dict[str, LinkWords]:
    return {
        "home": LinkWords(
            gettext("The circle, with whatever is next"),
            gettext("One link for the whole term. Fits most courses."),
            gettext("Peer Circles: my group"),
        ),
        "goal": LinkWords(
            gettext("The goal"),
            gettext("Opens a student’s own goal, or an empty one to fill in."),
            gettext("Peer Circles: my goal"),
        ),
        "reflection": LinkWords(
            gettext("One reflection"),
            gettext("Each student writes it once. Give every reflection a link of its own."),
            gettext("Peer Circles: looking back"),
        ),
    }


def level_names() -> dict[str, str]:
    """What levels are called in the language that is spoken now, by key."""
    language = str(get_locale() or "en")[:2]
    return {one.key: name.speak(language) for one, name in participation(config_dirs()).bundles}
