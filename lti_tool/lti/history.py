"""Where a course or a link was copied from, as the custom parameters of a launch tell it.

LTI Core 1.3, appendix C: `$Context.id.history`, `$ResourceLink.id.history` and Canvas's
`$Activity.id.history`, identifiers with commas between them. Platforms write the nearest first.
"""

from lti_tool.lti import claims
from lti_tool.lti.claims import Claims

OF_CONTEXT = ("pc_context_history",)
OF_LINK = ("pc_link_history", "pc_activity_history")
MOST = 50
"""Identifiers that are read; a course copied every term has this many after a generation."""
LONGEST = MOST * (claims.LONGEST_ID + 1)


def context_history(body: Claims) -> tuple[str, ...]:
    """Identifiers of the contexts that this one was copied from, the nearest first."""
    return _listed(body, OF_CONTEXT)


def link_history(body: Claims) -> tuple[str, ...]:
    """The same of the resource link."""
    return _listed(body, OF_LINK)


def _listed(body: Claims, names: tuple[str, ...]) -> tuple[str, ...]:
    custom = claims.part(body, claims.CUSTOM)
    said = ",".join(claims.text(custom, name, longest=LONGEST) for name in names)
    found = (one.strip() for one in said.split(","))
    good = (one for one in found if one and len(one) <= claims.LONGEST_ID)
    return tuple(dict.fromkeys(good))[:MOST]
