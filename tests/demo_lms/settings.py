"""What a demo LMS is started with: which tool it knows, and which kind of LMS it plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CUSTOM_PARAMETERS: Mapping[str, str] = {
    "pc_context_history": "$Context.id.history",
    "pc_link_history": "$ResourceLink.id.history",
    "pc_activity_history": "$Activity.id.history",
    "timezone": "$Person.address.timezone",
    "section_ids": "$Canvas.course.sectionIds",
    "group_ids": "$Moodle.Person.userGroupIds",
    "pc_brand": "$com.instructure.brandConfigJSON",
    "pc_sections": "$Canvas.course.sectionIds",
    "pc_section_names": "$com.instructure.User.sectionNames",
    "pc_user_groups": "$Moodle.Person.userGroupIds",
    "pc_group_contexts": "$Canvas.group.contextIds",
    "due_at": "$ResourceLink.submission.endDateTime",
    "lms_course_id": "$Canvas.course.id",
    "api_domain": "$Canvas.api.domain",
}
"""Custom parameters of the seeded registration; what an LMS does not know it leaves literal."""


@dataclass(frozen=True)
class LmsSettings:
    """One demo LMS before it starts; times in seconds, `temperament` "canvas" or "moodle"."""

    tool_url: str = "http://127.0.0.1:8000"
    temperament: str = "canvas"
    port: int = 0
    issuer: str = ""
    """Empty: the LMS's own address. Hosted schools share one issuer that is not their address."""
    students: int = 40
    offers_storage: bool = False
    offers_groups: bool = False
    """Whether there is a Course Groups Service, and rosters name groups."""
    trusts_login_hint: bool = False
    """For headless tests: whoever the login hint names is taken to be logged in."""
    token_seconds: int = 3600
    page_size: int = 50
    """Most members on a roster page, where the temperament pages at all."""
    nrps_latency: float = 0.0
    scores_latency: float = 0.0
    throttles: bool = False
    """Whether canvas really refuses a client whose bucket of request cost is full."""
    custom: Mapping[str, str] = field(default_factory=lambda: dict(CUSTOM_PARAMETERS))
