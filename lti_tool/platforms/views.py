"""What platforms fetch from us: our public keys."""

from flask import Blueprint, Response, jsonify

from lti_tool.platforms.keys import published_keys
from lti_tool.web.security import open_to_all

pages = Blueprint("platforms", __name__, url_prefix="/lti")

KEYS_LAST = 300
"""Seconds that a platform may keep our key set."""


@pages.get("/jwks.json")
@open_to_all
def jwks() -> Response:
    """Our public keys (Security Framework 1.0, 6.3)."""
    response = jsonify(published_keys())
    response.headers["Cache-Control"] = f"public, max-age={KEYS_LAST}"
    return response
