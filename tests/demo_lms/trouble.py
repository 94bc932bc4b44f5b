"""How a fault shows on the wire: what is answered instead, or done to the answer."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from flask import Response, request

from tests.demo_lms.faults import Effect, Fault
from tests.demo_lms.server import HANG_UP

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

PAGE = (
    "<!doctype html>\n<html><head><title>Maintenance</title></head><body>Back soon.</body></html>"
)
BUSY = "403 Forbidden (Rate Limit Exceeded)\n"


def before(site: Site, fault: Fault) -> Response | None:
    """Wait, let tokens run out, or answer in the LMS's place."""
    if fault.latency:
        time.sleep(fault.latency)
    if fault.effect is Effect.EXPIRE_TOKENS:
        site.tokens.expire_all(site.clock())
    if fault.effect is Effect.HANG_UP:
        hang_up()
        return Response("", 503)
    if fault.effect is Effect.THROTTLED_403:
        return Response(BUSY, 403, content_type="text/plain; charset=utf-8")
    return bad_status(fault) if fault.status and not fault.is_processed else None


def after(fault: Fault, answer: Response) -> Response:
    """Spoil an honest answer."""
    if fault.status and fault.is_processed:
        return bad_status(fault)
    if fault.effect is Effect.LOSE_ANSWER:
        hang_up()
    if spoil := SPOILERS.get(fault.effect or Effect.HANG_UP):
        spoil(answer)
    return answer


def hang_up() -> None:
    """Let the web server drop the connection of the request under way."""
    if ending := request.environ.get(HANG_UP):
        ending.set()


def bad_status(fault: Fault) -> Response:
    """An answer with the fault's status, body and waiting time."""
    body = fault.body or f"{fault.status}\n"
    answer = Response(body, fault.status, content_type="text/plain; charset=utf-8")
    if fault.retry_after is not None:
        answer.headers["Retry-After"] = str(fault.retry_after)
    return answer


def _html(answer: Response) -> None:
    answer.set_data(PAGE)
    answer.content_type = "text/html; charset=utf-8"


def _wrong_type(answer: Response) -> None:
    answer.content_type = "application/octet-stream"


def _truncate(answer: Response) -> None:
    whole = answer.get_data()
    answer.set_data(whole[: len(whole) // 2])


def _fewer_members(answer: Response) -> None:
    container = json.loads(answer.get_data())
    members = container.get("members", [])
    container["members"] = members[: len(members) // 2]
    answer.set_data(json.dumps(container))


def _no_members(answer: Response) -> None:
    answer.set_data(json.dumps({**json.loads(answer.get_data()), "members": []}))


def _loop(answer: Response) -> None:
    answer.headers["Link"] = f'<{request.url}>; rel="next"'


def _no_next(answer: Response) -> None:
    answer.headers.pop("Link", None)


SPOILERS = {
    Effect.HTML: _html,
    Effect.WRONG_TYPE: _wrong_type,
    Effect.TRUNCATED: _truncate,
    Effect.FEWER_MEMBERS: _fewer_members,
    Effect.NO_MEMBERS: _no_members,
    Effect.LOOP: _loop,
    Effect.NO_NEXT: _no_next,
}
