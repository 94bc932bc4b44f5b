"""What staff choose about the making of circles, on its way to the page and back.

The forms are made here and not in a file: they belong to the program, their words to the
catalogues.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

from flask_babel import gettext as _

from lti_tool.courses.models import Membership
from lti_tool.errors import NotHere
from lti_tool.forms.definition import Form, Option
from lti_tool.forms.grids import People
from lti_tool.forms.kinds import Date, Number, Sent, Tick
from lti_tool.forms.made import choice, field, made, many, plain
from lti_tool.forms.reading import Submission, read
from lti_tool.groups.circles import LARGEST, SMALLEST
from lti_tool.groups.matching import ImpossibleSizes, Rules, sizes
from lti_tool.groups.plan.choices import HAT, Choices, HardRules, Say, Sections, Set
from lti_tool.groups.plan.queries import presets
from lti_tool.groups.setup.actions import SURVEYS
from lti_tool.groups.setup.words import say_words
from lti_tool.groups.survey.models import Window
from lti_tool.web.languages import chosen_language

ID = re.compile(r"\d{1,18}", re.ASCII)
DAYS_OPEN = 7
"""How long a survey is open unless staff say otherwise."""
MOST_NAMED = 1_000
"""Students whom a page can offer; in a larger course a column says who sits with whom."""
MOST_TOGETHER = 4
"""People who are named at once to sit together or apart."""


def say_form() -> Form:
    """Who has a say, how it is weighed, and until when students may answer."""
    says = [
        Option(name, plain(title), plain(effect)) for name, (title, effect) in say_words().items()
    ]
    ways = [
        Option(one.name, plain(one.title.speak(chosen_language())),
               plain(one.effect.speak(chosen_language())))
        for one in presets().values()
        if one.name != HAT
    ]  # fmt: skip
    return made(
        choice("say", _("Who has a say"), says),
        choice("preset", _("What the survey is used for"), ways,
                _("Only where there is a survey.")),
        field("closes", Date(is_ahead=True), _("Students may answer until"),
               _("Or choose their circle. To the end of that day.")),
    )  # fmt: skip


def say_answers(choices: Choices, window: Window | None, today: date) -> dict[str, Any]:
    """What stands there now; good defaults where nothing was chosen."""
    closes = window.last_day if window and not window.is_over else None
    ways = [name for name in presets() if name != HAT]
    return {
        "say": choices.say.value,
        "preset": choices.preset if choices.preset in ways else next(iter(ways), ""),
        "closes": (closes or today + timedelta(days=DAYS_OPEN)).isoformat(),
    }


def read_say(sent: Sent, kept: Mapping[str, Any]) -> Submission:
    """What was chosen; a survey needs a preset and a day."""
    found = read(say_form(), sent, kept)
    errors = dict(found.errors)
    if not found.values.get("say"):
        errors.setdefault("say", _("Choose one of the lines below."))
    if found.values.get("say") in SURVEYS and not found.values.get("preset"):
        errors.setdefault("preset", _("Choose what the survey is used for."))
    if found.values.get("say") in (*SURVEYS, Say.SIGN_UP) and not found.values.get("closes"):
        errors.setdefault("closes", _("Choose the day until which students may answer."))
    return replace(found, errors=errors)


def sizes_of(rules: Rules, people: int) -> list[int]:
    """How many sit in each circle under these rules; nothing where it cannot be."""
    try:
        return sizes(people, target=rules.size, minimum=rules.minimum, maximum=rules.maximum)
    except ImpossibleSizes:
        return []


def rules_form(columns: Sequence[str], *, has_sections: bool) -> Form:
    """Sizes, and what must hold."""
    sizes = {"lowest": SMALLEST, "highest": LARGEST}
    kinds = [
        Option(Sections.ANY, plain(_("It does not matter"))),
        Option(Sections.SAME, plain(_("Sections stay among themselves"))),
        Option(Sections.MIXED, plain(_("Sections are mixed"))),
    ]
    fields = [
        field("size", Number(**sizes), _("How many sit in a circle, usually")),
        field("minimum", Number(**sizes), _("At least"), _("Empty: two.")),
        field("maximum", Number(**sizes), _("At most"), _("Empty: one more than usual.")),
        field("common_hours", Number(highest=40),
               _("Hours that suit everybody in a circle, at least")),
        field("experienced_in_each", Number(highest=4),
               _("Experienced members in each circle, at least"),
               _("Those who say that they feel sure in the subject.")),
        field("not_again", Tick(), _("Nobody meets earlier group mates again")),
    ]  # fmt: skip
    if has_sections:
        fields.append(choice("sections", _("Sections of the course"), kinds))
    if columns:
        named = [Option(f"c{number}", plain(name)) for number, name in enumerate(columns)]
        fields.append(many("never_alone", _("Nobody shall be the only one in"), named))
    return made(*fields)


def rules_answers(rules: HardRules, size: int, columns: Sequence[str]) -> dict[str, Any]:
    """The rules as the form has them."""
    return {
        "size": size,
        "minimum": rules.minimum,
        "maximum": rules.maximum,
        "common_hours": rules.common_hours or None,
        "experienced_in_each": rules.experienced_in_each or None,
        "not_again": rules.not_again,
        "sections": rules.sections.value,
        "never_alone": [f"c{columns.index(one)}" for one in rules.never_alone if one in columns],
    }


def read_rules(form: Form, sent: Sent) -> Submission:
    """The rules as they were sent; sizes must not contradict each other."""
    found = read(form, sent)
    errors, size = dict(found.errors), found.values.get("size")
    if size is None:
        errors.setdefault("size", _("Say how many sit in a circle."))
    elif (found.values.get("minimum") or size) > size:
        errors.setdefault("minimum", _("This must not be more than the usual size."))
    elif (found.values.get("maximum") or size) < size:
        errors.setdefault("maximum", _("This must not be less than the usual size."))
    return replace(found, errors=errors)


def rules_from(values: Mapping[str, Any], columns: Sequence[str]) -> HardRules:
    """The rules that somebody chose."""
    chosen = values.get("never_alone") or ()
    return HardRules(
        minimum=values["minimum"],
        maximum=values["maximum"],
        common_hours=values["common_hours"] or 0,
        experienced_in_each=values["experienced_in_each"] or 0,
        not_again=values["not_again"],
        sections=Sections(values.get("sections") or Sections.ANY),
        never_alone=tuple(name for number, name in enumerate(columns) if f"c{number}" in chosen),
    )


def set_form(people: Sequence[Membership]) -> Form:
    """Some people, to sit together or apart."""
    options = tuple(Option(str(one.id), plain(one.user.shown_name)) for one in people)
    kind = People(most=MOST_TOGETHER, values=tuple(one.value for one in options))
    asked = field("people", kind, _("Two to four people"))
    return made(replace(asked, options=options))


def read_set(form: Form, sent: Sent) -> Submission:
    """Who was named; two at least."""
    found = read(form, sent)
    if not found.errors and len(found.values["people"]) < SMALLEST:
        return replace(found, errors={"people": _("Choose at least two people.")})
    return found


def read_back(sent: Sent) -> tuple[Literal["together", "apart"], Set]:
    """Which set shall go; our own page sends nothing else. Raises NotHere."""
    kind, ids = (next(iter(sent.get(name, ())), "") for name in ("kind", "set"))
    numbers = ids.split("-")
    if kind not in ("together", "apart") or not all(map(ID.fullmatch, numbers)):
        raise NotHere("no such set")
    return "together" if kind == "together" else "apart", tuple(map(int, numbers))
