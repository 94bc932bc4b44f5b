"""Registering platforms: the same issuer and client_id is the same registration."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import select

from lti_tool.db import db, insert_missing
from lti_tool.platforms.models import Deployment, Registration


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


def register(facts: PlatformFacts, deployment_ids: Iterable[str] = ()) -> Registration:
    """Add a registration with its deployments, or bring the known one up to date.

    May run twice: deployments that are not named stay as they are.
    """
    identity = {"issuer": facts.issuer, "client_id": facts.client_id}
    insert_missing(Registration, **asdict(facts))
    row = db.session.scalars(select(Registration).filter_by(**identity)).one()
    for field, value in asdict(facts).items():
        setattr(row, field, value)
    row.is_active = True
    for deployment_id in deployment_ids:
        _deploy(row.id, deployment_id)
    db.session.flush()
    return row


def _deploy(registration_id: int, deployment_id: str) -> None:
    identity = {"registration_id": registration_id, "deployment_id": deployment_id}
    insert_missing(Deployment, **identity)
    db.session.scalars(select(Deployment).filter_by(**identity)).one().is_active = True
