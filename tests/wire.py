"""What a database is really asked, as its driver sends it: for tests and the benchmark.

SQLAlchemy's own events tell only of what goes through its connections.
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from sqlalchemy import Engine, event

SENT = ("Query", "Execute")
"""Messages of PostgreSQL's protocol that run a statement (libpq's trace)."""


class Wire:
    """The statements that went over the connections of one engine."""

    def __init__(self, trace: IO[str]) -> None:
        self._trace = trace
        self._heard: list[str] = []

    @property
    def statements(self) -> int:
        """All but the beginnings and ends of transactions."""
        return len(self._asked()) - self._count("BEGIN") - self.commits - self._count("ROLLBACK")

    @property
    def commits(self) -> int:
        """Transactions that were ended by a statement of their own."""
        return self._count("COMMIT")

    def listen(self, connection: Any, *_: object) -> None:
        """Begin to note what a connection is asked."""
        if hasattr(connection, "set_trace_callback"):
            connection.set_trace_callback(self._heard.append)
        else:
            connection.pgconn.trace(self._trace.fileno())

    def leave(self, connection: Any, *_: object) -> None:
        """Note nothing any more."""
        if hasattr(connection, "set_trace_callback"):
            connection.set_trace_callback(None)
        else:
            connection.pgconn.untrace()

    def _count(self, word: str) -> int:
        return sum(bool(re.search(rf"\b{word}\b", line)) for line in self._asked())

    def _asked(self) -> list[str]:
        self._trace.seek(0)
        sent = (line.split("\t") for line in self._trace)
        return self._heard + [" ".join(one) for one in sent if "F" in one and _is_sent(one)]


def _is_sent(message: list[str]) -> bool:
    return any(part.startswith(SENT) for part in message)


@contextmanager
def counted(engine: Engine) -> Iterator[Wire]:
    """Note what all connections of an engine are asked, from being taken to being given back."""
    with tempfile.TemporaryFile("w+") as trace:
        wire = Wire(trace)
        event.listen(engine, "checkout", wire.listen)
        event.listen(engine, "checkin", wire.leave)
        yield wire
        event.remove(engine, "checkout", wire.listen)
        event.remove(engine, "checkin", wire.leave)
