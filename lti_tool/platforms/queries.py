"""Finding platforms: for a login by issuer and client_id, for a launch by our own number."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, exists, null, select

from lti_tool.db import db, utcnow
from lti_tool.errors import DeploymentUnknown, PlatformOff, PlatformUnknown, PlatformWaiting
from lti_tool.lti.claims import LONGEST_ID
from lti_tool.lti.platform import Platform
from lti_tool.lti.state import fingerprint
from lti_tool.platforms.models import Deployment, Invitation, Refusal, Registration

COLUMNS = (
    Registration.id,
    Registration.issuer,
    Registration.client_id,
    Registration.auth_login_url,
    Registration.auth_token_url,
    Registration.jwks_url,
    Registration.token_audience,
    Registration.product_family,
)


class Platforms:
    """How the door asks for platforms."""

    def for_login(self, issuer: str, client_id: str | None) -> Platform:
        """The one active registration that fits a login initiation.

        Raises PlatformUnknown when none fits, or several do because no client_id was sent.
        """
        query = select(*COLUMNS, null()).where(
            Registration.issuer == issuer, Registration.is_active.is_(True)
        )
        if client_id is not None:
            query = query.where(Registration.client_id == client_id)
        found = db.session.execute(query.limit(2)).all()
        if not found:
            _explain(issuer, client_id)
        if len(found) != 1:
            raise PlatformUnknown(f"{len(found)} registrations fit issuer and client_id")
        return Platform(*found[0])

    def for_launch(self, key: int, deployment_id: str) -> Platform:
        """The registration of a login with the deployment of its launch.

        Where an approved registration has no deployment yet, the number of this one is 0: it is
        known once its launch has passed every check. Raises PlatformUnknown when either is not
        known, waits, or is switched off.
        """
        named = and_(
            Deployment.registration_id == Registration.id,
            Deployment.deployment_id == deployment_id,
            Deployment.is_active.is_(True),
        )
        query = select(*COLUMNS, Deployment.id).join(Deployment, named)
        found = db.session.execute(
            query.where(Registration.id == key, Registration.is_active.is_(True))
        ).one_or_none()
        return Platform(*found) if found is not None else _first(key, deployment_id)


def _first(key: int, deployment_id: str) -> Platform:
    """An approved registration that has no deployment yet."""
    row = db.session.get(Registration, key)
    if row is None or not row.is_active:
        raise _refusal(row)
    named = Deployment.registration_id == key
    if db.session.scalar(
        select(
            exists().where(
                named, Deployment.is_active.is_(False), Deployment.deployment_id == deployment_id
            )
        )
    ):
        raise PlatformOff("the deployment is switched off")
    if db.session.scalar(select(exists().where(named))) or len(deployment_id) > LONGEST_ID:
        raise DeploymentUnknown(f"registration {key} has no such deployment")
    return replace(platform_of(row), deployment_key=0)


def _explain(issuer: str, client_id: str | None) -> None:
    """Raise what fits better than "unknown" for a registration that waits or is switched off."""
    query = select(Registration).where(Registration.issuer == issuer)
    if client_id is not None:
        query = query.where(Registration.client_id == client_id)
    rows = db.session.scalars(query.limit(2)).all()
    if len(rows) == 1:
        raise _refusal(rows[0])


def _refusal(row: Registration | None) -> PlatformUnknown:
    if row is None:
        return PlatformUnknown("the registration is not known")
    if row.is_waiting:
        return PlatformWaiting(f"registration {row.id} waits for approval")
    return PlatformOff(f"registration {row.id} is switched off")


def platform_of(registration: Registration) -> Platform:
    """A registration as the door wants it."""
    return Platform(*(getattr(registration, column.key) for column in COLUMNS))


def registrations() -> list[Registration]:
    """All registrations, the oldest first."""
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def deployments_of(registration: Registration) -> list[Deployment]:
    """The deployments of a registration, the oldest first."""
    query = select(Deployment).filter_by(registration_id=registration.id).order_by(Deployment.id)
    return list(db.session.scalars(query))


def refusals_of(registration: Registration, *, since: datetime) -> list[Refusal]:
    """Why launches of a registration were refused since then, the newest first."""
    query = select(Refusal).filter_by(registration_id=registration.id)
    query = query.where(Refusal.last_at >= since).order_by(Refusal.last_at.desc())
    return list(db.session.scalars(query))


def is_good_invitation(code: str) -> bool:
    """Whether an invitation with this code may still be used."""
    good = (Invitation.used_at.is_(None), Invitation.ends_at > utcnow())
    query = select(exists().where(Invitation.hash == fingerprint(code), *good))
    return bool(db.session.scalar(query))
