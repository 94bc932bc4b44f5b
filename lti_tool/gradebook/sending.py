"""Sending a batch of a course's scores, a few at a time, for `actions`.

No transaction is open while the platform is asked.
"""

import contextvars
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from lti_tool.courses.queries import context_of
from lti_tool.errors import PlatformSaysNo, PlatformTrouble
from lti_tool.gradebook import columns, outbox
from lti_tool.gradebook.outbox import Parcel
from lti_tool.gradebook.queries import grade_service
from lti_tool.lti.grade_service import GradeService
from lti_tool.lti.scores import send_score
from lti_tool.web.transaction import transaction

IN_FLIGHT = 4
"""Requests at once to one platform."""

log = logging.getLogger(__name__)

Outcome = datetime | PlatformTrouble | None
"""The time under which the platform holds a score, what went wrong, or None: not tried."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """What sending did: scores accepted, put back to wait, refused for good."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0

    def __add__(self, other: "SendReport") -> "SendReport":
        return SendReport(
            self.sent + other.sent, self.waiting + other.waiting, self.failed + other.failed
        )


def send_some(context_id: int, pool: ThreadPoolExecutor) -> SendReport:
    """Send one batch of a course; nothing when its column cannot be had now."""
    with transaction():
        service = grade_service(context_of(context_id))
    columns.settle_column(context_id, service)
    report = SendReport()
    for parcel, outcome in _posted(service, outbox.take(context_id, service.manners), pool):
        report += _recorded(service, parcel, outcome=outcome)
    return report


def _posted(
    service: GradeService, parcels: list[Parcel], pool: ThreadPoolExecutor
) -> Iterator[tuple[Parcel, Outcome]]:
    """Post a few at a time; when none of a few comes through, the rest is not tried now."""
    is_open = True
    for start in range(0, len(parcels), IN_FLIGHT):
        few = parcels[start : start + IN_FLIGHT]
        outcomes = _at_once(service, few, pool) if is_open else [None] * len(few)
        is_open = any(isinstance(one, datetime | PlatformSaysNo) for one in outcomes)
        yield from zip(few, outcomes, strict=True)


def _at_once(service: GradeService, few: list[Parcel], pool: ThreadPoolExecutor) -> list[Outcome]:
    """The threads see our application, but no session of the database."""
    if service.manners.comment == "when-changed":
        outbox.leaving(few)
    tries = [pool.submit(contextvars.copy_context().run, _post, service, one) for one in few]
    return [one.result() for one in tries]


def _post(service: GradeService, parcel: Parcel) -> Outcome:
    try:
        return send_score(service, parcel.line_item_url, parcel.score)
    except PlatformTrouble as trouble:
        return trouble


def _recorded(service: GradeService, parcel: Parcel, *, outcome: Outcome) -> SendReport:
    if isinstance(outcome, datetime):
        outbox.delivered(parcel, outcome)
        return SendReport(sent=1)
    if outcome is None:
        outbox.put_back(parcel)
        return SendReport(waiting=1)
    log.warning("score %s: %s", parcel.row_id, outcome.reason)
    outbox.came_back(parcel, outcome, manners=service.manners)
    is_final = isinstance(outcome, PlatformSaysNo)
    return SendReport(waiting=not is_final, failed=is_final)
