"""Beginning a programme with a template, changing its kind, opening it, closing it."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import delete

from lti_tool.courses.models import Context, User
from lti_tool.db import db
from lti_tool.groups.opening.models import OwnTemplate
from lti_tool.groups.opening.queries import planned, setting_of
from lti_tool.groups.opening.templates import Template, plan_for
from lti_tool.groups.plan.actions import begin_anew
from lti_tool.groups.plan.choices import HAT, to_json, without_people
from lti_tool.groups.plan.queries import plan_of
from lti_tool.groups.setup.actions import open_for
from lti_tool.groups.survey.actions import take_window_away
from lti_tool.groups.survey.queries import end_of
from lti_tool.programme.actions import programme_of, score_course_again
from lti_tool.programme.outline import actions as outlines
from lti_tool.programme.outline.queries import kinds
from lti_tool.web.config import config_dirs

KEPT = ("kind", "objectives", "own_objective", "weeks", "survey_days", "rhythm", "minutes",
        "languages", "support", "joining", "without")  # fmt: skip
"""Columns of an outline that a template of one's own has."""


def begin_with(context_id: int, template: Template, *, seen: int) -> None:
    """Set all up as a template has it; dates and rules that name people stay.

    Raises ChangedMeanwhile when somebody else chose something since `seen`.
    """
    values = {**template.outline, "template": template.name}
    outlines.choose(context_id, values, seen=seen)
    programme_of(context_id).group_size = template.size
    begin_anew(context_id, template.plan)
    score_course_again(context_id)


def choose(context_id: int, values: dict[str, Any], *, seen: int) -> None:
    """Keep these choices beside the others; dates decide what is due. Raises ChangedMeanwhile."""
    outlines.choose(context_id, values, seen=seen)
    score_course_again(context_id)


def choose_kind(context_id: int, kind: str, *, seen: int) -> None:
    """Make it a programme of this kind, and what follows from that: sizes, what counts, rules.

    Circles that stand stay as they are. Raises ChangedMeanwhile.
    """
    chosen, outline = kinds()[kind], outlines.kept_outline(context_id)
    plan, is_new = planned(outline), outline.kind != kind
    outlines.choose(context_id, {"kind": kind}, seen=seen)
    if not is_new:
        return
    programme = programme_of(context_id)
    programme.group_size = chosen.fitting(programme.group_size)
    preset = chosen.preset if plan.preset != HAT else HAT
    fitting = plan_for(chosen, plan.say, preset, folders=config_dirs())
    ruled = replace(plan.rules, experienced_in_each=chosen.experienced, minimum=None, maximum=None)
    begin_anew(context_id, replace(fitting, rules=ruled))


def open_now(context: Context, *, today: date) -> None:
    """Open the programme as it is set: students are asked what there is to ask, from now on."""
    outline = outlines.kept_outline(context.id)
    setting = setting_of(context, today=today)
    if plan_of(context.id) is None:
        begin_anew(context.id, setting.plan)
    is_first = outline.opened_at is None
    outlines.start(outline, starts_on=setting.calendar.starts)
    score_course_again(context.id)
    until = setting.calendar.asked_until
    if is_first and until and not (setting.window and setting.window.is_open):
        last = max(until, today)
        open_for(context.id, setting.plan.say, closes_at=end_of(last))


def count_as_open(context_id: int, *, today: date) -> None:
    """Circles that are published mean that the programme runs, whether or not it was opened."""
    outline = outlines.kept_outline(context_id)
    if outline.opened_at is None:
        outlines.start(outline, starts_on=today)


def close_now(context_id: int) -> None:
    """Close the programme; nobody is asked anything any more, and nothing is lost."""
    outlines.close(context_id)
    take_window_away(context_id)
    score_course_again(context_id)


def keep_template(context: Context, user: User, *, title: str) -> None:
    """Keep how a course is set up under a name, for its author to begin other courses with."""
    outline = outlines.kept_outline(context.id)
    db.session.add(
        OwnTemplate(
            user_id=user.id,
            title=title,
            outline={name: getattr(outline, name) for name in KEPT},
            size=programme_of(context.id).group_size,
            plan=without_people(to_json(planned(outline))),
        )
    )


def drop_template(user: User, template_id: int) -> None:
    """Let a template of one's own go; one that is gone already stays gone."""
    db.session.execute(delete(OwnTemplate).filter_by(id=template_id, user_id=user.id))
