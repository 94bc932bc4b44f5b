"""Asking how taking part counts in a course, and what somebody would get for it."""

from collections.abc import Sequence
from datetime import timedelta

from lti_tool.courses.models import Context, Membership
from lti_tool.courses.queries import learners_of, membership_in
from lti_tool.db import utcnow
from lti_tool.errors import NotTakingPart
from lti_tool.programme.items import Item
from lti_tool.programme.models import COLUMNS, Grading
from lti_tool.programme.queries import grading_of, participation_rules, rules_in
from lti_tool.programme.rooms import duties_of
from lti_tool.programme.scoring import Act, Duty, Rules, Standing, score

FAR = timedelta(days=3650)
"""Long after the end of any programme."""


def rules_of(context_id: int) -> Rules:
    """How taking part counts in a course."""
    return rules_in([context_id])[context_id]


def chosen_grading(context_id: int) -> Grading:
    """What staff chose; nothing yet, and not kept, where they have not."""
    return grading_of(context_id) or Grading(
        leaves_out=[], looks_back=0, lessons=0, columns=COLUMNS[0], version=0
    )


def counted_items(rules: Rules) -> tuple[Item, ...]:
    """The items that these rules count."""
    keys = {kind.key for kind in rules.kinds}
    return tuple(item for item in participation_rules().items if item.key in keys)


def examples(context: Context, rules: Rules) -> list[tuple[str, Standing]]:
    """What somebody would get at the end, who is asked for as much as anybody in this course."""
    duties = [one for one in _most_asked(context) if not one.is_excused]
    counted = {kind.key for kind in rules.kinds}
    acts = [_act(one, i) for i, one in enumerate(duties) if one.item in counted]
    shares = {"all": acts, "most": acts[:-1], "half": acts[: len(acts) // 2], "none": []}
    return [(name, _at_the_end(rules, duties, some)) for name, some in shares.items()]


def member_of(context_id: int, membership_id: int) -> Membership:
    """A student of a course; raises NotTakingPart, and NotHere for one of another course."""
    found = membership_in(context_id, membership_id)
    if not found.is_learner:
        raise NotTakingPart("not a student of this course")
    return found


def _most_asked(context: Context) -> list[Duty]:
    everybody = duties_of(learners_of(context.id)).values()
    alone = [Duty(item.key) for item in participation_rules().items if item.kind.is_alone]
    return max(everybody, key=len, default=alone)


def _act(duty: Duty, number: int) -> Act:
    """The act that does a duty, in a week of its own."""
    return Act(duty.item, duty.piece or f"example {number}", utcnow() + timedelta(weeks=number))


def _at_the_end(rules: Rules, duties: Sequence[Duty], acts: Sequence[Act]) -> Standing:
    begun = min((one.due_at for one in duties if one.due_at), default=utcnow()) - FAR
    return score(rules, duties, acts, since=begun, now=utcnow() + FAR)
