"""The keys of this tool: made on first use, kept sealed, the newest signs, all are published.

For whoever signs for platforms (tokens, deep linking) and for the page with our public keys.
"""

import logging
import threading
from typing import Any

from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.db import db
from lti_tool.lti.keys import key_from, kid_of, new_key, pem_of, public_jwk
from lti_tool.platforms.models import ToolKey

log = logging.getLogger(__name__)

_kept: dict[str, RSAPrivateKey] = {}
"""Loaded keys of this process by kid. A kid is a thumbprint, so it never means another key."""
_making = threading.Lock()


def signing_key() -> tuple[str, RSAPrivateKey]:
    """The kid and the key that sign now; a first key is made when there is none.

    Reads and writes in a short transaction of its own, so that the key is published before
    anything signed with it leaves.
    """
    return _newest() or _made()


def published_keys() -> dict[str, list[dict[str, str]]]:
    """Our key set as platforms fetch it (Security Framework 1.0, 6.3): public halves only."""
    signing_key()
    with Session(db.engine) as own:
        kids = own.scalars(select(ToolKey.kid).order_by(ToolKey.id.desc())).all()
        keys = [_key(own, kid) for kid in kids]
    return {"keys": [public_jwk(key) for key in keys if key is not None]}


def _newest() -> tuple[str, RSAPrivateKey] | None:
    usable = select(ToolKey.kid).where(ToolKey.retired_at.is_(None)).order_by(ToolKey.id.desc())
    with Session(db.engine) as own:
        for kid in own.scalars(usable):
            if (key := _key(own, kid)) is not None:
                return kid, key
    return None


def _made() -> tuple[str, RSAPrivateKey]:
    """Make a key. Two processes may do so at once: then both keys are published and good."""
    with _making:
        found = _newest()
        if found is None:
            key = new_key()
            with Session(db.engine) as own, own.begin():
                own.add(ToolKey(kid=kid_of(key), private_pem=pem_of(key)))
            found = _newest()
    assert found is not None
    return found


def _key(own: Session, kid: str) -> RSAPrivateKey | None:
    """A key by its name; None when the secret key has changed since it was sealed."""
    if kid not in _kept:
        query: Any = select(ToolKey.private_pem).where(ToolKey.kid == kid)
        try:
            _kept[kid] = key_from(own.scalars(query).one())
        except InvalidToken:
            log.warning("tool key %s cannot be opened: the secret key has changed", kid)
            return None
    return _kept[kid]
