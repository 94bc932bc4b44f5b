"""Addresses that end all reminders to one person, signed, so that they need no login."""

from itsdangerous import BadSignature, URLSafeSerializer

from lti_tool.web.config import public_url, secret_key

SALT = "no reminders"


def off_address(user_id: int) -> str:
    """The address that stands in each reminder."""
    return f"{public_url()}/reminders/{_signer().dumps(user_id)}"


def whose(token: str) -> int | None:
    """Whose reminders an address ends; None for an invented one."""
    try:
        found = _signer().loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(secret_key(), salt=SALT)
