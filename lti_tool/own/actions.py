"""Deleting what a person wrote, and letting a person be forgotten.

What counts stays: the lines of the ledger and the score that follows from them hold no word.
"""

import secrets

from sqlalchemy import delete, update

from lti_tool.courses.models import Membership, User
from lti_tool.db import db, utcnow
from lti_tool.gradebook.models import OutboxScore
from lti_tool.groups.models import Seat
from lti_tool.journey.feed.models import FeedMark
from lti_tool.journey.meetings.models import CalendarFeed
from lti_tool.launch.models import Visit
from lti_tool.own.chapters import CHAPTERS
from lti_tool.own.queries import memberships_of
from lti_tool.programme.models import ParticipationEvent
from lti_tool.reminders.actions import want_reminders
from lti_tool.reminders.models import Occasion

TRACES = (CalendarFeed, FeedMark, Occasion, OutboxScore, Visit)
"""What only a person who may come back has a use for; a score on its way could not arrive."""


def erase_words(author: Membership) -> None:
    """Delete every word that a member wrote for themselves or opened to others; may run twice."""
    for chapter in CHAPTERS:
        chapter.erase([author.id])


def forget(person: User) -> None:
    """Delete what a person wrote anywhere, and all by which the platform or we could know them.

    Seats are given up; the ledger stays as counts of nobody. Who launches again is somebody new.
    """
    for one in memberships_of(person):
        erase_words(one)
        _leave(one)
    person.subject = f"erased-{secrets.token_hex(16)}"
    person.sourced_id = person.name = person.given_name = person.chosen_name = person.email = ""
    person.language, person.locale = None, ""
    want_reminders(person.id)


def _leave(gone: Membership) -> None:
    for model in TRACES:
        db.session.execute(delete(model).filter_by(membership_id=gone.id))
    now = utcnow()
    seats = update(Seat).filter_by(membership_id=gone.id).where(Seat.left_at.is_(None))
    db.session.execute(seats.values(left_at=now))
    lines = update(ParticipationEvent).filter_by(membership_id=gone.id)
    unscored = lines.where(ParticipationEvent.scored_at.is_(None))
    db.session.execute(unscored.values(scored_at=now))
    gone.left_at = gone.left_at or now
    gone.section_ids, gone.group_ids = [], []
