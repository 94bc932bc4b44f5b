"""Where access tokens are shared: the table `access_tokens`, in short transactions of its own.

So no call to a platform ever happens inside a transaction. Steps take a `service` from here.
"""

from collections.abc import Iterable

from cryptography.fernet import InvalidToken
from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lti_tool.db import db
from lti_tool.lti.platform import Platform
from lti_tool.lti.services import Service
from lti_tool.lti.tokens import Token, Tokens
from lti_tool.platforms.keys import signing_key
from lti_tool.platforms.models import AccessToken
from lti_tool.web.tallies import count


class SharedTokens:
    """The token store of all processes."""

    def load(self, platform_key: int, scopes: str) -> Token | None:
        """The token that was saved last; None also when the secret key has changed since."""
        try:
            with Session(db.engine) as own:
                row = own.get(AccessToken, (platform_key, scopes))
        except InvalidToken:
            return None
        return Token(row.token, row.expires_at) if row else None

    def save(self, platform_key: int, scopes: str, *, token: Token) -> None:
        """Keep this token; of two that are saved at once either may stay, both are good."""
        values = {"token": token.value, "expires_at": token.good_until}
        with Session(db.engine) as own, own.begin():
            dialect = own.get_bind().dialect.name
            insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
            row = insert(AccessToken).values(registration_id=platform_key, scopes=scopes, **values)
            keys = ("registration_id", "scopes")
            own.execute(row.on_conflict_do_update(index_elements=keys, set_=values))
            count(own, "token_requests")


def service(platform: Platform, scopes: Iterable[str]) -> Service:
    """The services of a platform under these scopes, with the tokens of this process."""
    tokens = current_app.extensions.get("tokens")
    if tokens is None:
        made = Tokens(SharedTokens(), signing_key)
        tokens = current_app.extensions.setdefault("tokens", made)
    return Service(platform, tuple(sorted(scopes)), tokens)
