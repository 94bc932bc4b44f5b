"""What has changed between the first look and the last, skill by skill; for the pages of skills."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lti_tool.forms.shelf import form
from lti_tool.journey.skills.models import SkillCheck
from lti_tool.web.languages import chosen_language


@dataclass(frozen=True)
class Change:
    """One skill: how it was seen first and last, from 1 to 5. The same where there is one look."""

    label: str
    before: int
    after: int


def changes(checks: Sequence[SkillCheck]) -> list[Change]:
    """Every skill that was answered both times, in the order of the form."""
    return list(_changes(checks[0], checks[-1])) if checks else []


def _changes(first: SkillCheck, last: SkillCheck) -> Iterator[Change]:
    for field in form("skills").fields:
        before, after = (one.answers.get(field.name) for one in (first, last))
        if isinstance(before, int) and isinstance(after, int):
            yield Change(field.label.speak(chosen_language()), before, after)
