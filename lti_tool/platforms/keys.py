"""The keys of this tool: made on first use, kept sealed, rotated with overlap, all published.

A new key is published at once and signs OVERLAP later, when every platform can have fetched it;
the one before stays published until all that it signed has expired.

For whoever signs for platforms (tokens, deep linking) and for the page with our public keys.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, defer

from lti_tool.db import db, utcnow
from lti_tool.lti.keys import key_from, kid_of, new_key, pem_of, public_jwk
from lti_tool.platforms.models import ToolKey

log = logging.getLogger(__name__)
NEWEST = ToolKey.id.desc()

KEYS_LAST = 300
"""Seconds that a platform may keep our key set."""
OVERLAP = timedelta(seconds=2 * KEYS_LAST)
SIGNS_FOR = timedelta(days=90)
"""How long one key signs before the worker makes the next."""
REMEMBERED = timedelta(days=1)
"""How long a key is published after its last signature; the longest lasts an hour."""

_kept: dict[str, RSAPrivateKey | None] = {}
"""Loaded keys of this process by kid, None for what cannot be opened.

A kid is a thumbprint, so it never means another key.
"""
_making = threading.Lock()


def signing_key() -> tuple[str, RSAPrivateKey]:
    """The kid and the key that sign now; a first key is made when there is none.

    Reads and writes in a short transaction of its own, so that the key is published before
    anything signed with it leaves.
    """
    return _newest() or _made()


def unopened_keys() -> int:
    """How many keys cannot be opened: they were sealed with another secret key."""
    with Session(db.engine) as own:
        kids = own.scalars(select(ToolKey.kid).where(ToolKey.retired_at.is_(None))).all()
        return sum(_key(own, kid) is None for kid in kids)


def published_keys() -> dict[str, list[dict[str, str]]]:
    """Our key set as platforms fetch it (Security Framework 1.0, 6.3): public halves only."""
    signing_key()
    with Session(db.engine) as own:
        kids = own.scalars(select(ToolKey.kid).order_by(ToolKey.id.desc())).all()
        keys = [_key(own, kid) for kid in kids]
    return {"keys": [public_jwk(key) for key in keys if key is not None]}


@dataclass(frozen=True)
class Key:
    """A published key; `state` is `next`, `signing` or `past`."""

    kid: str
    created_at: datetime
    state: str


def all_keys() -> list[Key]:
    """The published keys, the newest first."""
    signing, _ = signing_key()
    with Session(db.engine) as own:
        rows = own.scalars(select(ToolKey).options(defer(ToolKey.private_pem)).order_by(NEWEST))
        kids = [(row.kid, row.created_at) for row in rows]
    place = [kid for kid, _ in kids].index(signing)
    states = ["next"] * place + ["signing"] + ["past"] * len(kids)
    return [Key(*pair, state) for pair, state in zip(kids, states, strict=False)]


def rotate_keys() -> None:
    """Publish a new key, unless one waits already to sign."""
    if all_keys()[0].state == "signing":
        _add()


def tend_keys() -> None:
    """By schedule: make the next key in time, forget those that signed nothing for long."""
    newest = all_keys()[0]
    if utcnow() - newest.created_at > SIGNS_FOR:
        rotate_keys()
    with Session(db.engine) as own, own.begin():
        keys = own.execute(select(ToolKey.id, ToolKey.created_at).order_by(NEWEST)).all()
        old = [key.id for later, key in pairwise(keys) if _is_over(later.created_at)]
        own.execute(delete(ToolKey).where(ToolKey.id.in_(old)))


def _is_over(successor_made_at: datetime) -> bool:
    """Whether all that a key signed has expired, its successor being of that age."""
    return utcnow() > successor_made_at + OVERLAP + REMEMBERED


def _newest() -> tuple[str, RSAPrivateKey] | None:
    """The newest key that platforms can have seen; before there is one, the oldest of all."""
    usable = select(ToolKey.kid, ToolKey.created_at).where(ToolKey.retired_at.is_(None))
    with Session(db.engine) as own:
        keys = own.execute(usable.order_by(NEWEST)).all()
        seen = [one.kid for one in keys if utcnow() - one.created_at >= OVERLAP]
        unseen = [one.kid for one in reversed(keys) if one.kid not in seen]
        for kid in seen + unseen:
            if (key := _key(own, kid)) is not None:
                return kid, key
    return None


def _made() -> tuple[str, RSAPrivateKey]:
    """Make a key. Two processes may do so at once: then both keys are published and good."""
    with _making:
        found = _newest()
        if found is None:
            _add()
            found = _newest()
    assert found is not None
    return found


def _add() -> None:
    key = new_key()
    with Session(db.engine) as own, own.begin():
        own.add(ToolKey(kid=kid_of(key), private_pem=pem_of(key)))


def _key(own: Session, kid: str) -> RSAPrivateKey | None:
    """A key by its name; None when the secret key has changed since it was sealed."""
    if kid not in _kept:
        query: Any = select(ToolKey.private_pem).where(ToolKey.kid == kid)
        try:
            _kept[kid] = key_from(own.scalars(query).one())
        except InvalidToken:
            log.warning("tool key %s cannot be opened: the secret key has changed", kid)
            _kept[kid] = None
    return _kept[kid]
