"""What the door must know of a registration; the steps hand it in, the door knows no table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Platform:
    """One registration as the door sees it.

    `deployment_key` is our own number of the deployment that a launch names, when the platform
    was looked up for a launch; None when no such deployment is known.
    """

    key: int
    issuer: str
    client_id: str
    auth_login_url: str
    auth_token_url: str
    jwks_url: str
    token_audience: str | None = None
    product_family: str = ""
    deployment_key: int | None = None
