"""The names of claims and scopes, and how to read a claim that a stranger wrote.

Any claim may be missing, null, empty, of another type, or the literal text `$Variable.name`
where the platform could not expand it: all of that reads as absence.
"""

import json
from collections.abc import Mapping
from typing import Any

Claims = Mapping[str, Any]

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
MESSAGE_TYPE = LTI + "message_type"
DEPLOYMENT_ID = LTI + "deployment_id"
TARGET_LINK_URI = LTI + "target_link_uri"
RESOURCE_LINK = LTI + "resource_link"
CONTEXT = LTI + "context"
ROLES = LTI + "roles"
LIS = LTI + "lis"
CUSTOM = LTI + "custom"
PRESENTATION = LTI + "launch_presentation"
TOOL_PLATFORM = LTI + "tool_platform"
NAMES_AND_ROLES = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
GROUPS = "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"

SCOPE_MEMBERSHIPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
SCOPE_GROUPS = "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly"
SCOPE_LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
SCOPE_LINE_ITEM_READ = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly"
SCOPE_RESULT_READ = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
SCOPE_SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"

LONGEST_ID = 255
LONGEST_TEXT = 1000


def is_identifier(value: object) -> bool:
    """Whether this is an identifier of the standard: 1 to LONGEST_ID signs of printable ASCII."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= LONGEST_ID
        and value.isascii()
        and value.isprintable()
    )


def text(claims: Any, name: str, *, longest: int = LONGEST_TEXT) -> str:
    """A text claim, trimmed and cut to `longest` characters; absent reads as "".

    What no database or page can hold, NUL and halves of surrogate pairs, is left out.
    """
    value = claims.get(name) if isinstance(claims, dict) else None
    if not isinstance(value, str) or value.startswith("$"):
        return ""
    said = value.strip()[:longest]
    if said.isascii() and said.isprintable():
        return said
    return said.replace("\x00", "").encode(errors="ignore").decode()


def part(claims: Claims, name: str) -> Claims:
    """A claim that is an object; anything else reads as an empty one."""
    value = claims.get(name)
    return value if isinstance(value, dict) else {}


def texts(claims: Claims, name: str) -> tuple[str, ...]:
    """A claim that is a list of texts; other members are passed over."""
    value = claims.get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def written_json(claims: Any, name: str, *, longest: int) -> Any:
    """What a text claim holds as JSON; absent, too long or no JSON reads as None."""
    said = text(claims, name, longest=longest)
    try:
        return json.loads(said) if said else None
    except (ValueError, RecursionError):
        return None


def web_address(claims: Claims, name: str) -> str | None:
    """A claim that is an address of the web; anything else reads as None."""
    value = text(claims, name, longest=4000)
    return value if value.startswith(("https://", "http://")) else None
