"""What staff change of a programme, one part on a page of its own, on its way there and back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from lti_tool.errors import NotHere
from lti_tool.forms.definition import Form, Option
from lti_tool.forms.kinds import Date, Long, Number, Sent, Text
from lti_tool.forms.made import bare, choice, field, made, many, plain
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Sheet, kept_sheet, sheet_again, sheet_of_both
from lti_tool.forms.words import Company
from lti_tool.groups.opening.templates import LONGEST, MINUTES, MOST_OBJECTIVES, Template
from lti_tool.programme.keeping.queries import retention
from lti_tool.programme.keeping.words import days_words
from lti_tool.programme.outline.extras import others
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.outline.queries import kinds, objectives
from lti_tool.programme.outline.words import extra_words, joining_words, rhythm_words
from lti_tool.web.languages import LANGUAGES, chosen_language

DAYS = ("starts_on", "ends_on")
KEEPS = "keeps_days"
USES, WITHOUT = "uses", "without"
"""Staff tick what is on; what is off is kept."""
LONGEST_TITLE = 80


def part_form(part: str) -> Form:
    """The form of one part; raises NotHere."""
    if part not in _PARTS:
        raise NotHere("no such part of a programme")
    return _PARTS[part]()


def part_sheet(part: str, outline: Outline) -> Sheet:
    """A part with what is set now."""
    form = part_form(part)
    return _staff(kept_sheet(form, outline, _answers(form, outline), company=Company()))


def read_part(part: str, sent: Sent) -> Submission:
    """What was sent of a part."""
    found = read(part_form(part), sent)
    return replace(found, errors={**found.errors, **_CHECKS[part](found)})


def part_again(part: str, sent: Submission, form: Sent) -> Sheet:
    """A part with what is wrong beside each field."""
    seen = seen_version(form)
    return _staff(sheet_again(part_form(part), sent, Company(), key="", seen=seen))


def both_parts(part: str, outline: Outline, sent: Submission) -> Sheet:
    """What was written here in the boxes, and beside it what somebody else chose meanwhile."""
    form = part_form(part)
    answers = _answers(form, outline)
    return _staff(sheet_of_both(form, sent, outline, answers=answers, company=Company()))


def chosen(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an outline that a part is kept in."""
    return dict(_kept(name, value) for name, value in values.items())


def template_form(templates: Mapping[str, Template]) -> Form:
    """Which programme to begin with."""
    language = chosen_language()
    options = [
        Option(one.name, plain(one.title.speak(language)), plain(one.effect.speak(language)))
        for one in templates.values()
    ]
    return made(choice("template", _("Begin with"), options))


def title_form() -> Form:
    """What a template of one's own is called."""
    return made(field("title", Text(longest=LONGEST_TITLE), _("Its name")))


def read_title(sent: Sent) -> Submission:
    """The name of a template; it needs one."""
    found = read(title_form(), sent)
    if not found.errors and not found.values["title"]:
        return replace(found, errors={"title": _("Write a name by which you find it again.")})
    return found


def _purpose() -> Form:
    language = chosen_language()
    known = [Option(name, plain(one.speak(language))) for name, one in objectives().items()]
    return made(
        many("objectives", _("What it is for, up to three"), known, most=MOST_OBJECTIVES),
        field("own_objective", Text(longest=120), _("In your own words")),
    )


def _kind() -> Form:
    language = chosen_language()
    known = [
        Option(one.name, plain(one.title.speak(language)), plain(one.effect.speak(language)))
        for one in kinds().values()
    ]
    return made(choice("kind", _("Kind of mentoring"), known))


def _dates() -> Form:
    hint = _("Empty: as your course has it, or today.")
    end = _("Empty: as your course has it, or by the number of weeks.")
    return made(
        field("starts_on", Date(), _("First day"), hint),
        field("ends_on", Date(), _("Last day"), end),
        field("weeks", Number(lowest=1, highest=LONGEST), _("Weeks, where nobody says the end")),
    )


def _joining() -> Form:
    options = [Option(name, plain(a), plain(b)) for name, (a, b) in joining_words().items()]
    return made(choice("joining", _("Who takes part"), options))


def _rhythm() -> Form:
    options = [Option(name, plain(words)) for name, words in rhythm_words().items()]
    hint = _("Each circle may agree on something else. The guide tells students what is usual.")
    length = Number(lowest=MINUTES[0], highest=MINUTES[-1])
    return made(
        choice("rhythm", _("How often circles meet"), options, hint),
        field("minutes", length, _("Minutes of a meeting")),
    )


def _keeping() -> Form:
    days = [Option(str(one), plain(days_words(one))) for one in retention().choices]
    hint = _("Goals, notes, answers. That they were done stays, and so do scores and numbers.")
    return made(choice(KEEPS, _("Until when words are kept"), days, hint))


def _extras() -> Form:
    known = [Option(name, plain(a), plain(b)) for name, (a, b) in extra_words().items()]
    return made(many(USES, _("Forms that are on"), known))


def _support() -> Form:
    names = [Option(code, plain(name)) for code, name in LANGUAGES.items()]
    hint = _("One on each line: who it is, and how to reach them. Everybody in the course sees it.")
    return made(
        field("support", Long(longest=1000, rows=4), _("Whom students can turn to"), hint),
        many("languages", _("Languages in which you announce it"), names),
    )


_PARTS: dict[str, Callable[[], Form]] = {
    "purpose": _purpose,
    "kind": _kind,
    "dates": _dates,
    "joining": _joining,
    "rhythm": _rhythm,
    "support": _support,
    "extras": _extras,
    "keeping": _keeping,
}


def _of_kind(found: Submission) -> dict[str, str]:
    return {} if found.values.get("kind") else {"kind": _("Choose one of the lines below.")}


def _of_joining(found: Submission) -> dict[str, str]:
    return {} if found.values.get("joining") else {"joining": _("Choose one of the lines below.")}


def _of_dates(found: Submission) -> dict[str, str]:
    start, end = (found.values.get(name) for name in DAYS)
    if start and end and end <= start:
        return {"ends_on": _("Choose a last day after the first one.")}
    return {} if found.values.get("weeks") else _needs_number(found, "weeks")


def _of_rhythm(found: Submission) -> dict[str, str]:
    wrong = {} if found.values.get("rhythm") else {"rhythm": _("Choose one of the lines below.")}
    return {**wrong, **({} if found.values.get("minutes") else _needs_number(found, "minutes"))}


def _of_support(found: Submission) -> dict[str, str]:
    return {} if found.values.get("languages") else {"languages": _("Choose one at least.")}


def _of_keeping(found: Submission) -> dict[str, str]:
    wrong = {KEEPS: _("Choose one of the lines below.")}
    return {} if found.values.get(KEEPS) else wrong


def _needs_number(found: Submission, name: str) -> dict[str, str]:
    return {} if name in found.errors else {name: _("Write a number.")}


_CHECKS: dict[str, Callable[[Submission], dict[str, str]]] = {
    "purpose": lambda found: {},
    "kind": _of_kind,
    "dates": _of_dates,
    "joining": _of_joining,
    "rhythm": _of_rhythm,
    "support": _of_support,
    "extras": lambda found: {},
    "keeping": _of_keeping,
}


def _answers(form: Form, outline: Outline) -> dict[str, Any]:
    return {one.name: _shown(one.name, getattr(outline, one.name)) for one in form.fields}


def _shown(name: str, value: Any) -> Any:
    if name in DAYS:
        return value.isoformat() if value else ""
    if name == USES:
        return others(others(value))
    return str(retention().fitting(value)) if name == KEEPS else value


def _kept(name: str, value: Any) -> tuple[str, Any]:
    """A column, and what it holds."""
    if name in DAYS:
        return name, date.fromisoformat(value) if value else None
    if name == USES:
        return WITHOUT, others(value)
    return name, int(value) if name == KEEPS else value


def _staff(sheet: Sheet) -> Sheet:
    """Settings of a course need no line about readers."""
    return replace(sheet, form=replace(sheet.form, fields=bare(sheet.form.fields)))
