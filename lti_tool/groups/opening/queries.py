"""Asking how a programme is set up, and for the templates that its staff may begin with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.forms.definition import Words
from lti_tool.groups.circles import LARGEST, SMALLEST
from lti_tool.groups.matching import ImpossibleSizes, sizes
from lti_tool.groups.opening.models import OwnTemplate
from lti_tool.groups.opening.templates import Shelf, Template, load_templates
from lti_tool.groups.plan.choices import Choices, Say, from_json
from lti_tool.groups.plan.queries import choices_of, plan_of
from lti_tool.groups.queries import count_sitters
from lti_tool.groups.survey.models import Window
from lti_tool.groups.survey.queries import Counts, counts_in
from lti_tool.programme.outline.dates import Calendar
from lti_tool.programme.outline.kinds import Kind
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.outline.queries import calendar_of, find_outline, kind_of, outline_of
from lti_tool.programme.queries import size_in
from lti_tool.web.config import config_dirs

ASKING = (Say.SURVEY, Say.HYBRID, Say.SIGN_UP)
"""Choices that ask members something before circles are made."""
OWN = "own-"
"""Before the number of a template of one's own."""


@dataclass(frozen=True)
class Setting:
    """Everything that is set for a course, as pages tell it."""

    outline: Outline
    kind: Kind
    plan: Choices
    size: int
    calendar: Calendar
    students: int
    sizes: Sequence[int]
    """How many would sit in each circle; nothing where there can be none."""
    window: Window | None
    answered: Counts

    @property
    def asks(self) -> bool:
        """Whether members are asked something before circles are made."""
        return self.plan.say in ASKING


def setting_of(context: Context, *, today: date) -> Setting:
    """How the programme of a course is set up now."""
    outline, size = outline_of(context.id), size_in(context.id)
    plan, students = planned(outline), count_sitters(context.id)
    window = db.session.get(Window, context.id)
    asks = plan.say in ASKING
    until = window.last_day if asks and window else asks
    return Setting(
        outline=outline,
        kind=kind_of(outline),
        plan=plan,
        size=size,
        calendar=calendar_of(outline, context, today=today, asks=until),
        students=students,
        sizes=_sizes(plan, size, students),
        window=window,
        answered=counts_in(context.id),
    )


def not_open_yet(context: Context, *, today: date) -> Setting | None:
    """What opening the programme would do; None once it was opened."""
    found = find_outline(context.id)
    return None if found and found.opened_at else setting_of(context, today=today)


def planned(outline: Outline) -> Choices:
    """How circles are to be made: as staff chose, else as the template has it."""
    if plan_of(outline.context_id) is not None:
        return choices_of(outline.context_id)
    found = shelf().templates.get(outline.template)
    return found.plan if found else Choices()


def shelf() -> Shelf:
    """The templates of this institution."""
    return load_templates(config_dirs())


def offered(user_id: int) -> Mapping[str, Template]:
    """All templates that somebody may begin with: the institution's, then their own."""
    query = select(OwnTemplate).filter_by(user_id=user_id).order_by(OwnTemplate.id)
    own = (_own(one) for one in db.session.scalars(query))
    return {**shelf().templates, **{one.name: one for one in own}}


def _own(kept: OwnTemplate) -> Template:
    return Template(
        name=f"{OWN}{kept.id}",
        place=0,
        title=Words({"en": kept.title}),
        effect=Words(),
        outline=kept.outline,
        size=kept.size,
        plan=from_json(kept.plan),
    )


def _sizes(plan: Choices, size: int, students: int) -> Sequence[int]:
    """The division that these choices make, as `brief.rules` reads their limits."""
    size = min(max(size, SMALLEST), LARGEST)
    least = min(plan.rules.minimum or SMALLEST, size)
    most = max(plan.rules.maximum or min(size + 1, LARGEST), size)
    try:
        return sizes(students, target=size, minimum=least, maximum=most)
    except ImpossibleSizes:
        return ()
