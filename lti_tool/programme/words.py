"""What people read about their standing: made from the numbers that the gradebook gets."""

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from lti_tool.programme.scoring import Standing


def standing_sentence(standing: Standing) -> str:
    """To the student: how much is done, and what may be missed."""
    if not standing.due:
        return str(gettext("Nothing counts yet."))
    done = ngettext(
        "You have done %(done)d of %(num)d item.",
        "You have done %(done)d of %(num)d items.",
        standing.due,
        done=standing.done,
    )
    return f"{done} {_free(standing)}".rstrip()


def standing_counts(standing: Standing) -> str:
    """To the teacher and the gradebook: the same as counts, without a name or a word of theirs."""
    counts: str = ngettext(
        "%(done)d of %(num)d item done",
        "%(done)d of %(num)d items done",
        standing.due,
        done=standing.done,
    )
    return counts


def _free(standing: Standing) -> str:
    if not standing.free:
        return ""
    return str(ngettext("One miss is free.", "%(num)d misses are free.", standing.free))


@dataclass(frozen=True, slots=True)
class LinkWords:
    """What staff read of something that a link may open, and what the link is called."""

    label: str
    effect: str
    title: str


def link_words() -> dict[str, LinkWords]:
    """Everything that a link may open, by kind, the whole first."""
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
