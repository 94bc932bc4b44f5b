"""The form of a goal, on its way to the page and back."""

from dataclasses import dataclass

from lti_tool.courses.models import Membership
from lti_tool.forms.definition import Form
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import (
    Sheet,
    Told,
    blank_sheet,
    kept_sheet,
    sheet_again,
    sheet_of_both,
    told,
)
from lti_tool.forms.shelf import form
from lti_tool.forms.words import AudienceLine, Company, audience_line
from lti_tool.groups.queries import mates_of
from lti_tool.journey.goals.models import Goal
from lti_tool.journey.goals.queries import find_goal

DRAWN = ("title", "by_when", "measure", "if_then_if", "if_then_then", "steps")
"""The fields that have a place of their own on the page of a goal; others are listed after it."""


@dataclass(frozen=True)
class ShownGoal:
    """A goal to be read: who can read which field, and the answers without a place of their own."""

    goal: Goal
    readers: dict[str, AudienceLine]
    rest: tuple[Told, ...]


def goal_form() -> Form:
    """The form `goal` of this institution."""
    return form("goal")


def empty_goal(author: Membership) -> Sheet:
    """The page of a new goal."""
    return blank_sheet(goal_form(), company_of(author))


def kept_goal(author: Membership, goal: Goal) -> Sheet:
    """The page that changes a goal."""
    return kept_sheet(goal_form(), goal, goal.all_answers, company=company_of(author))


def read_goal(author: Membership, key: str, sent: Sent) -> Submission:
    """What was sent for a goal; a day that stood before may lie behind us."""
    goal = find_goal(author, key)
    return read(goal_form(), sent, goal.answers if goal else None)


def goal_again(author: Membership, key: str, *, read: Submission, sent: Sent) -> Sheet:
    """The page of a goal with what is wrong beside each field."""
    seen = seen_version(sent)
    return sheet_again(goal_form(), read, company_of(author), key=key, seen=seen)


def both_goals(author: Membership, goal: Goal, sent: Submission) -> Sheet:
    """The page of a goal that was saved elsewhere meanwhile, with both versions."""
    return sheet_of_both(
        goal_form(), sent, goal, answers=goal.all_answers, company=company_of(author)
    )


def shown_goal(author: Membership, goal: Goal) -> ShownGoal:
    """A goal as its author reads it, with who else can read each part now."""
    made, company = goal_form(), company_of(author)
    share = made.opened(goal.answers)
    readers = {one.name: audience_line(one, share=share, company=company) for one in made.fields}
    rest = told(made, goal.answers, without=DRAWN)
    return ShownGoal(goal, readers, rest)


def company_of(author: Membership) -> Company:
    """Who sits around the author now."""
    return Company(mates=len(mates_of(author)))
