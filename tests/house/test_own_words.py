"""A table in which people write cannot be left out of what they take along and delete."""

from sqlalchemy import JSON, String, Table

from lti_tool.db import Base
from lti_tool.own.chapters import CHAPTERS

NO_WORDS_OF_PEOPLE = {
    "access_tokens": "sealed tokens of platforms",
    "activities": "titles that staff gave",
    "agreement_bounds": "what staff left open",
    "attendances": "one of four marks",
    "calendar_feeds": "a fingerprint",
    "contexts": "what the platform says of a course",
    "course_contacts": "services that staff named to their whole course",
    "deployments": "ids of the platform",
    "exits": "one of four kinds, and nobody is asked why",
    "feed_marks": "how far somebody has read",
    "formings": "numbers and kinds of a search",
    "groupings": "kinds and numbers",
    "gradings": "what staff chose for their course",
    "health_checks": "counts of what a circle chose",
    "heard": "what staff told their whole course",
    "heard_notices": "ids of the platform",
    "invitations": "what the operator called a platform",
    "kept_standings": "counts, as the member reads them",
    "lanes": "names of ways to platforms",
    "lessons_done": "names of lessons",
    "line_items": "names of columns",
    "matching_plans": "what staff chose",
    "memberships": "roles and ids of the platform; a person who is forgotten loses the ids",
    "notice_handlers": "addresses",
    "occasions": "kinds, numbers and moments of what waits",
    "outbox_scores": "counts",
    "outlines": "what staff chose for their course",
    "own_templates": "the same under a name, for its author",
    "participation_events": "keys of items; the page and the files name each line",
    "peer_groups": "facts in numbers",
    "platform_groups": "names that the platform gave",
    "refusals": "names of errors and counts",
    "registrations": "what the operator knows of a platform",
    "resource_links": "titles that staff gave",
    "roster_plans": "times and counts",
    "roster_reads": "times and counts",
    "round_counts": "counts",
    "selections": "what a platform asked for",
    "survey_windows": "names of fields that are not asked",
    "tallies": "counts",
    "tended": "one of six flags, sent or left",
    "teacher_cards": "what staff told their whole course; empty takes it away",
    "tool_keys": "our own keys",
    "users": "name and address that the platform gives; a person who is forgotten loses both",
    "visit_keys": "fingerprints",
    "visits": "fingerprints, roles and addresses of the platform; they end by themselves",
    **dict.fromkeys(("meetings", "series"), "agreed by a circle, with nobody's name on it"),
}
"""Tables in which no person writes, each with what stands there instead.

A new table with text gets a chapter in `lti_tool/own/chapters.py`, or its reason here.
"""


def _has_text(table: Table) -> bool:
    words = (one for one in table.columns if isinstance(one.type, String | JSON))
    return any(not one.foreign_keys for one in words)


def test_every_table_with_text_has_a_chapter_or_a_reason() -> None:
    """What is missing gets a chapter in lti_tool/own/chapters.py, or its reason above."""
    described = {model.__tablename__ for chapter in CHAPTERS for model in chapter.models}
    written = {name for name, one in Base.metadata.tables.items() if _has_text(one)}
    forgotten = written - described - set(NO_WORDS_OF_PEOPLE)
    assert forgotten == set(), "a chapter in own/chapters.py, or a reason in this file"
    assert described & set(NO_WORDS_OF_PEOPLE) == set()
