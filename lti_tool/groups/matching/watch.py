"""Progress of a search, and the wish to stop it. For this package."""

from collections.abc import Callable

from lti_tool.groups.matching.search import State

Tick = Callable[[int, int, float], object]
EVERY = 32


class Watch:
    """Counts rounds, tells `tick` every few, and remembers that somebody asked to stop.

    `tick(done, total, best)` hears rounds done, rounds in all, and the best score so far at the
    present table, with wishes, kept pairs and broken rules counted in. A true answer stops the
    search; the groups are valid at any moment.
    """

    def __init__(self, total: int, tick: Tick | None = None) -> None:
        self.total, self.tick = total, tick
        self.stopped = False
        self._done = 0

    def stop(self, state: State) -> bool:
        """Count one round; true when the search should end."""
        if self.tick is not None and not self.stopped and self._done % EVERY == 0:
            best = state.best_total / (state.problem.unit * max(len(state.seats), 1))
            self.stopped = bool(self.tick(min(self._done, self.total), self.total, best))
        self._done += 1
        return self.stopped
