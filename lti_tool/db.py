"""The database: declarative base, UTC time, sealed text, SQLite and PostgreSQL alike.

Every step's `models.py` builds on this module. One request is one transaction
(`lti_tool.web.transaction`); actions flush at most.
"""

import base64
import hashlib
import time
from datetime import UTC, datetime
from typing import Any

from blinker import signal
from cryptography.fernet import Fernet
from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, MetaData, Select, Text, event, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry, Pool
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

RESTED = 5.0
"""Seconds after which a connection that nobody used may have been closed by its server."""

work_waits = signal("work-waits")
"""Sent once after a commit that left work behind; the argument is the kind of work."""


def utcnow() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment; kept in UTC, also where the database knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a moment without a zone: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give the moment back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[str]):
    """Text encrypted at rest with a key made from the secret key: keys and tokens."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Seal before it is written."""
        return None if value is None else _seal().encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        """Open after it is read; raises InvalidToken when the secret key has changed."""
        return None if value is None else _seal().decrypt(value).decode()


class Base(DeclarativeBase):
    """What every model shares: constraint names, and how Python types are kept."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UTCDateTime, dict[str, Any]: JSON, list[str]: JSON},
    )


db = SQLAlchemy(model_class=Base)


def insert_missing(model: type[Any], **values: Any) -> None:
    """Insert a row unless one with the same unique key stands already, race or no race."""
    insert_all_missing(model, [values])


def insert_all_missing(model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Insert those of these rows that do not stand yet; each of them has the same columns."""
    if rows:
        db.session.execute(_insert(model).on_conflict_do_nothing(), rows)


def insert_or_renew(model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Insert these rows, or renew the row that stands under the same primary key."""
    if rows:
        statement, keys = _insert(model), [one.name for one in model.__table__.primary_key]
        renewed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_=renewed), rows)


def insert_found(model: type[Any], names: list[str], query: Select[*tuple[Any, ...]]) -> None:
    """Insert what a query finds, as columns of these names, where it does not stand yet."""
    db.session.execute(_insert(model).from_select(names, query).on_conflict_do_nothing())


def insert_first(model: type[Any], **values: Any) -> bool:
    """The same for one row; gives whether it is the first of its key."""
    row = _insert(model).values(**values).on_conflict_do_nothing().returning(literal(1))
    return db.session.execute(row).first() is not None


def _insert(model: type[Any]) -> Any:
    dialect = db.session.get_bind().dialect.name
    return postgresql.insert(model) if dialect == "postgresql" else sqlite.insert(model)


def leave_work(kind: str) -> None:
    """Say that this transaction leaves work of a kind behind; heard only if it commits."""
    db.session().info.setdefault("work", set()).add(kind)


@event.listens_for(Session, "after_commit")
def _tell_of_work(session: Session) -> None:
    for kind in sorted(session.info.pop("work", ())):
        work_waits.send(kind)


@event.listens_for(Session, "after_rollback")
def _forget_work(session: Session) -> None:
    session.info.pop("work", None)


@event.listens_for(Engine, "connect")
def _tune_sqlite(connection: Any, record: Any) -> None:
    """Foreign keys on, readers beside one writer, five seconds of patience.

    IMMEDIATE: a transaction that writes takes the lock at once, so that it waits its turn
    instead of failing half-way.
    """
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = "IMMEDIATE"
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=5000", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").close()


def answers(connection: Any) -> bool:
    """Whether the server of a driver's connection is still there."""
    try:
        connection.cursor().execute("SELECT 1").close()
        connection.rollback()
    except Exception:
        return False
    return True


@event.listens_for(Pool, "checkin")
def _note_use(connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used_at"] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _make_sure(connection: Any, record: ConnectionPoolEntry, proxy: Any) -> None:
    """Ask a connection that has rested whether its server is still there; else all are renewed.

    Asking each time would cost every request a round trip.
    """
    now = time.monotonic()
    if now - record.info.get("used_at", now) >= RESTED and not answers(connection):
        raise InvalidatePoolError


def _seal() -> Fernet:
    seal: Fernet | None = current_app.extensions.get("seal")
    if seal is None:
        digest = hashlib.sha256(b"seal:" + current_app.config["SECRET_KEY"].encode()).digest()
        seal = current_app.extensions["seal"] = Fernet(base64.urlsafe_b64encode(digest))
    return seal
