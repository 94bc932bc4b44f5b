"""Turning a launch into a visit, and ending visits."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert
from sqlalchemy.exc import IntegrityError

from lti_tool.courses.actions import Arrival, record_launch
from lti_tool.courses.copies import told_of_copy
from lti_tool.courses.known import HELD, said
from lti_tool.db import db, utcnow
from lti_tool.errors import LaunchRefused, LaunchUsed
from lti_tool.launch.models import Selection, Visit
from lti_tool.lti.deep_linking import ContentRequest
from lti_tool.lti.launches import Launch, LaunchContext, LaunchLink
from lti_tool.lti.messages import Door
from lti_tool.lti.notices import COPIED
from lti_tool.lti.platform import origin_of
from lti_tool.lti.state import fingerprint, new_secret
from lti_tool.platforms.actions import trust_first_deployment
from lti_tool.platforms.listening import is_news, keep_offer
from lti_tool.prepared import Prepared

log = logging.getLogger(__name__)

FOUND = tuple(HELD.selected_columns.keys())
GIVEN = tuple(column for column in Visit.__table__.c if column.name not in FOUND)
OPEN_KNOWN = Prepared(
    insert(Visit).from_select(
        [*FOUND, *(column.name for column in GIVEN)],
        HELD.add_columns(*(bindparam(f"visit_{one.name}", type_=one.type) for one in GIVEN)),
    )
)
"""Opens a visit if its launch says nothing new: all that such a launch asks of the database."""
VISIT_LASTS = timedelta(hours=12)
"""Longer than a school day; a fresh launch starts a fresh visit. More than a state can live."""


@dataclass(frozen=True)
class Opened:
    """A visit that has just begun; `secret` goes to the browser, as cookie or as bearer."""

    sid: str
    secret: str
    is_staff: bool
    is_learner: bool
    is_section_only: bool = False
    """Staff whom the platform limits to their own sections."""
    is_choosing: bool = False
    """Came to choose what a new link in the course shall open."""
    is_reviewing: bool = False
    """Came from a gradebook, to see how one student takes part."""
    activity: str = ""
    """What deep linking wrote into the link that was opened."""
    is_copy: bool = False
    """The course was copied, and nobody has said yet what is to come along."""


def begin_visit(launch: Launch, context: LaunchContext, link: LaunchLink | None) -> Opened:
    """Record a launch and open a visit for it; without a link where the message stands alone.

    Raises LaunchUsed when the state of this launch has opened a visit before.
    """
    secret, arrival = new_secret(), None
    if not _enter_known(launch, context, link=link, secret=secret):
        arrival = _enter_first(launch, context, link=link, secret=secret)
    is_staff = launch.roles.is_staff
    is_learner = arrival.is_learner if arrival else launch.roles.is_learner
    return Opened(
        sid=launch.state.sid,
        secret=secret,
        is_staff=is_staff,
        is_learner=is_learner and not is_staff,
        is_section_only=launch.is_section_only,
        is_choosing=launch.asked is not None,
        is_reviewing=bool(launch.reviewed),
        activity=link.activity if link else "",
        is_copy=arrival is not None and arrival.is_copy,
    )


def hear(door: Door, tokens: Iterable[str]) -> int:
    """Keep what the notices of one delivery tell, each by itself; gives how many were good.

    A kind that we do not know, and what was heard before, changes nothing and is good. Raises
    LaunchRefused when none is.
    """
    good, refusals = 0, list[LaunchRefused]()
    for token in tokens:
        try:
            notice = door.hear(token)
        except LaunchRefused as refusal:
            refusals.append(refusal)
            continue
        good += 1
        if is_news(notice) and notice.type == COPIED:
            told_of_copy(notice)
    if refusals and not good:
        raise refusals[-1]
    if refusals:
        log.warning("%d notices refused, the last: %s", len(refusals), refusals[-1].reason)
    return good


def end_old_visits() -> int:
    """Forget visits that have ended; their states are too old to come back. Gives the number."""
    old = delete(Visit).where(Visit.ends_at < utcnow()).returning(Visit.sid)
    return len(db.session.scalars(old).all())


def framed_by(launch: Launch) -> str:
    """The origins that may frame this visit: the platform's, and where the launch came from.

    Schools of hosted Canvas use host names of their own; the return address tells which, and
    where there is none the addresses of services.
    """
    course = launch.context
    services = (course.memberships_url, course.line_items_url) if course else ()
    known = (launch.platform.issuer, launch.platform.auth_login_url)
    addresses = (address or "" for address in (*known, launch.return_url, *services))
    return " ".join(sorted({origin_of(address) for address in addresses} - {""}))


def _enter_known(
    launch: Launch, context: LaunchContext, *, link: LaunchLink | None, secret: str
) -> bool:
    """Open a visit where the launch brings nothing new, as nearly all do.

    One statement without a session, so that SQLite's one writer is free again at once. False, and
    nothing written, when there is news, or a session that may be writing already.
    """
    if launch.stands_alone or link is None or db.session.registry.has():
        return False
    row = {f"visit_{name}": value for name, value in _visit(launch, secret).items()}
    with _once():
        return bool(OPEN_KNOWN.run(row | said(launch, context, link)))


def _enter_first(
    launch: Launch, context: LaunchContext, *, link: LaunchLink | None, secret: str
) -> Arrival:
    """Record what is new and open a visit, in the transaction of the request."""
    if not launch.deployment_key:
        key = trust_first_deployment(launch.platform.key, launch.deployment_id)
        launch = replace(launch, deployment_key=key)
    arrival = record_launch(launch, context, link)
    found = {"membership_id": arrival.membership_id, "resource_link_id": arrival.link_id}
    with _once():
        db.session.execute(insert(Visit), _visit(launch, secret) | found)
    if launch.asked:
        _keep_request(launch.state.sid, launch.asked)
    if launch.notices_url:
        keep_offer(launch.deployment_key, launch.notices_url)
    return arrival


@contextmanager
def _once() -> Iterator[None]:
    """The sid of a state is the primary key of its visit: a second one cannot be written."""
    try:
        yield
    except IntegrityError:
        raise LaunchUsed("this state has opened a visit before") from None


def _keep_request(sid: str, asked: ContentRequest) -> None:
    db.session.add(Selection(sid=sid, settings=Selection.settings_of(asked)))


def _visit(launch: Launch, secret: str) -> dict[str, object]:
    now = utcnow()
    return {
        "sid": launch.state.sid,
        "secret_hash": fingerprint(secret),
        "is_staff": launch.roles.is_staff,
        "is_admin": launch.roles.is_admin,
        "is_section_only": launch.is_section_only,
        "locale": launch.locale[:35],
        "return_url": launch.return_url,
        "reviews": launch.reviewed or None,
        "framed_by": framed_by(launch),
        "accent": launch.accent,
        "created_at": now,
        "ends_at": now + VISIT_LASTS,
    }
