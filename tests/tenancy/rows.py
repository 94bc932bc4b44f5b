"""Whose row is whose: found by following foreign keys, so that a new table is followed as well."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Table, insert, select
from sqlalchemy.exc import IntegrityError

from lti_tool.db import UTCDateTime, db, utcnow

IN_ADDRESSES = ("key", "code", "slug")
"""Columns whose text may stand in an address; it is what we send, so it holds no word of theirs."""

Row = dict[str, Any]
Owned = dict[str, list[Row]]


def owned_by(deployment_id: int) -> Owned:
    """All rows that hang from a deployment, by table: courses, people, and all of theirs."""
    found: Owned = {}
    for table in db.metadata.sorted_tables:
        rows = [dict(row) for row in db.session.execute(select(table)).mappings()]
        found[table.name] = [row for row in rows if _is_owned(table, row, found, deployment_id)]
    db.session.rollback()
    return found


def _is_owned(table: Table, row: Row, found: Owned, deployment_id: int) -> bool:
    if table.name == "deployments":
        return bool(row["id"] == deployment_id)
    return any(
        row[column.name] == owner[target.name]
        for column, target in _ways(table)
        for owner in found.get(target.table.name, [])
        if row[column.name] is not None
    )


def _ways(table: Table) -> Iterator[tuple[Column[Any], Column[Any]]]:
    for column in table.columns:
        for key in column.foreign_keys:
            yield column, key.column


def fill_empty_tables(deployment_id: int, word: str) -> list[str]:
    """Put a row of this deployment into each table that hangs from it and has none.

    Texts hold the word. Gives the names of the tables that could be filled by no such row.
    """
    left = []
    for table in db.metadata.sorted_tables:
        owned = owned_by(deployment_id)
        if owned[table.name] or not any(owned.get(t.table.name) for _, t in _ways(table)):
            continue
        try:
            with db.session.begin_nested():
                db.session.execute(insert(table).values(**dict(_values(table, owned, word))))
            db.session.commit()
        except IntegrityError:
            left.append(table.name)
    return left


def _values(table: Table, owned: Owned, word: str) -> Iterator[tuple[str, Any]]:
    targets = {column.name: target for column, target in _ways(table)}
    for column in table.columns:
        target = targets.get(column.name)
        rows = owned.get(target.table.name, []) if target is not None else []
        if target is not None and rows:
            yield column.name, rows[-1][target.name]
        elif target is None and _must_be_given(column):
            yield column.name, _value(column, word)


def _must_be_given(column: Column[Any]) -> bool:
    is_made = column.primary_key and column.type.python_type is int
    return not column.nullable and column.default is None and not is_made


def _value(column: Column[Any], word: str) -> Any:
    if isinstance(column.type, JSON):
        return {}
    if isinstance(column.type, UTCDateTime):
        return utcnow()
    if column.name in IN_ADDRESSES:
        return f"{column.name}-of-theirs"
    plain: dict[type, Any] = {int: 1, bool: False, float: 1.0, bytes: b"", date: utcnow().date()}
    return plain.get(column.type.python_type, f"{word} {column.name}")


def told_apart(before: Owned, after: Owned) -> list[str]:
    """What is not as it was, in words for whoever mends it."""
    return [
        f"{name}: {row}"
        for name in after
        for row in [*_without(before[name], after[name]), *_without(after[name], before[name])]
    ]


def _without(rows: list[Row], others: list[Row]) -> list[Row]:
    return [row for row in rows if row not in others]


def numbers_in(owned: Owned) -> list[int]:
    """The numbers that the first and the last row of each table go by."""
    ids = {row["id"] for row in _ends(owned) if isinstance(row.get("id"), int)}
    return sorted(ids)


def keys_in(owned: Owned) -> list[str]:
    """The short texts that these rows might go by in an address."""
    found = {row[name] for row in _ends(owned) for name in IN_ADDRESSES if name in row}
    return sorted(one for one in found if isinstance(one, str))


def _ends(owned: Owned) -> Iterator[Row]:
    for rows in owned.values():
        yield from (*rows[:1], *rows[-1:])
