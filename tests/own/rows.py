"""All that the database holds, to see what is left of a word."""

from sqlalchemy import select

from lti_tool.db import Base, db


def all_rows() -> dict[str, str]:
    """The rows of every table as text, sealed columns opened."""
    db.session.expire_all()
    return {
        mapper.local_table.name: repr(
            [
                {one.key: getattr(row, one.key) for one in mapper.column_attrs}
                for row in db.session.scalars(select(mapper.class_))
            ]
        )
        for mapper in Base.registry.mappers
    }
