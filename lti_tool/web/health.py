"""What operators ask: is the process up, and can it do its work."""

from flask import Blueprint
from sqlalchemy import text

from lti_tool.db import db
from lti_tool.web.security import open_to_all

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@open_to_all
def healthz() -> tuple[str, int]:
    """The process answers."""
    return "ok", 200


@pages.get("/readyz")
@open_to_all
def readyz() -> tuple[str, int]:
    """The process can do its work: the database answers."""
    try:
        db.session.execute(text("SELECT 1"))
    except Exception:
        return "the database does not answer", 503
    return "ready", 200
