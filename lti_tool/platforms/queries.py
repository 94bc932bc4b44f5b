"""Finding platforms: for a login by issuer and client_id, for a launch by our own number."""

from sqlalchemy import and_, null, select

from lti_tool.db import db
from lti_tool.errors import PlatformUnknown
from lti_tool.lti.platform import Platform
from lti_tool.platforms.models import Deployment, Registration

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
        if len(found) != 1:
            raise PlatformUnknown(f"{len(found)} registrations fit issuer and client_id")
        return Platform(*found[0])

    def for_launch(self, key: int, deployment_id: str) -> Platform:
        """The registration of a login with the deployment of its launch.

        Raises PlatformUnknown when either is not known or switched off.
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
        if found is None:
            raise PlatformUnknown("the registration or the deployment is not known")
        return Platform(*found)


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
