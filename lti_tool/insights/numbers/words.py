"""The numbers of a course in words: each picture has one plain sentence beside it."""

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from lti_tool.insights.numbers.hiding import FEWEST, Part
from lti_tool.insights.numbers.queries import Finding
from lti_tool.insights.numbers.statistics import Change
from lti_tool.insights.numbers.taking_part import Course
from lti_tool.programme.outline.queries import objectives
from lti_tool.web.languages import chosen_language


def objective_words(name: str) -> str:
    """What a chapter speaks of."""
    known = objectives()
    return known[name].speak(chosen_language()) if name in known else str(_("Other lines"))


def stage_words(stage: str) -> str:
    """A stage of the funnel."""
    known = {
        "invited": _("Invited"),
        "seated": _("In a circle"),
        "signed": _("Signed"),
        "met": _("Met once"),
        "half": _("Half of the meetings"),
        "end": _("To the end"),
    }
    return str(known[stage])


def label_words(finding: Finding) -> str:
    """The line as it was asked."""
    return finding.field.label.speak(chosen_language())


def sentence(finding: Finding) -> str:
    """What may be said of a line, in one sentence."""
    if finding.n < FEWEST:
        return str(_("Not shown: fewer than 5 answered."))
    if not finding.parts:
        return str(_("Not shown, so that nobody’s answer can be worked out."))
    if finding.change:
        return change_words(finding.change)
    said = ", ".join(f"{one.count} {part_words(finding, one)}" for one in finding.parts)
    return f"{said}."


def change_words(change: Change) -> str:
    """Both averages, the change and its likely range."""
    numbers = {"before": _one(change.before), "after": _one(change.after), "by": _signed(change.by)}
    if change.low is None or change.high is None:
        return str(_("%(before)s → %(after)s, a change of %(by)s.", **numbers))
    words = _(
        "%(before)s → %(after)s, a change of %(by)s (likely between %(low)s and %(high)s).",
        low=_signed(change.low), high=_signed(change.high), **numbers,
    )  # fmt: skip
    if change.low <= 0 <= change.high:
        words = f"{words} {_('Too close to call.')}"
    if change.effect is not None:
        words = f"{words} {_('Size of the effect: %(size)s.', size=_signed(change.effect))}"
    return str(words)


def part_words(finding: Finding, part: Part) -> str:
    """What those of a part have in common; "moved up" or, put together, "stayed or moved down"."""
    return str(_(" or ")).join(_kind_words(finding, one) for one in part.kinds)


def _kind_words(finding: Finding, kind: str) -> str:
    if finding.kind == "options":
        labels = (one.label for one in finding.field.options if one.value == kind)
        return f"“{next(labels).speak(chosen_language())}”"
    known = {
        "up": _("moved up"), "same": _("stayed"), "down": _("moved down"),
        "agree": _("agree"), "middle": _("in the middle"), "disagree": _("disagree"),
    }  # fmt: skip
    return str(known[kind])


def meetings_words(course: Course) -> str:
    """How many meetings took place, and how many circles keep their rhythm."""
    if not course.due:
        return str(_("No meeting was due yet."))
    held = ngettext(
        "%(held)d of %(num)d meeting that was planned up to now took place.",
        "%(held)d of %(num)d meetings that were planned up to now took place.",
        course.due, held=course.held,
    )  # fmt: skip
    rhythm = ngettext(
        "%(kept)d of %(num)d circle held at least three quarters of its meetings.",
        "%(kept)d of %(num)d circles held at least three quarters of their meetings.",
        course.circles, kept=course.in_rhythm,
    )  # fmt: skip
    return f"{held} {rhythm}"


def staying_words(course: Course) -> str:
    """Who left the course, and apart from them who stepped out of a circle."""
    left = ngettext(
        "%(num)d student left the course.", "%(num)d students left the course.", course.left_course
    )
    out = ngettext(
        "%(num)d more goes on alone or stopped; that is no failure, and nobody is asked why.",
        "%(num)d more go on alone or stopped; that is no failure, and nobody is asked why.",
        course.left_circles,
    )
    return f"{left} {out}" if course.left_circles else str(left)


def goals_words(course: Course) -> str:
    """How many set a goal, and did a step."""
    return str(
        ngettext(
            "%(num)d student set a goal, %(steps)d did a step.",
            "%(num)d students set a goal, %(steps)d did a step.",
            course.with_goal, steps=course.with_step,
        )
    )  # fmt: skip


def _one(value: float) -> str:
    return str(format_decimal(round(value, 1), format="0.0"))


def _signed(value: float) -> str:
    return str(format_decimal(round(value, 1), format="+0.0;−0.0"))
