"""How the circles of a course are to be made, as its instructor chose."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.courses.design import Designed
from lti_tool.courses.models import Context
from lti_tool.db import utcnow
from lti_tool.groups.plan.choices import from_json, misread, to_json, without_people


def _wrong_choices(value: Any) -> str:
    misread_ = misread(value)
    return _("This is not understood: %(key)s.", key=misread_) if misread_ else ""


class Plan(Designed):
    """The plan of one course; a course without a row draws names from a hat."""

    __tablename__ = "matching_plans"

    named = lazy_gettext("How circles are put together, without the rules that name people.")
    travels = ("choices",)
    stays = ("columns", "version", "changed_at")
    section = "plan"
    checks = {"choices": _wrong_choices}  # noqa: RUF012

    context_id: Mapped[int] = mapped_column(
        ForeignKey(Context.id, ondelete="CASCADE"), primary_key=True
    )
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """A `plan.choices.Choices` as JSON; asked for by `plan.queries.choices_of`."""
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    """Columns that staff brought along: name, then value by membership id. Students see none."""
    version: Mapped[int] = mapped_column()
    changed_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def design(self) -> dict[str, Any]:
        """The choices for people who are not known yet."""
        return {"choices": without_people(self.choices)}

    def take(self, design: Mapping[str, Any]) -> None:
        """Be set up like this; rules that name people of this course stay."""
        made, own = from_json(design["choices"]), from_json(self.choices or {}).rules
        rules = replace(made.rules, together=own.together, apart=own.apart)
        self.choices = to_json(replace(made, rules=rules))
