"""Courses whose members answered the survey, and whose instructor has a plan; for these tests."""

from random import Random
from typing import Any

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.groups.matching import Aim
from lti_tool.groups.plan.choices import Choices, HardRules, Say, Wanted, to_json
from lti_tool.groups.plan.models import Plan
from lti_tool.groups.survey.models import KEY, Survey
from lti_tool.groups.survey.queries import survey_form
from tests.builders import make_context, make_member

TOPICS = ("reading", "writing", "methods", "numbers", "software", "presenting")
HOURS = tuple(f"{day}-{hour:02}" for day in ("mon", "tue", "thu") for hour in (9, 11, 13, 15))
GOALS = ("skill", "habits", "speaking", "leading")
PLAN = Choices(
    say=Say.SURVEY,
    preset="balanced",
    criteria={
        "exchange": Wanted(Aim.DIFFERENT, 3),
        "hours": Wanted(Aim.SIMILAR, 2),
        "goals": Wanted(Aim.SIMILAR, 1),
        "experience": Wanted(Aim.SIMILAR, 1),
    },
    rules=HardRules(common_hours=1),
)


def answered_course(students: int, *, names: tuple[str, ...] = ()) -> Context:
    """A course of students who all answered, by a plan; the answers are the same every time."""
    context = make_context()
    db.session.add(Plan(context_id=context.id, choices=to_json(PLAN)))
    for number in range(students):
        name = names[number % len(names)] if names else f"Student {number:02}"
        answer(make_member(context, name), Random(number))
    db.session.flush()
    return context


def answers_of(chance: Random) -> dict[str, Any]:
    """What somebody says in the survey."""
    topics = chance.sample(TOPICS, 4)
    return {
        "goals": chance.sample(GOALS, 2),
        "experience": chance.choice(("new", "little", "some", "sure")),
        "topics": {
            "give": {topic: "well" for topic in topics[:2]},
            "want": {topic: "soon" for topic in topics[2:]},
        },
        "zone": "Europe/Copenhagen",
        "hours": sorted(chance.sample(HOURS, 6), key=HOURS.index),
    }


def answer(member: Membership, chance: Random) -> None:
    """Answers of one member, as the survey keeps them."""
    row = Survey(membership_id=member.id, key=KEY, answers={}, done_at=utcnow())
    row.keep(survey_form(), answers_of(chance))
    db.session.add(row)
