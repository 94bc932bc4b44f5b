"""The gradebook service of one course (AGS 2.0, 3): where it is, and who may speak to it.

For `lti.line_items` and `lti.scores`; the later step `gradebook` makes one per course.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import requests

from lti_tool.lti.claims import SCOPE_LINE_ITEM, SCOPE_SCORE
from lti_tool.lti.manners import Manners
from lti_tool.lti.platform import Platform


class Sender(Protocol):
    """Sends requests with an access token; see `lti_tool.lti.tokens`."""

    def send(
        self, platform: Platform, scopes: Iterable[str], method: str, url: str, **kwargs: Any
    ) -> requests.Response:
        """One request with a token for these scopes; a refused token is renewed once."""


@dataclass(frozen=True, slots=True)
class GradeService:
    """A course's gradebook: its platform, its address if it has one, and what we may do there."""

    sender: Sender
    platform: Platform
    manners: Manners
    line_items_url: str | None
    scopes: frozenset[str]

    @property
    def may_score(self) -> bool:
        """Whether the platform lets us send scores."""
        return SCOPE_SCORE in self.scopes

    @property
    def may_make_columns(self) -> bool:
        """Whether the platform lets us look for line items and make one."""
        return self.line_items_url is not None and SCOPE_LINE_ITEM in self.scopes

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        """Send one request with a token for all that we may do in this course's gradebook.

        Raises PlatformTrouble when there is no token or no answer.
        """
        return self.sender.send(self.platform, sorted(self.scopes), method, url, **kwargs)


def below(url: str, name: str) -> str:
    """The address of `scores` or `results` below a line item, before its query (AGS 2.0, 3.3)."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses share scheme, host and port, so that one token may serve both."""
    ends = [(p.scheme, p.hostname, p.port or p.scheme) for p in map(urlsplit, (one, other))]
    return ends[0] == ends[1]
