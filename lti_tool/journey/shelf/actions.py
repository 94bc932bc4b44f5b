"""Putting something on a shelf, and taking it down."""

from typing import Any

from sqlalchemy import update

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.answers import expect_version, settle
from lti_tool.forms.shelf import form
from lti_tool.groups.models import PeerGroup
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.feed.actions import tell
from lti_tool.journey.shelf.models import Resource
from lti_tool.journey.shelf.queries import find_resource, resource_of


def put_on_shelf(at: Seated, key: str, *, values: dict[str, Any], seen: int) -> None:
    """Keep a resource on the shelf of a circle; `seen` is the version its writer had before them.

    Raises ChangedMeanwhile when another version stands by now; then nothing was changed.
    """
    kept = find_resource(at.me, key)
    expect_version(kept, seen)
    if kept is None:
        kept = Resource(membership_id=at.me.id, key=key, group_id=at.group.id)
        db.session.add(kept)
        tell(at.group, at.me, kind="resource-shared", title=values["title"])
    kept.keep(form("resource"), values)
    settle()


def show_to_course(author: Membership, key: str, *, wanted: bool) -> None:
    """Put one's own resource on the shelf of the course as well, or take it from there."""
    resource_of(author, key).is_for_course = wanted
    settle()


def take_down(author: Membership, key: str) -> None:
    """Delete one's own resource; what is gone already stays gone."""
    found = find_resource(author, key)
    if found is not None:
        db.session.delete(found)
    settle()


def take_along(author: Membership, group: PeerGroup) -> None:
    """Take what somebody shared with a circle off its shelf; they keep it."""
    theirs = update(Resource).filter_by(membership_id=author.id, group_id=group.id)
    db.session.execute(theirs.values(group_id=None))
