"""Who is asking: the visit behind a page, and the guards of pages.

Every page of a visit lives under `/s/<sid>/…`: the path picks the visit, one of two carriers
proves the right to it: the cookie of that sid or, where a browser keeps none, a bearer that the
page's script sends along. So two courses, or two people, in one browser never mix.
"""

import functools
import hmac
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.errors import NotAllowed, NotWholeCourse, VisitEnded
from lti_tool.launch.keys import opens
from lti_tool.launch.models import Visit
from lti_tool.lti.state import fingerprint, new_sid
from lti_tool.web.languages import nearest
from lti_tool.web.wire import cookie_for_frames

View = Callable[..., Any]

COOKIE = "__Host-pc-"
ANY_SID = new_sid()
"""Stands for the visit while the address of a page is put together."""
MOST_COOKIES = 8
"""One a launch; more would fill the 8 kB that servers take as headers."""


def visit() -> Visit:
    """The visit behind this page; only behind a guard."""
    here: Visit = g.visit
    return here


def members_only(view: View) -> View:
    """Anybody with a visit to this course."""
    return _guard(view, "members", allows=lambda here: True)


def learners_only(view: View) -> View:
    """Those who take part: learners, not staff, observers or test users."""
    return _guard(view, "learners", allows=lambda here: here.membership.is_learner)


def instructors_only(view: View) -> View:
    """Staff of the whole course, by the context roles of this very launch."""
    return _guard(view, "instructors", allows=_is_for_the_whole)


def staff_only(view: View) -> View:
    """All staff; the page shows and changes nothing but what lies in `visit().sight`."""
    return _guard(view, "staff", allows=lambda here: here.is_staff)


def _is_for_the_whole(here: Visit) -> bool:
    """Raises NotWholeCourse for staff of some sections: the page is about everybody."""
    if here.is_staff and not here.sight.is_whole:
        raise NotWholeCourse(f"{request.endpoint} is about the whole course")
    return here.is_staff


def admins_only(view: View) -> View:
    """Administrators of the institution, whatever their part in this course."""
    return _guard(view, "admins", allows=lambda here: here.is_admin)


def csrf_token() -> str:
    """What a form of this visit must send along: made from the cookie, tells nothing about it.

    Empty where a bearer carries: no other site can make a browser send one.
    """
    carried = _bearer() is not None
    return "" if carried else fingerprint(f"csrf:{cookie_of(g.sid) or ''}")


def carriage() -> dict[str, str]:
    """What the page's script must know to carry this visit, as attributes of the page."""
    carrier = g.get("carrier", "none")
    csrf = {"data-csrf": csrf_token()} if carrier == "cookie" else {}
    return {"data-sid": g.get("sid", ""), "data-carrier": carrier, **csrf}


def carry_visits(app: Flask) -> None:
    """Take `sid` out of addresses into `g`, and put it back into every address we build."""
    app.url_value_preprocessor(_take_sid)
    app.url_defaults(_give_sid)
    app.after_request(_hand_over_redirects)
    app.jinja_env.globals.update(csrf_token=csrf_token, carriage=carriage)


def cookie_of(sid: str) -> str | None:
    """The secret that this browser keeps for a visit, if it keeps one."""
    return _cookies().get(COOKIE + sid)


def earlier_sids() -> list[str]:
    """The visits for which this browser brings a cookie: surely it needs no other carrier there."""
    return [name.removeprefix(COOKIE) for name in _cookies()]


def cookie_opens(sid: str) -> bool:
    """Whether this browser's cookie opens the visit already."""
    cookie = cookie_of(sid)
    found = _find(sid) if cookie else None
    return found is not None and _fits(found, cookie or "")


def set_cookie(response: Response, sid: str, secret: str) -> None:
    """Give the browser its half of a visit; the oldest of too many are taken away."""
    ours = list(_cookies())
    for name in ours[: max(0, len(ours) - MOST_COOKIES + 1)]:
        response.headers.add("Set-Cookie", cookie_for_frames(name, "") + "; Max-Age=0")
    response.headers.add("Set-Cookie", cookie_for_frames(COOKIE + sid, secret))


def page_of(endpoint: str, sid: str) -> str:
    """The address of a page that needs nothing but the visit; each is put together once."""
    return _page(endpoint, request.root_path).replace(ANY_SID, sid)


@functools.lru_cache(maxsize=100)
def _page(endpoint: str, root_path: str) -> str:
    return url_for(endpoint, sid=ANY_SID)


def _cookies() -> dict[str, str]:
    """Our own cookies by name: nothing in them is quoted, which a general reader looks for long."""
    found: dict[str, str] = {}
    for one in request.headers.get("Cookie", "").split(";"):
        name, _, value = one.strip().partition("=")
        if name.startswith(COOKIE):
            found.setdefault(name, value)
    return found


def _guard(view: View, name: str, *, allows: Callable[[Visit], bool]) -> View:
    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        here = _open_visit()
        if not allows(here):
            raise NotAllowed(f"{request.endpoint} is for {name}")
        if request.method not in ("GET", "HEAD"):
            _refuse_forgery()
        return view(*args, **kwargs)

    guarded.guard = name  # type: ignore[attr-defined]
    return guarded


def _open_visit() -> Visit:
    """Find the visit of this path and make sure that this browser may use it.

    A bearer that does not fit is refused even beside a cookie that does: its page speaks for
    another visit.
    """
    bearer = _bearer()
    brought = cookie_of(g.sid) if bearer is None else bearer
    found = _find(g.sid) if brought else None
    if found is None or not _fits(found, brought or ""):
        raise VisitEnded("no visit, or another browser's")
    g.carrier = "cookie" if bearer is None else "bearer"
    g.framed_by, g.accent = found.framed_by, found.accent
    g.language = found.membership.user.language or nearest(found.locale)
    g.back_url, g.back_name = found.return_url, found.membership.context.title
    if found.ends_at <= utcnow() or found.membership.left_at:
        raise VisitEnded("the visit has ended")
    g.visit = found
    return found


def _find(sid: str) -> Visit | None:
    query = (
        select(Visit)
        .join(Visit.membership)
        .join(Membership.user)
        .join(Membership.context)
        .options(
            contains_eager(Visit.membership).contains_eager(Membership.user),
            contains_eager(Visit.membership).contains_eager(Membership.context),
        )
        .where(Visit.sid == sid)
    )
    return db.session.scalars(query).one_or_none()


def _fits(found: Visit, secret: str) -> bool:
    is_first = hmac.compare_digest(found.secret_hash, fingerprint(secret))
    return is_first or opens(found.sid, secret)


def _bearer() -> str | None:
    """What the page's script sent along; None where the browser carries the visit itself."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def _refuse_forgery() -> None:
    """A form must come from our own page: its token, and the origin that the browser states."""
    if g.carrier == "bearer":
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin != current_app.config["ORIGIN"]:
        raise NotAllowed("the form comes from another origin")
    sent = request.form.get("csrf") or request.headers.get("X-CSRF-Token") or ""
    if not hmac.compare_digest(sent, csrf_token()):
        raise NotAllowed("the form does not belong to this visit")


def _hand_over_redirects(response: Response) -> Response:
    """A script that carries the visit follows redirects itself: a fetch would lose `#anchor`."""
    if "X-Carry" in request.headers and response.status_code < 400 and response.location:
        response.headers["X-Location"] = response.headers.pop("Location")
        response.set_data(b"")
        response.status_code = 204
    return response


def _take_sid(endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.sid = values.pop("sid", "") if values else ""


def _give_sid(endpoint: str, values: dict[str, Any]) -> None:
    if "sid" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "sid"):
        values["sid"] = g.sid
