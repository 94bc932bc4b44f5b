"""Submission Review 1.0: a gradebook opens one student's work; ours shows status, never text.

For the door, which reads the message, and for whoever makes columns, which announce it.
"""

from collections.abc import Mapping
from typing import Any

from lti_tool.errors import ReviewOfNobody
from lti_tool.lti import claims

REVIEW = "LtiSubmissionReviewRequest"
FOR_USER = claims.LTI + "for_user"
ANNOUNCED: Mapping[str, Any] = {"reviewableStatus": ["InProgress", "Completed"]}
"""What a column says of it (3.4): there is something to see once somebody has begun."""


def check_review(body: claims.Claims) -> None:
    """Raises ReviewOfNobody when a request for review names no student or no column (3.2)."""
    if body.get(claims.MESSAGE_TYPE) != REVIEW:
        return
    if not claims.is_identifier(claims.part(body, FOR_USER).get("user_id")):
        raise ReviewOfNobody("for_user is missing or wrong")
    if claims.web_address(claims.part(body, claims.GRADES), "lineitem") is None:
        raise ReviewOfNobody("the line item is missing or wrong")


def reviewed(body: claims.Claims) -> str:
    """The subject of the student whose work is to be shown; empty in any other message."""
    if body.get(claims.MESSAGE_TYPE) != REVIEW:
        return ""
    return claims.text(claims.part(body, FOR_USER), "user_id", longest=claims.LONGEST_ID)
