"""Carrying one lane's errands to its platform, a few at a time, for `sending`.

Threads of its own, so that a slow platform holds up nobody else's scores. They know the database
only through the shared access tokens: what came of an errand is told to whoever waits.
"""

import contextvars
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from queue import SimpleQueue

from lti_tool.errors import PlatformBusy, PlatformTrouble
from lti_tool.gradebook.outbox import Parcel
from lti_tool.lti.grade_service import GradeService
from lti_tool.lti.line_items import Column, find_or_create_line_item
from lti_tool.lti.pace import Pace
from lti_tool.lti.results import Result as Cell
from lti_tool.lti.results import read_results
from lti_tool.lti.scores import send_score


@dataclass(frozen=True, slots=True)
class ColumnSearch:
    """A column of a course is to be found or made."""

    context_id: int
    line_item_id: int
    column: Column

    def __str__(self) -> str:
        return f"column {self.line_item_id} of context {self.context_id}"


@dataclass(frozen=True, slots=True)
class ResultReading:
    """What stands in a column is to be read."""

    context_id: int
    line_item_id: int
    line_item_url: str

    def __str__(self) -> str:
        """For the log: names nobody."""
        return f"results of column {self.line_item_id}"


Errand = Parcel | ColumnSearch | ResultReading
Result = datetime | str | Mapping[str, Cell] | PlatformTrouble | None
"""When a score counts, where a column is, what stands there, the trouble, or None: not tried."""
Told = tuple["Courier", Errand, "Future[Result]"]


class Courier:
    """Carries a lane's errands; each ends as one line in `told`."""

    def __init__(
        self, services: Mapping[int, GradeService], told: "SimpleQueue[Told]", *, is_careful: bool
    ) -> None:
        """`services` by the number of the course. A careful courier begins with one errand."""
        self.manners = next(iter(services.values())).manners
        self.pace = Pace(self.manners.at_once, begin_with=1 if is_careful else None)
        self.under_way = 0
        self._told = told
        self._services = {key: replace(one, pace=self.pace) for key, one in services.items()}
        self._pool = ThreadPoolExecutor(self.manners.at_once, "courier")

    def may_read(self, context_id: int) -> bool:
        """Whether the platform shows us what stands in this course's columns."""
        return self._services[context_id].may_read_results

    def room(self, ahead: int) -> int:
        """How many errands more are welcome, for `ahead` times those that may be under way."""
        return 0 if self.pace.is_over else ahead * self.manners.at_once - self.under_way

    def start(self, errand: Errand) -> None:
        """Have it carried as soon as a thread is free. The threads see our application."""
        self.under_way += 1
        run = contextvars.copy_context().run
        self._pool.submit(run, self._carry, errand).add_done_callback(
            lambda future: self._told.put((self, errand, future))
        )

    def close(self) -> None:
        """Let what is under way end; nothing else is tried."""
        self.pace.stop()
        self._pool.shutdown()

    def _carry(self, errand: Errand) -> Result:
        if not self.pace.enter():
            return None
        result: Result = PlatformBusy("not answered")
        try:
            result = self._done(errand)
        except PlatformTrouble as trouble:
            result = trouble
        finally:
            self.pace.leave(came_through=not isinstance(result, PlatformBusy))
        return result

    def _done(self, errand: Errand) -> datetime | str | Mapping[str, Cell]:
        service = self._services[errand.context_id]
        if isinstance(errand, Parcel):
            return send_score(service, errand.line_item_url, errand.score)
        if isinstance(errand, ResultReading):
            return read_results(service, errand.line_item_url)
        return find_or_create_line_item(service, errand.column).url
