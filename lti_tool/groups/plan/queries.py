"""Asking for the plan of a course, and for the presets of this institution."""

from collections.abc import Mapping

from lti_tool.db import db
from lti_tool.groups.plan.choices import Choices, from_json
from lti_tool.groups.plan.models import Plan
from lti_tool.groups.plan.presets import Preset, load_presets
from lti_tool.web.config import config_dirs


def presets() -> Mapping[str, Preset]:
    """The presets by name, in the order in which they are offered; raises FormWrong."""
    return load_presets(config_dirs())


def plan_of(context_id: int) -> Plan | None:
    """The row of a course's plan, if anybody has chosen anything."""
    return db.session.get(Plan, context_id)


def choices_of(context_id: int) -> Choices:
    """What was chosen for a course; names from a hat where nothing was."""
    found = plan_of(context_id)
    return from_json(found.choices) if found else Choices()


def imported_columns(context_id: int) -> dict[str, dict[int, str]]:
    """Columns that staff brought along: values by name and membership id. For staff only."""
    found = plan_of(context_id)
    return {
        name: {int(member): str(value) for member, value in values.items()}
        for name, values in (found.columns if found else {}).items()
    }
