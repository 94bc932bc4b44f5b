"""Registering platforms: the same issuer and client_id is the same registration."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from lti_tool.db import db, insert_missing, utcnow
from lti_tool.errors import DeploymentUnknown, LaunchRefused, NotHere, RegistrationFull
from lti_tool.lti.dynamic_registration import Agreed, Offer
from lti_tool.lti.state import fingerprint
from lti_tool.platforms.models import Deployment, Invitation, Refusal, Registration
from lti_tool.platforms.queries import is_good_invitation
from lti_tool.web.transaction import transaction

INVITATION_LASTS = timedelta(days=7)
WAITS_FOR = timedelta(days=30)
"""How long a registration waits for approval before it is forgotten."""
MOST_WAITING, MOST_WAITING_THERE = 100, 5
"""Registrations that may wait at once, in all and of one issuer: strangers fill no table."""


@dataclass(frozen=True)
class PlatformFacts:
    """What an administrator of a platform tells us; addresses are https, or loopback."""

    name: str
    issuer: str
    client_id: str
    auth_login_url: str
    auth_token_url: str
    jwks_url: str
    token_audience: str | None = None


def count_refusal(refusal: LaunchRefused) -> None:
    """Keep that a launch was refused, in a transaction of its own: the request itself fails.

    What names no registration of ours is not kept.
    """
    key, kind = refusal.registration_key, type(refusal).__name__
    if key is None:
        return
    db.session.rollback()
    with transaction():
        if db.session.get(Registration, key) is None:
            return
        insert_missing(Refusal, registration_id=key, kind=kind)
        one_more = update(Refusal).filter_by(registration_id=key, kind=kind)
        db.session.execute(one_more.values(times=Refusal.times + 1, last_at=utcnow()))


def register(facts: PlatformFacts, deployment_ids: Iterable[str] = ()) -> Registration:
    """Add a registration with its deployments, or bring the known one up to date.

    May run twice: deployments that are not named stay as they are.
    """
    identity = {"issuer": facts.issuer, "client_id": facts.client_id}
    insert_missing(Registration, **asdict(facts))
    row = db.session.scalars(select(Registration).filter_by(**identity)).one()
    for field, value in asdict(facts).items():
        setattr(row, field, value)
    row.is_active, row.is_waiting = True, False
    for deployment_id in deployment_ids:
        _deploy(row.id, deployment_id)
    db.session.flush()
    return row


def _deploy(registration_id: int, deployment_id: str) -> None:
    identity = {"registration_id": registration_id, "deployment_id": deployment_id}
    insert_missing(Deployment, **identity)
    db.session.scalars(select(Deployment).filter_by(**identity)).one().is_active = True


def invite(name: str) -> str:
    """Make an invitation for a platform; gives the code, which is kept nowhere."""
    code = secrets.token_urlsafe(24)
    ends_at = utcnow() + INVITATION_LASTS
    db.session.add(Invitation(hash=fingerprint(code), name=name, ends_at=ends_at))
    db.session.flush()
    return code


def make_room(issuer: str, *, code: str) -> None:
    """Forget what has waited in vain, and see that one more may wait, or need not.

    Raises RegistrationFull; a good invitation needs no place.
    """
    waiting = Registration.is_waiting.is_(True)
    old = Registration.created_at < utcnow() - WAITS_FOR
    db.session.execute(delete(Registration).where(waiting, old))
    count = select(func.count(Registration.id)).where(waiting)
    there = db.session.scalar(count.where(Registration.issuer == issuer)) or 0
    is_full = there >= MOST_WAITING_THERE or (db.session.scalar(count) or 0) >= MOST_WAITING
    if is_full and not is_good_invitation(code):
        raise RegistrationFull("too many registrations wait for approval")


def keep_agreed(offer: Offer, agreed: Agreed, *, code: str) -> Registration:
    """Keep a dynamic registration: at once with a good invitation, else waiting for approval.

    A repeat updates. Without an invitation it changes nothing that was approved before, and none
    brings back what was switched off.
    """
    identity = {"issuer": offer.issuer, "client_id": agreed.client_id}
    name = _spend(code)
    is_new = _known(identity) is None
    insert_missing(Registration, **_facts(offer, agreed), is_active=False, is_waiting=True)
    row = db.session.scalars(select(Registration).filter_by(**identity)).one()
    if name is not None:
        _refresh(row, _facts(offer, agreed), name=name)
    if agreed.deployment_id and (name is not None or is_new):
        insert_missing(Deployment, registration_id=row.id, deployment_id=agreed.deployment_id)
    db.session.flush()
    return row


def approve(registration_id: int, deployment_ids: Iterable[str] = ()) -> Registration:
    """Let a registration in, with these deployments besides those known; raises NotHere."""
    row = _registration(registration_id)
    row.is_active, row.is_waiting = True, False
    for deployment_id in deployment_ids:
        _deploy(row.id, deployment_id)
    db.session.flush()
    return row


def disable(registration_id: int) -> Registration:
    """Switch a registration off, whatever comes from there later; raises NotHere."""
    row = _registration(registration_id)
    row.is_active, row.is_waiting = False, False
    db.session.flush()
    return row


def trust_first_deployment(registration_id: int, deployment_id: str) -> int:
    """Our number of the first deployment of an approved registration, known from now on.

    Only for a launch that passed every check. Raises DeploymentUnknown when another was first.
    """
    lock = select(Registration.id).filter_by(id=registration_id).with_for_update()
    db.session.execute(lock)
    found = db.session.scalars(select(Deployment).filter_by(registration_id=registration_id)).all()
    if not found:
        _deploy(registration_id, deployment_id)
        return trust_first_deployment(registration_id, deployment_id)
    known = [one.id for one in found if one.deployment_id == deployment_id and one.is_active]
    if not known:
        raise DeploymentUnknown("another deployment was the first")
    return known[0]


def _spend(code: str) -> str | None:
    """The name on a good invitation, which is used now; None for any other code."""
    good = (Invitation.used_at.is_(None), Invitation.ends_at > utcnow())
    spent = update(Invitation).where(Invitation.hash == fingerprint(code), *good)
    return db.session.scalar(spent.values(used_at=utcnow()).returning(Invitation.name))


def _refresh(row: Registration, facts: dict[str, str | None], *, name: str) -> None:
    for field, value in facts.items():
        setattr(row, field, value)
    row.name = name or row.name
    if row.is_waiting:
        row.is_active, row.is_waiting = True, False


def _facts(offer: Offer, agreed: Agreed) -> dict[str, str | None]:
    names = ("issuer", "auth_login_url", "auth_token_url", "jwks_url", "token_audience")
    facts = {name: getattr(offer, name) for name in (*names, "product_family")}
    ours = {"client_id": agreed.client_id, "name": offer.school or offer.issuer}
    return {**facts, **ours, "client_uri": agreed.client_uri, "client_token": agreed.client_token}


def _known(identity: dict[str, str]) -> Registration | None:
    return db.session.scalars(select(Registration).filter_by(**identity)).one_or_none()


def _registration(registration_id: int) -> Registration:
    row = db.session.get(Registration, registration_id)
    if row is None:
        raise NotHere(f"there is no registration {registration_id}")
    return row
