"""Reading a column back (AGS 2.0, 3.5): what stands in the gradebook now, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.errors import PlatformUnclear
from lti_tool.lti.connection import json_of
from lti_tool.lti.grade_service import GradeService, asking, below, pages

MEDIA_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"
MOST_PAGES = 2_000
"""Ten results a page is what Canvas gives unless it is asked for more."""


@dataclass(frozen=True, slots=True)
class Result:
    """What stands in one cell: `score` of `maximum` points; None where it is empty."""

    score: float | None
    maximum: float


def read_results(service: GradeService, line_item_url: str) -> Mapping[str, Result]:
    """The results of a column by the platform's id of the person, of all pages.

    Raises PlatformSaysNo when we may not read them, PlatformTrouble when a page fails: then
    nothing is known, for half of a column would look like marks that somebody took away.
    """
    limit = service.manners.results_at_once
    url = asking(below(line_item_url, "results"), **({"limit": str(limit)} if limit else {}))
    found: dict[str, Result] = {}
    for answer in pages(service, url, media_type=MEDIA_TYPE, most=MOST_PAGES):
        rows = json_of(answer)
        if not isinstance(rows, list):
            raise PlatformUnclear("results: the answer is no list")
        found.update(pair for row in rows if (pair := _read(row)))
    return found


def _read(row: Any) -> tuple[str, Result] | None:
    """A maximum that is not given is 1 (AGS 2.0, 3.5.2); a row without a person says nothing."""
    if not isinstance(row, dict):
        return None
    who = row.get("userId")
    score, maximum = _number(row.get("resultScore")), _number(row.get("resultMaximum"))
    return (str(who), Result(score, maximum or 1.0)) if who else None


def _number(value: Any) -> float | None:
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_one else None
