"""Asking what a visit came for; for the pages where staff choose what to link."""

from lti_tool.db import db
from lti_tool.errors import NotHere
from lti_tool.launch.models import Selection, Visit
from lti_tool.lti.deep_linking import ContentRequest


def request_of(visit: Visit) -> ContentRequest:
    """What the platform asked this visit to choose; raises NotHere for any other visit."""
    found = db.session.get(Selection, visit.sid)
    if found is None:
        raise NotHere("this visit is not there to choose content")
    return found.asked
