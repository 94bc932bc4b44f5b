"""Every table is either a course's design, which a copy may take over, or it never travels."""

import pytest
from flask import Flask
from sqlalchemy import inspect

from lti_tool.courses.design import Designed
from lti_tool.db import Base
from lti_tool.programme.copies.queries import designed_models

STAY = {
    # of the platform
    "access_tokens",
    "contexts",
    "deployments",
    "heard_notices",
    "invitations",
    "notice_handlers",
    "lanes",
    "tallies",
    "platform_groups",
    "refusals",
    "registrations",
    "resource_links",
    "tool_keys",
    # of people
    "agreements",
    "attendances",
    "calendar_feeds",
    "closings",
    "drafts",
    "exits",
    "farewells",
    "feed_lines",
    "feed_marks",
    "fits",
    "formings",
    "goal_moments",
    "goal_offers",
    "goal_steps",
    "goals",
    "groupings",
    "lessons_done",
    "health_answers",
    "health_checks",
    "line_items",
    "meeting_cards",
    "meeting_notes",
    "meetings",
    "memberships",
    "off_limits",
    "offers",
    "own_templates",
    "no_reminders",
    "occasions",
    "outbox_scores",
    "outlooks",
    "participation_events",
    "promises",
    "peer_groups",
    "reflections",
    "recipients",
    "requests",
    "forgettings",
    "kept_standings",
    "rescorings",
    "round_answers",
    "round_counts",
    "resources",
    "roster_plans",
    "roster_reads",
    "seat_moves",
    "seats",
    "selections",
    "series",
    "signatures",
    "skill_checks",
    "survey_secrets",
    "surveys",
    "tended",
    "taking_part",
    "teacher_cards",
    "heard",
    "users",
    "visit_keys",
    "visits",
    # of one term
    "survey_windows",
}
"""Tables of which no row ever goes along with a copy. A new table is put here, or is `Designed`."""
OF_THE_ROW = {"id", "context_id"}


@pytest.fixture
def travelling(house: Flask) -> dict[str, type[Designed]]:
    return {inspect(one).local_table.name: one for one in designed_models()}


def test_every_table_is_designed_or_stays(travelling: dict[str, type[Designed]]) -> None:
    assert set(Base.metadata.tables) - set(travelling) - STAY == set()


def test_nothing_that_stays_is_designed_too(travelling: dict[str, type[Designed]]) -> None:
    assert STAY & set(travelling) == set()


def test_of_a_designed_table_each_column_says_whether_it_travels(
    travelling: dict[str, type[Designed]],
) -> None:
    for name, model in travelling.items():
        said = [*model.known_by, *model.travels, *model.stays]
        columns = set(Base.metadata.tables[name].columns.keys())
        assert sorted(said) == sorted(columns - OF_THE_ROW), name


def test_what_travels_leads_to_nobody(travelling: dict[str, type[Designed]]) -> None:
    for name, model in travelling.items():
        table = Base.metadata.tables[name]
        leads = [
            one for one in (*model.known_by, *model.travels) if table.columns[one].foreign_keys
        ]
        assert leads == [], name
