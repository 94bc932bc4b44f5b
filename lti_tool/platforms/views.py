"""What platforms and their administrators open: our keys, dynamic registration, facts to paste.

Dynamic Registration 1.0: the platform opens `/lti/register` in a frame; the page shows who asks,
a click sends our registration, and a message closes the frame.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request

from lti_tool.errors import NotAllowed, RegistrationFailed
from lti_tool.lti.dynamic_registration import (
    Offer,
    fetch_offer,
    granted,
    our_metadata,
    register_at,
)
from lti_tool.lti.manners import manners_of
from lti_tool.lti.pasted import canvas_key, sheet_facts
from lti_tool.lti.platform import origin_of
from lti_tool.lti.registering import Registering
from lti_tool.lti.strangers import Strangers
from lti_tool.lti.tool_card import ToolCard, Words, in_language, tool_card
from lti_tool.platforms.actions import keep_agreed, make_room
from lti_tool.platforms.keys import KEYS_LAST, published_keys
from lti_tool.platforms.queries import deployments_of, is_good_invitation
from lti_tool.platforms.words import note_words
from lti_tool.settings import is_loopback
from lti_tool.web.config import config_dirs
from lti_tool.web.languages import chosen_language
from lti_tool.web.security import open_to_all

pages = Blueprint("platforms", __name__, url_prefix="/lti")


@pages.get("/jwks.json")
@open_to_all
def jwks() -> Response:
    """Our public keys (Security Framework 1.0, 6.3)."""
    response = jsonify(published_keys())
    response.headers["Cache-Control"] = f"public, max-age={KEYS_LAST}"
    return response


@pages.get("/register")
@open_to_all
def register() -> Response:
    """Who asks, what we shall ask for and why; nothing is kept yet."""
    asked = _asked(request.args)
    offer = _offer(asked)
    page = render_template(
        "platforms/register.html",
        offer=offer,
        asked=asked,
        card=_card(),
        said=_said,
        granted=granted,
        host=_host(offer.issuer),
        is_invited=is_good_invitation(asked["invite"]),
    )
    return _unkept(page)


@pages.post("/register")
@open_to_all
def connect() -> Response:
    """Register with the platform and say what is left to do."""
    if request.headers.get("Origin") not in (None, current_app.config["ORIGIN"]):
        raise NotAllowed("the registration comes from another origin")
    asked = _asked(request.form)
    offer = _offer(asked)
    make_room(offer.issuer, code=asked["invite"])
    metadata = our_metadata(offer, _card(), public_url=_public_url())
    token = asked["registration_token"]
    agreed = register_at(offer, metadata, token=token, strangers=_strangers())
    row = keep_agreed(offer, agreed, code=asked["invite"])
    page = render_template(
        "platforms/connected.html",
        row=row,
        deployments=deployments_of(row),
        offer=offer,
        card=_card(),
        said=_said,
        granted=granted,
        host=_host(offer.issuer),
        notes=[note_words(note) for note in offer.family.notes],
        page_data={"data-closes": origin_of(offer.registration_url), "data-issuer": offer.issuer},
    )
    return _unkept(page)


@pages.get("/canvas.json")
@open_to_all
def canvas() -> Response:
    """The JSON that an administrator of Canvas pastes as a developer key."""
    return jsonify(canvas_key(_card(), manners_of("canvas", config_dirs()).registration,
                              public_url=_public_url()))  # fmt: skip


@pages.get("/sheet")
@open_to_all
def sheet() -> str:
    """What to copy into any learning platform, line by line: public facts only."""
    facts = sheet_facts(_card(), public_url=_public_url())
    return render_template("platforms/sheet.html", facts=facts, card=_card(), said=_said)


def _asked(sent: Any) -> dict[str, str]:
    names = ("openid_configuration", "registration_token", "invite")
    asked = {name: sent.get(name, "") for name in names}
    if not asked["openid_configuration"]:
        raise RegistrationFailed("openid_configuration is missing")
    token = asked["registration_token"]
    if token and not (token.isascii() and token.isprintable()):
        raise RegistrationFailed("registration_token is no token")
    return asked


def _offer(asked: dict[str, str]) -> Offer:
    url, token = asked["openid_configuration"], asked["registration_token"]
    return fetch_offer(url, token, strangers=_strangers(), family_of=_family)


def _family(name: str) -> Registering:
    return manners_of(name, config_dirs()).registration


def _strangers() -> Strangers:
    return Strangers(allows_loopback=is_loopback(urlsplit(_public_url()).hostname))


def _card() -> ToolCard:
    return tool_card(config_dirs())


def _said(words: Words) -> str:
    return in_language(words, chosen_language())


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _public_url() -> str:
    return str(current_app.config["PUBLIC_URL"])


def _unkept(page: str) -> Response:
    """The page holds the platform's token, so it stays in no cache."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
