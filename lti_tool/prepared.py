"""A statement that is a transaction by itself, without a session, compiled once for a process.

For what every launch runs: there SQLAlchemy's own preparing would cost more than the statement.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ClauseElement, Dialect, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql.compiler import SQLCompiler

from lti_tool.db import RESTED, answers, db


class Prepared:
    """A statement with named values; it changes rows and gives none back."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._ready: dict[str, _Ready] = {}

    def run(self, values: Mapping[str, Any]) -> int:
        """Execute with these values, commit, and give how many rows have changed.

        Raises what SQLAlchemy raises. Nothing is written when it does.
        """
        engine = db.engine
        ready = self._ready.get(engine.dialect.name) or self._readied(engine.dialect)
        row = ready.bound(values)
        resting = RESTING.get(engine) or RESTING.setdefault(engine, _Resting())
        connection, errors = resting.take(engine), engine.dialect.loaded_dbapi.Error
        try:
            changed = ready.send(connection.driver_connection, ready.sql, row)
        except errors as error:
            connection.close()
            raise DBAPIError.instance(ready.sql, None, error, errors) from error
        resting.leave(connection)
        return changed

    def _readied(self, dialect: Dialect) -> "_Ready":
        self._ready[dialect.name] = _Ready(self._statement, dialect)
        return self._ready[dialect.name]


class _Ready:
    """A statement in the words of one database, and how that wants each value."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        self.sql = compiled.string
        self.send = _in_postgresql if dialect.name == "postgresql" else _in_sqlite
        self._order = compiled.positiontup
        self._fixed = {name: bind.value for name, bind in compiled.binds.items()}
        found = {name: _processor(bind.type, dialect) for name, bind in compiled.binds.items()}
        self._processors = {name: process for name, process in found.items() if process}

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values as the database's driver takes them: by name, or in the statement's order."""
        made = {**self._fixed, **values}
        for name, process in self._processors.items():
            made[name] = process(made[name])
        return made if self._order is None else [made[name] for name in self._order]


class _Resting:
    """Connections that wait here: to ask the pool for one takes longer than the statement.

    There are no more than statements have ever run at once, so the pool has enough for sessions.
    """

    def __init__(self) -> None:
        self._free: deque[tuple[float, PoolProxiedConnection]] = deque()

    def take(self, engine: Engine) -> PoolProxiedConnection:
        """The connection that was used last, asked first if it has rested; else the pool's."""
        try:
            used_at, connection = self._free.pop()
        except IndexError:
            return engine.raw_connection()
        if time.monotonic() - used_at < RESTED or answers(connection.driver_connection):
            return connection
        connection.invalidate()
        self.end()  # what rested longer is gone with the same server
        return engine.raw_connection()

    def leave(self, connection: PoolProxiedConnection) -> None:
        """Keep it for the next statement."""
        self._free.append((time.monotonic(), connection))

    def end(self) -> None:
        """Close all."""
        while self._free:
            self._free.pop()[1].invalidate()


RESTING: WeakKeyDictionary[Engine, _Resting] = WeakKeyDictionary()


@event.listens_for(Engine, "engine_disposed")
def _end_with(engine: Engine) -> None:
    if resting := RESTING.pop(engine, None):
        resting.end()


def _processor(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    process: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return process


def _in_sqlite(driven: Any, sql: str, row: Any) -> int:
    """SQLite's one writer is free when its file is safe, not when this thread has its turn."""
    usual, driven.isolation_level = driven.isolation_level, None
    try:
        return int(driven.execute(sql, row).rowcount)
    finally:
        driven.isolation_level = usual


def _in_postgresql(driven: Any, sql: str, row: Any) -> int:
    """A BEGIN and a COMMIT would each be a round trip."""
    driven.autocommit = True
    try:
        return int(driven.execute(sql, row).rowcount)
    finally:
        driven.autocommit = False
