"""One request is one transaction: returned means committed, raised or refused means rolled back.

Nobody else commits, but the worker and the commands, who do the same for one job or command, and
a launch that brings nothing new (`lti_tool.launch.actions`): its one insert is all it writes.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response

from lti_tool.db import db


@contextmanager
def transaction() -> Iterator[None]:
    """One transaction of a job or a command; rolled back when something is raised."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def commit_each_request(app: Flask) -> None:
    """Commit before a good answer leaves, so that what was said to be saved is saved."""
    app.after_request(_commit)


def _commit(response: Response) -> Response:
    """A request that asked the database nothing has no session, and gets none for this."""
    session = db.session() if db.session.registry.has() else None
    if session is None or not session.in_transaction():
        return response
    if response.status_code < 400:
        session.commit()
    else:
        session.rollback()
    return response
