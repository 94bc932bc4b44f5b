"""One lane's round: its courses one after the other, a few scores at a time, for `sending`.

Every function but `Round.start` is part of the caller's transaction.
"""

import time
from collections import deque
from collections.abc import Mapping
from queue import SimpleQueue

from lti_tool.courses.models import Context
from lti_tool.errors import PlatformBusy, PlatformSaysNo, PlatformTrouble, PlatformUnclear
from lti_tool.gradebook import columns, hands, outbox
from lti_tool.gradebook.courier import ColumnSearch, Courier, Errand, Result, ResultReading, Told
from lti_tool.gradebook.lanes import LEASE
from lti_tool.gradebook.queries import grade_service

AHEAD = 8
"""Errands that a courier is given for each that may be under way, so that no thread of it waits
while a slow disk commits."""


class Round:
    """A lane that a run holds: what is still to be taken, and the courier who carries it."""

    def __init__(
        self, name: str, contexts: list[Context], *, troubles: int, told: "SimpleQueue[Told]"
    ) -> None:
        """`troubles` is how often in a row this platform was in trouble before."""
        services = {context.id: grade_service(context) for context in contexts}
        self.name, self.begun = name, time.monotonic()
        self.courier = Courier(services, told, is_careful=troubles > 0)
        self.has_sent = False
        self.wish = 0.0
        """Seconds that the platform asks us to wait."""
        self._troubles = troubles
        self._courses, self._items = deque(services), deque[int]()
        self._say_so = self.begun + LEASE.total_seconds() / 3

    @property
    def is_done(self) -> bool:
        """Whether nothing is under way and nothing more can be begun."""
        is_empty = self.courier.pace.is_over or not (self._courses or self._items)
        return is_empty and not self.courier.under_way

    @property
    def troubles(self) -> int:
        """The number of troubles in a row, this round among them."""
        return self._troubles + 1 if self.courier.pace.ends_in_trouble else 0

    def take(self) -> list[Errand]:
        """What shall be carried next: as much as the courier has room for."""
        room, taken = self.courier.room(AHEAD), list[Errand]()
        while len(taken) < room and (self._courses or self._items):
            if self._courses:
                taken += self._search(self._courses.popleft())
            else:
                taken += self._scores(self._items.popleft(), room - len(taken))
        return taken

    def start(self, errands: list[Errand]) -> None:
        """Carry what was taken, once its transaction stands."""
        for errand in errands:
            self.courier.start(errand)

    def found(self, errand: ColumnSearch, result: Result) -> None:
        """The scores of this column can leave now, or it cannot be had."""
        if isinstance(result, str):
            columns.found(errand.line_item_id, errand.column, url=result)
            self._items.append(errand.line_item_id)
        else:
            trouble = result if isinstance(result, PlatformTrouble) else PlatformBusy("not tried")
            columns.give_up(errand.line_item_id, trouble)

    def read(self, errand: ResultReading, result: Result) -> None:
        """What stands in a column is known, or cannot be: then scores leave; else another time."""
        if isinstance(result, PlatformSaysNo | PlatformUnclear):
            result = {}
        if isinstance(result, Mapping):
            hands.has_read(errand.line_item_id, result)
            self._items.append(errand.line_item_id)

    def heed(self, trouble: PlatformTrouble) -> None:
        """Remember how long the platform wants to be left alone."""
        self.wish = max(self.wish, getattr(trouble, "retry_after", None) or 0.0)

    def must_say_so(self) -> bool:
        """Whether it is time to say that this run is still alive."""
        now = time.monotonic()
        if now < self._say_so:
            return False
        self._say_so = now + LEASE.total_seconds() / 3
        return True

    def end(self) -> None:
        """Begin nothing more: others wait, or the run is over."""
        self._courses.clear()
        self._items.clear()

    def _search(self, context_id: int) -> list[Errand]:
        """Columns that are known have their turn; the others are to be found first."""
        searches = list[Errand]()
        for line_item_id in columns.due_columns(context_id):
            if columns.is_known(line_item_id):
                self._items.append(line_item_id)
            elif column := columns.to_find(line_item_id):
                searches.append(ColumnSearch(context_id, line_item_id, column))
        return searches

    def _scores(self, line_item_id: int, most: int) -> list[Errand]:
        """What stands there is read first. A column that may have more gets its turn again."""
        unread = hands.to_read(line_item_id)
        if unread and self.courier.may_read(unread[0]):
            return [ResultReading(unread[0], line_item_id, unread[1])]
        taken = outbox.take(line_item_id, self.courier.manners, most=most)
        if len(taken) == most:
            self._items.append(line_item_id)
        return list(taken)
