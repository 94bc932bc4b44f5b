"""The numbers as a table, and a codebook to it: no number that the page does not show."""

from collections.abc import Iterator

from flask_babel import gettext as _

from lti_tool.forms.kinds import Scale
from lti_tool.insights.numbers.hiding import FEW, FEWEST
from lti_tool.insights.numbers.queries import Finding, Numbers
from lti_tool.insights.numbers.words import part_words, sentence, stage_words
from lti_tool.journey.rounds.packs import load_measures
from lti_tool.journey.rounds.plan import AFTER, BEFORE, PULSE
from lti_tool.journey.rounds.queries import round_form
from lti_tool.web.config import config_dirs
from lti_tool.web.languages import chosen_language

HEAD = ("round", "line", "measure", "n", "value", "told")
CODES = ("round", "line", "question", "scale", "objective", "source")


def numbers_rows(numbers: Numbers) -> Iterator[tuple[str, ...]]:
    """Stages of the funnel, meetings, then each part, average and range that may be shown."""
    course = numbers.course
    for stage, count in course.funnel:
        yield "", "funnel", stage, str(course.stage("invited")), str(count), stage_words(stage)
    yield "", "meetings", "held", str(course.due), str(course.held), ""
    yield "", "circles", "in_rhythm", str(course.circles), str(course.in_rhythm), ""
    yield "", "left", "course", str(course.stage("invited")), str(course.left_course), ""
    yield "", "left", "circle", str(course.stage("invited")), str(course.left_circles), ""
    for chapter in numbers.chapters:
        for one in chapter.findings:
            yield from _told(AFTER, one)
    for number, findings in numbers.pulses:
        for one in findings:
            yield from _told(f"{PULSE}-{number}", one)


def _told(key: str, one: Finding) -> Iterator[tuple[str, ...]]:
    n, name = str(one.n), one.field.name
    if not one.parts:
        yield key, name, "hidden", n, "", sentence(one)
    for part in one.parts if one.change is None else ():
        yield key, name, "+".join(part.kinds), n, str(part.count), part_words(one, part)
    if one.change:
        change = one.change
        values = {
            "before": change.before, "after": change.after, "change": change.by,
            "low": change.low, "high": change.high, "effect": change.effect,
        }  # fmt: skip
        for measure, value in values.items():
            yield key, name, measure, n, "" if value is None else f"{value:.1f}", ""


def codebook_rows() -> Iterator[tuple[str, ...]]:
    """Each line with its question, its scale, what it speaks of and where it comes from."""
    measures = load_measures(config_dirs())
    about = {line: name for name, lines in measures.lines.items() for line in lines}
    packs = {one.form: f"{one.source} ({one.licence})" for one in measures.packs}
    theirs = {field.name: said for name, said in packs.items() for field in round_form(name).fields}
    for name in (BEFORE, PULSE, AFTER):
        for field in round_form(name).fields:
            options = "|".join(one.value for one in field.options)
            ends = f"1-{field.kind.steps}" if isinstance(field.kind, Scale) else options
            label = field.label.speak(chosen_language())
            source = theirs.get(field.name, str(_("our own words, not a validated scale")))
            yield name, field.name, label, ends, about.get(field.name, ""), source
    rule = _(
        "A part stands for %(fewest)d people at least, and so does the rest; averages from "
        "%(few)d pairs on; a range is a 95 %% confidence interval of the paired difference, an "
        "effect is Hedges’ g of paired values.", fewest=FEWEST, few=FEW,
    )  # fmt: skip
    yield "", "", str(rule), "", "", ""
