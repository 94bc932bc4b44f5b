"""How Moodle asks for content, from the form of a new activity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.site import Site


@dataclass(frozen=True)
class MoodleContent:
    """What comes back fills a form that the teacher saves; a line item's label is passed over."""

    site: Site
    return_rule: ClassVar[str] = "/mod/lti/contentitem_return.php"
    key_name: ClassVar[str] = "sesskey"
    must_be_saved: ClassVar[bool] = True
    settings: ClassVar[dict[str, Any]] = {
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["frame", "iframe", "window"],
        "accept_copy_advice": False,
        "accept_multiple": True,
        "accept_unsigned": False,
        "auto_create": False,
        "can_confirm": False,
        "title": "Peer Circles",
        "text": "",
    }

    def return_url(self, launch: Launch, key: str) -> str:
        query = f"course={launch.course.number}&id=1&sesskey={key}"
        return f"{self.site.url}/mod/lti/contentitem_return.php?{query}"

    def title(self, item: dict[str, Any]) -> str:
        return str(item.get("title") or "Peer Circles")
