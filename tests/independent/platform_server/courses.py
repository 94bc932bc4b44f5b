"""The rest of Open edX, as far as LTI asks for it: who is in a course, and what a block is.

`lti_consumer` asks through one module, `compat`; those questions alone are answered here.
"""

from types import SimpleNamespace
from typing import Any

from lti_consumer import models
from lti_consumer.plugin import compat

MEMBERS: dict[str, dict[int, dict[str, Any]]] = {}
"""Everybody in a course by the key of the course and their own number."""
PAGE = 3
"""Members on a page; Open edX itself gives all at once unless the address says `limit`."""


class ExternalIds:
    """By what number of a person tools know them; the same at launches and in lists."""

    def __getitem__(self, number: int) -> SimpleNamespace:
        return SimpleNamespace(external_user_id=external_id(number))


def external_id(number: int) -> str:
    """Who a person is to tools."""
    return f"open-edx-{number}"


def move_in() -> None:
    """Answer in the place of Open edX."""
    compat.get_course_members = lambda course: MEMBERS[str(course)]
    compat.batch_get_or_create_externalids = lambda users: ExternalIds()
    compat.load_enough_xblock = _block
    compat.load_block_as_user = _block
    whole = models.get_lti_nrps_context_membership_url
    models.get_lti_nrps_context_membership_url = lambda pk: f"{whole(pk)}?limit={PAGE}"


def _block(location: object) -> SimpleNamespace:
    return SimpleNamespace(
        display_name="Peer Circles", weight=20, has_score=False, **_ids(location)
    )


def _ids(location: object) -> dict[str, object]:
    return {"location": location, "scope_ids": SimpleNamespace(usage_id=location)}
