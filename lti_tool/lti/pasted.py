"""Our registration as people paste it by hand: Canvas's developer key, and facts for any platform.

For the pages of `platforms`; public facts only.
"""

from typing import Any
from urllib.parse import urlsplit

from lti_tool.lti.registering import Registering
from lti_tool.lti.tool_card import Place, ToolCard, in_language

SELECTION = {"selection_width": 1000, "selection_height": 800}
CANVAS = "https://canvas.instructure.com/lti/"
LANGUAGES = ("en", "da", "de", "it")


def canvas_key(card: ToolCard, family: Registering, *, public_url: str) -> dict[str, Any]:
    """The JSON of a developer key of Canvas, with its placements and custom fields."""
    launch = f"{public_url}/lti/launch"
    return {
        "title": card.title["en"],
        "description": card.description["en"],
        "oidc_initiation_url": f"{public_url}/lti/login",
        "target_link_uri": launch,
        "scopes": [one for one in card.scope_names if one not in family.unknown_scopes],
        "public_jwk_url": f"{public_url}/lti/jwks.json",
        "custom_fields": dict(card.custom),
        "extensions": [
            {
                "platform": "canvas.instructure.com",
                "domain": urlsplit(public_url).netloc,
                "tool_id": family.tool.get(CANVAS + "tool_id", ""),
                "privacy_level": family.tool.get(CANVAS + "privacy_level", "name_only"),
                "settings": {
                    "text": card.title["en"],
                    "labels": _labels(card.title),
                    "icon_url": f"{public_url}/static/{card.icon}",
                    **SELECTION,
                    "placements": _placements(card, family, launch=launch),
                },
            }
        ],
    }


def sheet_facts(card: ToolCard, *, public_url: str) -> dict[str, str]:
    """What any platform asks for, by key: the page has the words."""
    return {
        "name": card.title["en"],
        "tool": f"{public_url}/lti/launch",
        "login": f"{public_url}/lti/login",
        "redirect": f"{public_url}/lti/launch",
        "keys": f"{public_url}/lti/jwks.json",
        "icon": f"{public_url}/static/{card.icon}",
        "register": f"{public_url}/lti/register",
        "canvas": f"{public_url}/lti/canvas.json",
        "custom": "\n".join(f"{name}={value}" for name, value in card.custom.items()),
    }


def _placements(card: ToolCard, family: Registering, *, launch: str) -> list[dict[str, Any]]:
    return [
        {
            "placement": name,
            "message_type": place.type,
            "target_link_uri": launch,
            "enabled": True,
            "text": place.label["en"],
            "labels": _labels(place.label),
            **_manners(family, name),
        }
        for place, name in _named(card)
    ]


def _named(card: ToolCard) -> list[tuple[Place, str]]:
    return [(place, name) for place in card.messages for name in place.placements]


def _manners(family: Registering, placement: str) -> dict[str, Any]:
    """What dynamic registration says by long names, in the words of the developer key."""
    long = family.messages.get(placement, {})
    short = {name.rpartition("/")[2]: value for name, value in long.items()}
    if "default_enabled" in short:
        short["default"] = "enabled" if short.pop("default_enabled") else "disabled"
    return short


def _labels(words: Any) -> dict[str, str]:
    return {one: in_language(words, one) for one in LANGUAGES}
