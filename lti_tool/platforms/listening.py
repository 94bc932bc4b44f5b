"""Asking platforms to tell us of copied courses, once for each deployment that offers it.

A row says what a deployment offered and whether it was asked; the worker does the asking.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, or_, select, update

from lti_tool.db import db, insert_first, insert_missing, leave_work, utcnow
from lti_tool.errors import PlatformTrouble
from lti_tool.lti.notices import SCOPE, Notice, ask_for_copies
from lti_tool.lti.platform import Platform
from lti_tool.platforms.models import Deployment, HeardNotice, NoticeHandler, Registration
from lti_tool.platforms.queries import platform_of
from lti_tool.platforms.tokens import service
from lti_tool.web.transaction import transaction

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
"""Longer than asking takes; a dead worker's deployments are due again after that."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(days=1)
REMEMBERED = timedelta(days=30)
"""How long a notice is known again: longer than any is believed."""


@dataclass(frozen=True)
class Wish:
    """One deployment to ask, free of any transaction."""

    deployment_id: int
    service_url: str
    platform: Platform


def handler_address() -> str:
    """Where notices are to come."""
    return f"{current_app.config['PUBLIC_URL']}/lti/notices"


def keep_offer(deployment_id: int, service_url: str) -> None:
    """Remember that a deployment lets us ask for notices, and ask soon if it was not asked yet."""
    known = db.session.get(NoticeHandler, deployment_id)
    if known is None:
        insert_missing(NoticeHandler, deployment_id=deployment_id, service_url=service_url)
    elif known.service_url != service_url:
        known.service_url, known.handler, known.next_try_at = service_url, None, utcnow()
    else:
        return
    leave_work("notices")


def ask_due() -> int:
    """Ask the deployments that are due; gives how many said yes."""
    with transaction():
        due = _claimed()
    return sum(_ask(wish) for wish in due)


def is_news(notice: Notice) -> bool:
    """Whether a notice was not heard before; from now on it was, also if it comes anew signed."""
    registration = {"registration_id": notice.platform.key}
    return insert_first(HeardNotice, **registration, notice_id=notice.notice_id, nonce=notice.nonce)


def forget_heard() -> None:
    """Forget notices that are too old to be believed again."""
    db.session.execute(delete(HeardNotice).where(HeardNotice.heard_at < utcnow() - REMEMBERED))


def _claimed() -> list[Wish]:
    """Take what is due, so that no other worker asks the same."""
    ours, now = handler_address(), utcnow()
    due = (
        select(NoticeHandler.deployment_id)
        .join(Deployment, Deployment.id == NoticeHandler.deployment_id)
        .join(Deployment.registration)
        .where(Deployment.is_active, Registration.is_active, NoticeHandler.next_try_at <= now)
        .where(or_(NoticeHandler.handler.is_(None), NoticeHandler.handler != ours))
    )
    taken = update(NoticeHandler).where(NoticeHandler.deployment_id.in_(due))
    rows = taken.values(next_try_at=now + CLAIM).returning(NoticeHandler.deployment_id)
    ids = db.session.scalars(rows.execution_options(synchronize_session=False)).all()
    found = db.session.execute(
        select(NoticeHandler.service_url, Deployment)
        .join(Deployment, Deployment.id == NoticeHandler.deployment_id)
        .where(Deployment.id.in_(ids))
    )
    return [Wish(one.id, url, platform_of(one.registration)) for url, one in found]


def _ask(wish: Wish) -> bool:
    ours = handler_address()
    try:
        ask_for_copies(service(wish.platform, (SCOPE,)), wish.service_url, handler=ours)
    except PlatformTrouble as trouble:
        log.warning("notices of deployment %s: %s", wish.deployment_id, trouble.reason)
        _try_later(wish)
        return False
    with transaction():
        _keep(wish, handler=ours, failures=0)
    return True


def _try_later(wish: Wish) -> None:
    """What was refused may be allowed some day: then it is asked again within a day."""
    with transaction():
        row = db.session.get(NoticeHandler, wish.deployment_id)
        failures = row.failures if row else 0
        pause = min(FIRST_PAUSE * 2 ** min(failures, 10), LONGEST_PAUSE)
        _keep(wish, failures=failures + 1, next_try_at=utcnow() + pause)


def _keep(wish: Wish, **values: object) -> None:
    row = update(NoticeHandler).filter_by(
        deployment_id=wish.deployment_id, service_url=wish.service_url
    )
    db.session.execute(row.values(**values))
