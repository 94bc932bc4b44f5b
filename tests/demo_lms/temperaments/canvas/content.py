"""How Canvas asks for content, from the menu of a course's assignments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from tests.demo_lms.launches import Launch
    from tests.demo_lms.site import Site


@dataclass(frozen=True)
class CanvasContent:
    """What comes back is made at once; a line item's label beats the title."""

    site: Site
    return_rule: ClassVar[str] = "/courses/<int:number>/deep_linking_response"
    key_name: ClassVar[str] = "data"
    must_be_saved: ClassVar[bool] = False
    settings: ClassVar[dict[str, Any]] = {
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe", "window"],
        "accept_media_types": "application/vnd.ims.lti.v1.ltilink",
        "auto_create": False,
        "accept_multiple": True,
    }

    def return_url(self, launch: Launch, key: str) -> str:
        number = launch.course.number
        return f"{self.site.url}/courses/{number}/deep_linking_response?data={key}"

    def title(self, item: dict[str, Any]) -> str:
        label = item.get("lineItem", {}).get("label")
        return str(label or item.get("title") or "Peer Circles")
