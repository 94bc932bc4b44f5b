"""Calling a platform's services: a request goes out with a token, and once more after a 401.

Security Framework 1.0, 4. For `memberships`, `line_items` and `scores`; the steps take one from
`lti_tool.platforms.tokens`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import requests

from lti_tool.lti.connection import is_throttled, send
from lti_tool.lti.platform import Platform
from lti_tool.lti.tokens import Tokens, check_address


@dataclass(frozen=True, slots=True)
class Service:
    """One platform with the scopes that its services are asked under; safe between threads."""

    platform: Platform
    scopes: tuple[str, ...]
    tokens: Tokens
    renew_on: tuple[int, ...] = (401,)
    """The statuses by which this platform says that a token has run out."""

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str], data: bytes | None = None
    ) -> requests.Response:
        """Send one request and give back its answer, whatever its status.

        A token that has run out is renewed and the request repeated once. Never call it inside
        a transaction that writes. Raises PlatformBusy without an answer, PlatformTrouble
        without a token, PlatformUnclear when the address would carry the token in the clear.
        """
        check_address(url)
        token = self.tokens.token(self.platform, self.scopes)
        answer = send(method, url, headers=_with(token, headers), data=data)
        if answer.status_code not in self.renew_on or is_throttled(answer):
            return answer
        other = self.tokens.renewed(self.platform, self.scopes, refused=token)
        if other is None:
            return answer
        answer = send(method, url, headers=_with(other, headers), data=data)
        if answer.status_code in self.renew_on:
            self.tokens.renewed_in_vain(self.platform, self.scopes)
        return answer


def _with(token: str, headers: Mapping[str, str]) -> dict[str, str]:
    return {**headers, "Authorization": f"Bearer {token}"}
