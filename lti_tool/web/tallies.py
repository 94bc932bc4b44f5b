"""Counts that only rise, kept for operators across all processes: requests for tokens, scores sent.

Counted in the transaction of what is counted, so a tally is never ahead of the truth. Any step may
count; `gradebook` shows them.
"""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.db import Base, db


class Tally(Base):
    """One count, by name and outcome."""

    __tablename__ = "tallies"

    name: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


def count(session: Session, name: str, outcome: str = "", *, by: int = 1) -> None:
    """Add to a count; part of the session's transaction."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    row = insert(Tally).values(name=name, outcome=outcome, count=by)
    keys, more = (Tally.name, Tally.outcome), {"count": Tally.count + by}
    session.execute(row.on_conflict_do_update(index_elements=keys, set_=more))


def tallies() -> list[tuple[str, str, int]]:
    """All counts: name, outcome, how many."""
    rows = db.session.execute(select(Tally.name, Tally.outcome, Tally.count))
    return sorted((name, outcome, number) for name, outcome, number in rows)
