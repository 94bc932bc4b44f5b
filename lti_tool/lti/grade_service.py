"""The gradebook service of one course (AGS 2.0, 3): where it is, and what we may do there.

For `lti.line_items` and `lti.scores`; the step `gradebook` makes one per course.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

import requests

from lti_tool.errors import PlatformNotNow, PlatformSaysNo, PlatformUnclear
from lti_tool.lti.claims import SCOPE_LINE_ITEM, SCOPE_RESULT_READ, SCOPE_SCORE
from lti_tool.lti.connection import accepted
from lti_tool.lti.links import next_url, same_origin
from lti_tool.lti.manners import Manners
from lti_tool.lti.pace import Pace
from lti_tool.lti.services import Service

USED = frozenset({SCOPE_LINE_ITEM, SCOPE_RESULT_READ, SCOPE_SCORE})


@dataclass(frozen=True, slots=True)
class GradeService:
    """A course's gradebook: the service with its scopes, and its address where it has one.

    `pace` hears every answer, where somebody sends so much that it matters.
    """

    service: Service
    manners: Manners
    line_items_url: str | None
    pace: Pace | None = None

    @property
    def may_make_columns(self) -> bool:
        """Whether the platform lets us look for line items and make one."""
        return self.line_items_url is not None and SCOPE_LINE_ITEM in self.service.scopes

    @property
    def may_read_results(self) -> bool:
        """Whether the platform lets us see what stands in our columns."""
        return SCOPE_RESULT_READ in self.service.scopes

    def get(self, url: str, *, media_type: str) -> requests.Response:
        """Read something of this exact media type; raises PlatformTrouble without an answer."""
        return self._send("GET", url, {"Accept": media_type})

    def post(self, url: str, body: bytes, *, media_type: str) -> requests.Response:
        """Post JSON under its exact media type; raises PlatformTrouble without an answer."""
        headers = {"Content-Type": media_type, "Accept": media_type}
        return self._send("POST", url, headers, body=body)

    def _send(
        self, method: str, url: str, headers: dict[str, str], *, body: bytes | None = None
    ) -> requests.Response:
        """A token that is refused says nothing about the request: somebody repairs that."""
        try:
            answer = self.service.send(method, url, headers=headers, data=body)
        except PlatformSaysNo as error:
            raise PlatformNotNow(f"no token: {error.reason}") from error
        if self.pace:
            self.pace.hear(answer)
        return answer


def pages(
    service: GradeService, url: str | None, *, media_type: str, most: int
) -> Iterator[requests.Response]:
    """The pages of a list, one after the other; a list that turns in a circle ends."""
    seen: set[str] = set()
    home = url or ""
    while url is not None and url not in seen and len(seen) < most:
        if not same_origin(url, home):
            raise PlatformUnclear("a list: the next page is on another host")
        seen.add(url)
        answer = accepted(service.get(url, media_type=media_type))
        yield answer
        url = next_url(answer)


def asking(url: str, **query: str) -> str:
    """An address with more to its query; what stands there stays as it is."""
    parts = urlsplit(url)
    asked = "&".join(filter(None, (parts.query, urlencode(query))))
    return urlunsplit(parts._replace(query=asked))


def scopes_to_ask(granted: Iterable[str]) -> tuple[str, ...]:
    """Of the scopes that a course grants, those that we use; the same set means the same token."""
    return tuple(sorted(USED.intersection(granted)))


def may_score(granted: Iterable[str]) -> bool:
    """Whether the platform lets us send scores to this course."""
    return SCOPE_SCORE in granted


def below(url: str, name: str) -> str:
    """The address of `scores` or `results` below a line item, before its query (AGS 2.0, 3.3)."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))
