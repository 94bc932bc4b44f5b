"""What the doctor found as plain lines, to be pasted wherever help is asked; for page and command.

It holds addresses without query, statuses, counts and dates: no secret and no name of a person.
"""

from collections.abc import Iterable, Iterator

from lti_tool.insights.actions import Checkup
from lti_tool.insights.words import check_words, cure_words

SIGNS = {"done": "ok  ", "look": "look", "fail": "FAIL", "skip": "-   "}


def report(found: Iterable[Checkup]) -> str:
    """All findings, a line each, with what to do where something is wrong."""
    return "\n".join(line for one in found for line in _lines(one))


def _lines(one: Checkup) -> Iterator[str]:
    row = one.registration
    head = f"{row.id}  {row.name}  ({row.issuer}, client {row.client_id})"
    yield f"   deployment {one.deployment_id}" if one.deployment_id else head
    for finding in one.findings:
        detail = f": {finding.detail}" if finding.detail else ""
        yield f"   {SIGNS[finding.state]} {check_words(finding.check)}{detail}"
        if finding.state in ("fail", "look"):
            yield f"        {cure_words(finding.check)}"
