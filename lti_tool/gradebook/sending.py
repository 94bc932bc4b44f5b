"""One run of sending: every lane that is free is served side by side, for `actions`.

One thread does all that concerns the database, in one short transaction for whatever has come
back since the last; couriers ask the platforms meanwhile. A run that dies loses nothing: what was
sent and not recorded is sent again under the same time.
"""

import logging
import random
import secrets
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue

from lti_tool.courses.models import Context
from lti_tool.db import db, utcnow
from lti_tool.errors import PlatformSaysNo, PlatformTrouble
from lti_tool.gradebook import lanes, outbox
from lti_tool.gradebook.courier import ColumnSearch, Courier, ResultReading, Told
from lti_tool.gradebook.outbox import Outcome, Parcel
from lti_tool.gradebook.rounds import Round
from lti_tool.web.tallies import count
from lti_tool.web.transaction import transaction

MOST_LANES = 8
"""Lanes that one run serves at a time."""
TURN = 15.0
"""Seconds after which a lane makes room when others wait."""
GATHERING = 0.05
"""Seconds to wait for more to come back before what is back is recorded."""
LOOK_AGAIN = 1.0
"""Seconds between two looks for lanes that have become due."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SendReport:
    """What sending did: scores accepted, put back to wait, refused for good.

    `again_in` is after how many seconds a lane that was left is open again, if any was.
    """

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    again_in: float | None = field(default=None, compare=False)


class Run:
    """The lanes that this run holds, and what has come of it so far."""

    def __init__(self, seconds: float) -> None:
        """After `seconds` nothing more is begun."""
        self._holder = secrets.token_hex(8)
        self._ends, self._next_look = time.monotonic() + seconds, 0.0
        self._told: SimpleQueue[Told] = SimpleQueue()
        self._rounds: dict[Courier, Round] = {}
        self._left: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._again: list[float] = []

    def to_the_end(self) -> SendReport:
        """Serve lanes until nothing more can be done now."""
        try:
            while self._has_work():
                self._step()
        finally:
            for courier in self._rounds:
                courier.close()
        return SendReport(**self._counts, again_in=min(self._again, default=None))

    def _has_work(self) -> bool:
        """Take lanes that are due while there is time and room; whether there is one to serve."""
        now = time.monotonic()
        if now >= self._ends:
            self._again.append(0.0)
            for courier in self._rounds:
                courier.pace.stop()
        elif not self._rounds or now >= self._next_look:
            self._next_look = now + LOOK_AGAIN
            if self._hold_some():
                self._end_rounds(begun_before=now - TURN)
        return bool(self._rounds)

    def _hold_some(self) -> bool:
        """Take lanes by lot, so that nobody is always last; whether others are left waiting."""
        with transaction():
            due = lanes.due_lanes(besides=self._left)
            names, room = list(due), MOST_LANES - len(self._rounds)
            random.shuffle(names)
            for name in names[:room]:
                self._hold(name, due[name])
        return len(names) > room

    def _hold(self, name: str, contexts: list[Context]) -> None:
        ids = [context.id for context in contexts]
        troubles = lanes.hold(name, self._holder, courses=ids)
        if troubles is not None:
            held = Round(name, contexts, troubles=troubles, told=self._told)
            self._rounds[held.courier] = held

    def _end_rounds(self, *, begun_before: float) -> None:
        for held in self._rounds.values():
            if held.begun <= begun_before:
                held.end()

    def _step(self) -> None:
        """Record what is back and take what is next, in one transaction; then send it off."""
        back = self._gathered()
        with transaction():
            self._record(back)
            taken = {held: held.take() for held in self._rounds.values()}
            outbox.leaving(one for some in taken.values() for one in some)
            done = [held for held in taken if held.is_done and not taken[held]]
            for held in taken:
                self._keep(held)
            for held in done:
                self._let_go(held)
        for held in done:
            self._rounds.pop(held.courier).courier.close()
        for held, errands in taken.items():
            held.start(errands)

    def _gathered(self) -> list[Told]:
        """What has come back: half of what is under way, or whatever there is after a moment."""
        under_way = sum(courier.under_way for courier in self._rounds)
        back, timeout = list[Told](), None
        while under_way and len(back) <= under_way // 2:
            try:
                back.append(self._told.get(timeout=timeout))
            except Empty:
                break
            timeout = GATHERING
        return back

    def _record(self, back: list[Told]) -> None:
        landed = list[tuple[Parcel, Outcome]]()
        for courier, errand, future in back:
            held, result = self._rounds[courier], future.result()
            courier.under_way -= 1
            if isinstance(result, PlatformTrouble):
                held.heed(result)
                log.warning("%s: %s", errand, result.reason)
            if isinstance(errand, ColumnSearch):
                held.found(errand, result)
            elif isinstance(errand, ResultReading):
                held.read(errand, result)
            elif not isinstance(result, str | Mapping):
                landed.append((errand, result))
                held.has_sent |= isinstance(result, datetime)
        if landed:
            outbox.record(landed)
            for outcome, number in Counter(_name(outcome) for _, outcome in landed).items():
                self._counts[outcome] += number
                count(db.session(), "scores", outcome, by=number)

    def _keep(self, held: Round) -> None:
        if held.must_say_so() and not lanes.keep(held.name, self._holder):
            held.courier.pace.stop()

    def _let_go(self, held: Round) -> None:
        """A lane in which nothing could be done is left to a later run."""
        if not held.has_sent or held.troubles:
            self._left.add(held.name)
        until = lanes.let_go(held.name, self._holder, troubles=held.troubles, wish=held.wish)
        if until:
            self._again.append((until - utcnow()).total_seconds())


def _name(outcome: Outcome) -> str:
    """What became of a score, as reports and counts say it."""
    if isinstance(outcome, datetime):
        return "sent"
    return "failed" if isinstance(outcome, PlatformSaysNo) else "waiting"
