"""The forms of a goal, on their way to the page and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lti_tool.courses.models import Membership
from lti_tool.forms.audience import share_of
from lti_tool.forms.definition import Field, Form, Option, Words
from lti_tool.forms.kinds import Sent
from lti_tool.forms.mates import with_mates
from lti_tool.forms.reading import Submission, read, read_draft, seen_version
from lti_tool.forms.sheet import (
    Sheet,
    Told,
    blank_sheet,
    kept_sheet,
    sheet_again,
    sheet_of_both,
    told,
    told_of_old,
)
from lti_tool.forms.shelf import form
from lti_tool.forms.words import AudienceLine, Company, audience_line
from lti_tool.groups.queries import names_of_mates
from lti_tool.journey.goals.models import LEVELS, Goal, GoalMoment, GoalOffer
from lti_tool.journey.goals.queries import find_goal, offers_to

DRAWN = ("title", "by_when", "measure", "if_then_if", "if_then_then", "steps", *LEVELS)
"""The fields that have a place of their own on the page of a goal; others are listed after it."""
LATER = "-later"
"""The button that keeps a goal without setting it."""


@dataclass(frozen=True)
class Remembered:
    """A moment of a goal, to be read: when, of which kind, and what was written then."""

    moment: GoalMoment
    rest: tuple[Told, ...]


@dataclass(frozen=True)
class ShownGoal:
    """A goal to be read: who can read which field, its moments, who offers help.

    `scale` has the lines of the author's own, where they wrote some; `rest` are the answers
    without a place of their own.
    """

    goal: Goal
    readers: dict[str, AudienceLine]
    rest: tuple[Told, ...]
    scale: tuple[Told, ...]
    moments: tuple[Remembered, ...]
    offers: tuple[GoalOffer, ...]


def goal_form(company: Company, goal: Goal | None = None) -> Form:
    """The form `goal` of this institution, with the mates to whom alone it may be opened."""
    return with_mates(form("goal"), company.people, goal.answers if goal else None)


def empty_goal(author: Membership) -> Sheet:
    """The page of a new goal."""
    company = company_of(author)
    return blank_sheet(goal_form(company), company)


def kept_goal(author: Membership, goal: Goal) -> Sheet:
    """The page that changes a goal."""
    company = company_of(author)
    return kept_sheet(goal_form(company, goal), goal, goal.all_answers, company=company)


def is_for_later(sent: Sent) -> bool:
    """Whether its author goes on later."""
    return LATER in sent


def read_goal(author: Membership, key: str, sent: Sent) -> Submission:
    """What was sent for a goal; a day that stood before may lie behind us."""
    goal = find_goal(author, key)
    kept, made = goal.answers if goal else None, goal_form(company_of(author), goal)
    return (read_draft if is_for_later(sent) else read)(made, sent, kept)


def goal_again(author: Membership, key: str, *, read: Submission, sent: Sent) -> Sheet:
    """The page of a goal with what is wrong beside each field."""
    company, seen = company_of(author), seen_version(sent)
    made = goal_form(company, find_goal(author, key))
    return sheet_again(made, read, company, key=key, seen=seen)


def both_goals(author: Membership, goal: Goal, sent: Submission) -> Sheet:
    """The page of a goal that was saved elsewhere meanwhile, with both versions."""
    company = company_of(author)
    made = goal_form(company, goal)
    return sheet_of_both(made, sent, goal, answers=goal.all_answers, company=company)


def turn_sheet(author: Membership, goal: Goal, name: str, answers: Mapping[str, Any]) -> Sheet:
    """The page of a form about a goal: where it stands, how it ends, until when it rests."""
    return kept_sheet(turn_form(name, goal), goal, answers, company=company_of(author))


def turn_again(author: Membership, goal: Goal, name: str, read: Submission) -> Sheet:
    """The same with what is wrong beside each field."""
    made = turn_form(name, goal)
    return sheet_again(made, read, company_of(author), key=goal.key, seen=0)


def turn_form(name: str, goal: Goal) -> Form:
    """A form about a goal, with the author's own words for its levels."""
    made = form(name)
    return replace(made, fields=tuple(_in_own_words(one, goal.answers) for one in made.fields))


def shown_goal(goal: Goal, company: Company) -> ShownGoal:
    """A goal as its author reads it, with who else can read each part now."""
    made = goal_form(company, goal)
    share = share_of(made, goal.answers)
    return ShownGoal(
        goal=goal,
        readers={one.name: audience_line(one, share=share, company=company) for one in made.fields},
        rest=(*told(made, goal.answers, without=DRAWN), *told_of_old(made, goal.answers)),
        scale=told(_scale(made), goal.answers),
        moments=tuple(_remembered(goal, one) for one in reversed(goal.moments)),
        offers=tuple(offers_to(goal.id)),
    )


def company_of(author: Membership) -> Company:
    """Who sits around the author now."""
    people = names_of_mates(author)
    return Company(mates=len(people), people=people)


def _scale(made: Form) -> Form:
    return replace(made, fields=tuple(one for one in made.fields if one.name in LEVELS))


def _remembered(goal: Goal, moment: GoalMoment) -> Remembered:
    if not moment.form_name:
        return Remembered(moment, ())
    return Remembered(
        moment, told(turn_form(moment.form_name, goal), moment.answers, without=("outcome",))
    )


def _in_own_words(field: Field, answers: Mapping[str, Any]) -> Field:
    """The lines of a choice of levels, as the author wrote them into the scale of the goal."""
    if field.name != "level":
        return field
    return replace(field, options=tuple(_own(one, answers) for one in field.options))


def _own(option: Option, answers: Mapping[str, Any]) -> Option:
    words = answers.get(option.value)
    number = option.label.speak("en").partition(":")[0]
    return replace(option, label=Words({"en": f"{number}: {words}"})) if words else option
