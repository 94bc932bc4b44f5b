"""What the doctor found as plain lines, to be pasted wherever help is asked; for page and command.

It holds addresses without query, statuses, counts and dates: no secret and no name of a person.
"""

from collections.abc import Iterable, Iterator

from flask import current_app

from lti_tool.insights.doctor.actions import Checkup
from lti_tool.insights.doctor.words import check_words, cure_words
from lti_tool.platforms.models import Registration
from lti_tool.web.config import public_url

SIGNS = {"done": "ok  ", "look": "look", "fail": "FAIL", "skip": "-   "}


def report(found: Iterable[Checkup]) -> str:
    """All findings, a line each, with what to do where something is wrong."""
    return "\n".join(line for one in found for line in _lines(one))


def _lines(one: Checkup) -> Iterator[str]:
    yield f"   deployment {one.deployment_id}" if one.deployment_id else _head(one.registration)
    for finding in one.findings:
        detail = f": {finding.detail}" if finding.detail else ""
        yield f"   {SIGNS[finding.state]} {check_words(finding.check)}{detail}"
        if finding.state in ("fail", "look"):
            yield f"        {cure_words(finding.check)}"


def _head(row: Registration | None) -> str:
    if row is None:
        return f"Peer Circles {current_app.config['VERSION']}  ({public_url()})"
    return f"{row.id}  {row.name}  ({row.issuer}, client {row.client_id})"
