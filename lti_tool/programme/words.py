"""What people read about their standing: made from the numbers that the gradebook gets."""

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
