"""HTTP to platforms: time limits, a size limit, no redirects, errors turned into ours.

The only place where requests leave the tool. Nothing here logs a header or a body.
"""

import json
import threading
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.request import getproxies

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from lti_tool.errors import PlatformBusy, PlatformSaysNo, PlatformUnclear

TIME_LIMITS = (5.0, 20.0)
"""Seconds to connect, and between two bytes."""
LONGEST_ANSWER = 60.0
"""Seconds for a whole answer, however it drips."""
LARGEST_ANSWER = 5_000_000
"""Bytes; a page of a thousand members is about 500,000."""
THROTTLED = "rate limit exceeded"
AGENT = "PeerCircles/1 (+https://www.imsglobal.org/spec/lti/v1p3)"

_own = threading.local()


def session() -> requests.Session:
    """This thread's session: connections are kept alive, cookies are not."""
    if not hasattr(_own, "session"):
        made = requests.Session()
        made.headers["User-Agent"] = AGENT
        _believe_the_environment(made)
        made.mount("https://", HTTPAdapter(pool_maxsize=8))
        made.mount("http://", HTTPAdapter(pool_maxsize=8))
        _own.session = made
    kept: requests.Session = _own.session
    kept.cookies.clear()
    return kept


def _believe_the_environment(made: requests.Session) -> None:
    """Take proxies and certificates from the environment: once, where it names no proxy.

    requests would ask it anew for each request, which costs as much as reading thirty members, and
    put a password of ~/.netrc in the place of our token.
    """
    made.auth = _as_it_is
    told = made.merge_environment_settings("https://any.example", {}, None, True, None)
    made.verify = told["verify"]
    made.trust_env = bool(getproxies())


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def send(method: str, url: str, **kwargs: Any) -> requests.Response:
    """Send one request and give back its answer, whatever its status.

    Raises PlatformBusy when there is no answer within TIME_LIMITS, PlatformUnclear when it is
    larger than LARGEST_ANSWER bytes, takes longer than LONGEST_ANSWER, or the address is none.
    """
    try:
        answer = session().request(
            method, url, timeout=TIME_LIMITS, allow_redirects=False, stream=True, **kwargs
        )
        answer._content = _limited(answer)
    except (requests.ConnectionError, requests.Timeout, ReadTimeoutError, ProtocolError) as error:
        raise PlatformBusy(f"{method} {_bare(url)}: {type(error).__name__}") from error
    except (requests.RequestException, HTTPError) as error:
        raise PlatformUnclear(f"{method} {_bare(url)}: {type(error).__name__}") from error
    return answer


def accepted(answer: requests.Response) -> requests.Response:
    """Pass a good answer on.

    Raises PlatformBusy for what passes by itself (429, throttling 403, 5xx) and PlatformSaysNo
    for a refusal.
    """
    if 200 <= answer.status_code < 300:
        return answer
    reason = f"{answer.request.method} {_bare(answer.url)}: {answer.status_code}"
    if is_throttled(answer) or answer.status_code >= 500:
        raise PlatformBusy(reason, retry_after=_seconds(answer.headers.get("Retry-After")))
    raise PlatformSaysNo(reason, http_status=answer.status_code)


def is_throttled(answer: requests.Response) -> bool:
    """429, or Canvas's older way of saying it: 403 with a sentence."""
    if answer.status_code == 429:
        return True
    return answer.status_code == 403 and THROTTLED in answer.text[:200].lower()


def json_of(answer: requests.Response) -> Any:
    """The JSON of an answer; raises PlatformUnclear when it is something else."""
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise PlatformUnclear(f"{_bare(answer.url)}: not JSON") from error


def media_type(answer: requests.Response) -> str:
    """The media type of an answer, without parameters such as charset."""
    return str(answer.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _limited(answer: requests.Response) -> bytes:
    content, ends_at = bytearray(), time.monotonic() + LONGEST_ANSWER
    while chunk := answer.raw.read1(65536, decode_content=True):
        content += chunk
        if len(content) > LARGEST_ANSWER or time.monotonic() > ends_at:
            answer.close()
            raise PlatformUnclear(f"{_bare(answer.url)}: an answer without an end")
    return bytes(content)


def _bare(url: str | None) -> str:
    """An address for the log: its query may name people."""
    return (url or "").partition("?")[0]


def _seconds(value: str | None) -> float | None:
    """The wish of a Retry-After header: seconds, or the date it names (RFC 9110, 10.2.3)."""
    if not value or value.isdecimal():
        return float(value) if value else None
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
