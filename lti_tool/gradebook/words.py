"""What staff read about scores: the title that sums up, and each refusal with its cure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale, format_decimal, format_timedelta, gettext, ngettext

from lti_tool.db import utcnow
from lti_tool.programme.scoring import Standing
from lti_tool.programme.words import standing_counts


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a score is not in: a few words for its row, a heading, and what to do."""

    mark: str
    title: str
    cure: str


MEASURED_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def comment_for(standing: Standing, language: str | None) -> str:
    """The comment beside a score, in the student's language: counts and nothing else."""
    with force_locale(language or "en"):
        return standing_counts(standing)


def summary(counts: Mapping[str, int], *, has_service: bool, is_dry: bool) -> str:
    """The title of the page: how many scores are in, wait, and need somebody."""
    sent, waiting, failed = (counts.get(one, 0) for one in ("sent", "waiting", "failed"))
    if not has_service:
        return str(gettext("This course takes no scores from us"))
    if is_dry or not (sent or waiting or failed):
        return str(gettext("Nothing has been sent yet"))
    said = [ngettext("%(num)d score is in", "%(num)d scores are in", sent)]
    said += [ngettext("%(num)d waits", "%(num)d wait", waiting)] if waiting else []
    said += [ngettext("%(num)d needs you", "%(num)d need you", failed)] if failed else []
    return ", ".join(said)


def points(standing: Standing) -> str:
    """A score as in "3.33 of 5"; a dash where nothing is sent: no zero ever is."""
    if not standing.is_sent:
        return "–"
    given, maximum = format_decimal(standing.given), format_decimal(standing.maximum)
    return str(gettext("%(given)s of %(maximum)s", given=given, maximum=maximum))


def left_alone(theirs: tuple[float | None, float]) -> str:
    """Where a teacher's hand has been: at what we leave it."""
    if theirs[0] is None:
        return str(gettext("Emptied by hand in the gradebook. We leave it empty."))
    return str(gettext("Changed by hand in the gradebook. We leave it as it is."))


def theirs_in_points(theirs: tuple[float | None, float]) -> str:
    """What a teacher's hand put there; a dash for an emptied cell."""
    score, maximum = theirs
    if score is None:
        return "–"
    numbers = {"given": format_decimal(round(score, 2)), "maximum": format_decimal(maximum)}
    return str(gettext("%(given)s of %(maximum)s", **numbers))


def state_mark(state: str, refusal: str | None) -> tuple[str, str]:
    """The mark of a state and its word."""
    if state == "failed":
        return "fail", reason(refusal).mark
    if state == "waiting" and refusal:
        return "underway", reason(refusal).mark
    marks = {
        "idle": ("open", gettext("Not yet")),
        "ready": ("done", gettext("Ready")),
        "theirs": ("paused", gettext("Left alone")),
        "waiting": ("waits", gettext("Waits")),
        "sent": ("done", gettext("Sent")),
    }
    return marks[state]


def ago(moment: datetime) -> str:
    """How long ago something was, as in "5 minutes ago": right in every time zone."""
    return str(format_timedelta(moment - utcnow(), add_direction=True))


def reason(refusal: str | None) -> Reason:
    """What a refusal means to staff; unknown ones in general words."""
    known = {**_about_the_course(), **_about_one_mark()}
    return known.get(refusal or "", known["refused"])


def _about_the_course() -> dict[str, Reason]:
    return {
        "busy": Reason(
            gettext("Trying again"),
            gettext("The gradebook does not answer now"),
            gettext("You need not do anything: we try again by ourselves. Nothing is lost."),
        ),
        "not-allowed": Reason(
            gettext("Not allowed"),
            gettext("The course does not let us send scores"),
            gettext(
                "Ask whoever looks after your learning platform to let Peer Circles write to the "
                "gradebook, then try again."
            ),
        ),
        "no-column": Reason(
            gettext("No column"),
            gettext("The column is not there any more"),
            gettext(
                "Somebody may have deleted it, or the course may have ended. When you try again, "
                "we look for the column, and make it again if it is gone."
            ),
        ),
    }


def _about_one_mark() -> dict[str, Reason]:
    return {
        "not-taking-part": Reason(
            gettext("Not in the gradebook"),
            gettext("The gradebook does not take scores for this person"),
            gettext(
                "They may have left the course, or the column may not be published. Set that "
                "right in the course, then try again."
            ),
        ),
        "locked": Reason(
            gettext("Locked"),
            gettext("This mark is locked in the gradebook"),
            gettext("Unlock it in the gradebook, then try again. Or leave it as it is."),
        ),
        "newer-mark": Reason(
            gettext("Newer mark"),
            gettext("The gradebook holds a newer mark"),
            gettext("Look at the mark in the gradebook. Try again if ours should replace it."),
        ),
        "refused": Reason(
            gettext("Refused"),
            gettext("The gradebook refused the score"),
            gettext("Try again. If it stays, tell whoever looks after your learning platform."),
        ),
    }


def measured(now: Mapping[str, float], ever: Iterable[tuple[str, str, int]]) -> str:
    """Gauges and counters in the text format of Prometheus, 0.0.4."""
    lines = []
    for name, value in now.items():
        lines += [f"# TYPE peer_circles_{name} gauge", f"peer_circles_{name} {value:g}"]
    typed = set[str]()
    for name, outcome, count in ever:
        full = f"peer_circles_{name}_total"
        lines += [f"# TYPE {full} counter"] if name not in typed else []
        typed.add(name)
        lines.append(f'{full}{{outcome="{outcome}"}} {count}' if outcome else f"{full} {count}")
    return "\n".join(lines) + "\n"


CELL = {"points": points, "theirs": theirs_in_points, "left": left_alone, "mark": state_mark}
"""What templates say of a score."""
