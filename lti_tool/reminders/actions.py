"""Writing reminders: gathering what waits, sending what may leave now, and ending reminders."""

import logging
import smtplib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from lti_tool.courses.models import User
from lti_tool.db import db, insert_all_missing, insert_missing, utcnow
from lti_tool.reminders.links import off_address
from lti_tool.reminders.models import NoReminders, Occasion
from lti_tool.reminders.post import AddressRefused, PostTrouble, open_post, send
from lti_tool.reminders.queries import (
    can_be_written_to,
    is_free,
    sent_moments,
    waiting_of,
    waiting_users,
    zone_of,
)
from lti_tool.reminders.reasons import Due, due_now
from lti_tool.reminders.rules import reminder_rules
from lti_tool.reminders.words import Reminder, reason_words, reminder_text, subject_words
from lti_tool.web.config import config_dirs, mail_server
from lti_tool.web.languages import speaking
from lti_tool.web.transaction import transaction

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=2)
"""Longer than a mail server may take for one reminder."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
"""After a failed try, doubled each time."""
FORGOTTEN_AFTER = timedelta(days=60)


@dataclass
class Report:
    """What became of one run."""

    sent: int = 0
    failed: int = 0
    later: int = 0


def write_reminders() -> Report:
    """Send what waits and may leave now; where no mail server is set, nothing is even gathered."""
    report, server = Report(), mail_server()
    if server is None:
        return report
    with transaction():
        live = _gather()
        people = waiting_users()
    if people:
        _write_to_all(people, live, report)
    return report


def want_none(user_id: int) -> None:
    """Write no reminders to somebody any more; what waits is not told by reminder."""
    insert_missing(NoReminders, user_id=user_id, said_at=utcnow())


def want_reminders(user_id: int) -> None:
    """Write to somebody again."""
    db.session.execute(delete(NoReminders).filter_by(user_id=user_id))


def _gather() -> Collection[Due]:
    """Queue what waits for those who can be written to; gives all that holds still."""
    found = due_now()
    reached = can_be_written_to({one.membership_id for one in found})
    live = [one for one in found if one.membership_id in reached]
    rows = [
        {"membership_id": one.membership_id, "kind": one.kind, "about": one.about,
         "facts": dict(one.facts), "state": "waiting", "attempts": 0, "next_try_at": utcnow()}
        for one in live
    ]  # fmt: skip
    insert_all_missing(Occasion, rows)
    old = Occasion.next_try_at < utcnow() - FORGOTTEN_AFTER
    db.session.execute(delete(Occasion).where(old))
    return frozenset(live)


def _write_to_all(people: Sequence[int], live: Collection[Due], report: Report) -> None:
    """One connection for all; when it breaks, whoever is left is written to later."""
    server = mail_server()
    assert server
    try:
        with open_post(server.url) as post:
            for user_id in people:
                _write_to(user_id, live, post, report)
    except PostTrouble as trouble:
        report.later += 1
        log.warning("the mail server: %s", trouble)


def _write_to(user_id: int, live: Collection[Due], post: smtplib.SMTP, report: Report) -> None:
    with transaction():
        claimed = _claim(user_id, live)
        reminder = _reminder(user_id, claimed) if claimed else None
        ids = [one.id for one in claimed]
    if reminder is None:
        return
    server = mail_server()
    assert server
    try:
        send(post, reminder, sender=server.sender)
    except AddressRefused:
        report.failed += 1
        _settle(ids, state="failed", claimed_until=None)
    except PostTrouble:
        _later(ids)
        raise
    else:
        report.sent += 1
        _settle(ids, state="sent", sent_at=utcnow(), claimed_until=None)


def _claim(user_id: int, live: Collection[Due]) -> list[Occasion]:
    """What a reminder tells now, claimed for this run; nothing when none may leave.

    What has come to nothing is deleted. Of two runs only one writes to somebody.
    """
    db.session.execute(select(User.id).filter_by(id=user_id).with_for_update())
    waiting = waiting_of(user_id)
    holds = [one for one in waiting if Due(one.membership_id, one.kind, one.about) in live]
    for one in waiting:
        if one not in holds:
            db.session.delete(one)
    zone, rules = zone_of(user_id, holds), reminder_rules(config_dirs())
    if not holds or not rules.allow(utcnow(), zone, sent_moments(user_id)):
        return []
    mine = update(Occasion).where(Occasion.id.in_([one.id for one in holds]), is_free())
    taken = db.session.execute(mine.values(claimed_until=utcnow() + CLAIM).returning(Occasion.id))
    ids = set(taken.scalars())
    return [one for one in holds if one.id in ids]


def _reminder(user_id: int, told: Sequence[Occasion]) -> Reminder:
    person = db.session.get_one(User, user_id)
    language, off = person.language or person.locale or "en", off_address(user_id)
    with speaking(language):
        courses: dict[str, list[str]] = defaultdict(list)
        for one in told:
            here = one.membership.context
            courses[here.title or here.label].append(reason_words(one.kind, one.facts))
        text = reminder_text(courses, off=off)
        subject = subject_words(len(told))
    name = f"reminder-{'-'.join(str(one.id) for one in told)}"
    return Reminder(person.email, name, language, subject, text, off)


def _later(ids: Sequence[int]) -> None:
    """Try again after a pause that grows."""
    with transaction():
        for one in ids:
            row = db.session.get_one(Occasion, one)
            row.next_try_at = utcnow() + min(FIRST_PAUSE * 2**row.attempts, LONGEST_PAUSE)
            row.attempts, row.claimed_until = row.attempts + 1, None


def _settle(ids: Sequence[int], **values: object) -> None:
    with transaction():
        db.session.execute(update(Occasion).where(Occasion.id.in_(ids)).values(**values))
