"""Runs migrations over the connection that the command hands in; see `lti_tool.serve`.

Migrations speak plain SQLAlchemy: our own column types are written as what they are in the
database, so that an old migration does not change with our code.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from lti_tool.db import Base, Sealed, UTCDateTime


def render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our column types in plain words."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Sealed):
        return "sa.Text()"
    return False


def run() -> None:
    """Run what Alembic was asked for, in one transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
