"""How circles are made, in words: for the pages where staff choose it."""

from collections.abc import Iterator, Mapping

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from lti_tool.groups.brief.queries import Brief, is_private
from lti_tool.groups.matching import Aim, Clash
from lti_tool.groups.plan.choices import EXCHANGE, HOURS, Choices, Say, Sections
from lti_tool.groups.plan.queries import presets
from lti_tool.groups.words import isolated
from lti_tool.web.languages import chosen_language

MOST_NAMES = 5


def say_words() -> dict[str, tuple[str, str]]:
    """Who may have a say: what it is called, and what it means."""
    return {
        Say.HAT: (_("Nobody: names from a hat"), _("Done at once. Nothing is asked.")),
        Say.SURVEY: (
            _("Everybody, through a survey"),
            _("Circles are made from what students hope for, can give, and when they have time."),
        ),
        Say.HYBRID: (
            _("Everybody, through a survey with wishes"),
            _("The same, and each may name what matters most and whom they would like to be with."),
        ),
        Say.SIGN_UP: (
            _("Students choose their circle themselves"),
            _("You open empty circles; each takes people until it is full."),
        ),
        Say.STAFF: (
            _("You alone"),
            _("Begin with any proposal, or with a list of your own, and move people."),
        ),
    }


def criterion_words() -> dict[str, str]:
    """What each criterion of the survey is called, in the order of the page."""
    return {
        HOURS: _("Common hours"),
        EXCHANGE: _("Help for each other"),
        "goals": _("What they hope to gain"),
        "languages": _("Languages"),
        "mode": _("How they can meet"),
        "time": _("How much time they have"),
        "experience": _("Experience with the subject"),
        "background": _("Background"),
        "style": _("Ways of working"),
    }


def aim_words() -> dict[Aim, str]:
    """What can be wanted of a criterion."""
    return {
        Aim.IGNORED: _("does not count"),
        Aim.SIMILAR: _("alike"),
        Aim.SHARED: _("in common"),
        Aim.DIFFERENT: _("different"),
        Aim.SPREAD: _("spread evenly"),
    }


def what_counts(choices: Choices) -> str:
    """The criteria that count, the strongest first: "Common hours, What they hope to gain"."""
    if not choices.weighs:
        return str(_("Nothing is weighed."))
    named = {name: one for name, one in choices.criteria.items() if one.weight}
    counted = [name for name, one in named.items() if one.aim is not Aim.IGNORED]
    words = criterion_words()
    strongest = sorted(counted, key=lambda name: -named[name].weight)
    told = [words.get(name, isolated(name)) for name in strongest]
    return format_list(told, locale=get_locale()) if told else str(_("Nothing is weighed."))


def preset_words(choices: Choices) -> str:
    """The name of the chosen preset; "" where none is at work."""
    found = presets().get(choices.preset) if choices.asks_members else None
    return found.title.speak(chosen_language()) if found else ""


def rules_words(choices: Choices) -> list[str]:
    """The hard rules besides sizes, each as a short sentence."""
    return list(_rules(choices))


def _rules(choices: Choices) -> Iterator[str]:
    rules = choices.rules
    if rules.common_hours:
        yield ngettext(
            "Each circle has %(num)d common hour.",
            "Each circle has %(num)d common hours.",
            rules.common_hours,
        )
    if rules.experienced_in_each:
        yield ngettext(
            "Each circle has %(num)d experienced member.",
            "Each circle has %(num)d experienced members.",
            rules.experienced_in_each,
        )
    if rules.sections is Sections.SAME:
        yield str(_("Sections stay among themselves."))
    if rules.sections is Sections.MIXED:
        yield str(_("Sections are mixed."))
    if rules.not_again:
        yield str(_("Nobody meets earlier group mates again."))
    if rules.never_alone:
        names = format_list([isolated(one) for one in rules.never_alone], locale=get_locale())
        yield str(_("Nobody is the only one of their kind: %(columns)s.", columns=names))
    if sets := len(rules.together) + len(rules.apart):
        yield ngettext(
            "%(num)d rule about who sits with whom.",
            "%(num)d rules about who sits with whom.",
            sets,
        )


def clash_words(clashes: tuple[Clash, ...], brief: Brief) -> list[str]:
    """What cannot be satisfied; what members asked in private only as a number."""
    told = [_clash(one, brief) for one in clashes if not is_private(one)]
    hidden = sum(map(is_private, clashes))
    if hidden:
        told.append(
            ngettext(
                "%(num)d thing that somebody asked for in private cannot be kept.",
                "%(num)d things that people asked for in private cannot be kept.",
                hidden,
            )
        )
    return list(dict.fromkeys(told))


def _clash(one: Clash, brief: Brief) -> str:
    who, rules = names_of(one.members, brief.names), brief.rules
    if "together" in one.rules:
        why = next((_why()[rule] for rule in one.rules if rule in _why()), "")
        return str(_("%(names)s cannot sit together: %(why)s.", names=who, why=why))
    if "experienced_in_each" in one.rules:
        return str(
            _(
                "There are too few experienced students for %(k)d in each circle.",
                k=rules.experienced_in_each,
            )
        )
    if "never_alone" in one.rules:
        return str(_("%(names)s has nobody of the same kind to sit with.", names=who))
    if "maximum" in one.rules:
        divided: str = ngettext(
            "%(num)d student cannot be divided into circles of %(least)d to %(most)d.",
            "%(num)d students cannot be divided into circles of %(least)d to %(most)d.",
            len(one.members),
            least=rules.minimum,
            most=rules.maximum,
        )
        return divided
    if len(one.members) > 1:
        return str(_("%(names)s all keep apart, and there are not so many circles.", names=who))
    return str(_("Too few of the others can sit with %(names)s.", names=who))


def names_of(ids: tuple[str, ...], names: Mapping[str, str]) -> str:
    """People by their names, and how many more; each name in its own direction of writing."""
    told = [isolated(names.get(one, "?")) for one in ids[:MOST_NAMES]]
    if more := len(ids) - MOST_NAMES:
        told += [ngettext("%(num)d more", "%(num)d more", more)] if more > 0 else []
    return format_list(told, locale=get_locale())


def _why() -> dict[str, str]:
    return {
        "maximum": _("a circle would be too large"),
        "apart": _("two of them are to sit apart"),
        "not_again": _("two of them sat together before"),
        "same": _("they are in different sections"),
        "common_hours": _("they have too few common hours"),
        "widest_gap": _("their levels lie too far apart"),
    }
