"""What a circle may know of its members, in words."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from lti_tool.forms.sheet import Told, said, told
from lti_tool.forms.words import week
from lti_tool.groups.survey.queries import survey_form
from lti_tool.web.languages import chosen_language


def told_by(answers: Mapping[str, Any]) -> tuple[Told, ...]:
    """What one mate opened, question by question."""
    return told(survey_form(), answers)


def told_by_all(common: Mapping[str, list[str]]) -> list[Told]:
    """What is the same for all, by question."""
    fields = ((survey_form().field(name), values) for name, values in common.items())
    return [
        Told(field.label.speak(chosen_language()), said(field, values))
        for field, values in fields
        if field
    ]


def hours_words(slots: Iterable[str]) -> list[str]:
    """Common hours day by day: "Tuesday: 09–12, 14–15"."""
    days = {day: full for day, _, full in week()}
    hours = sorted((list(days).index(slot[:3]), int(slot[4:])) for slot in slots)
    return [
        f"{list(days.values())[day]}: {', '.join(_ranges([hour for _, hour in some]))}"
        for day, some in groupby(hours, key=lambda one: one[0])
    ]


def _ranges(hours: list[int]) -> list[str]:
    """Hours that follow each other, from the first to the end of the last."""
    starts = [hour for hour in hours if hour - 1 not in hours]
    ends = [hour + 1 for hour in hours if hour + 1 not in hours]
    return [f"{start:02d}–{end:02d}" for start, end in zip(starts, ends, strict=True)]
