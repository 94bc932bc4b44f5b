"""Dynamic Registration 1.0: read a platform's configuration, send it ours, read its answer.

For the step `platforms`, which shows the offer to a person first and keeps what was agreed.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lti_tool.errors import ConfigurationWrong, RegistrationDenied
from lti_tool.lti.claims import (
    LONGEST_ID,
    Claims,
    is_identifier,
    part,
    text,
    texts,
    web_address,
)
from lti_tool.lti.registering import Registering
from lti_tool.lti.strangers import Answer, Strangers
from lti_tool.lti.tool_card import ToolCard, in_language

PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
FAMILY = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
TAG = re.compile(r"<[^>]*>")
LONGEST_SAID = 200

FamilyOf = Callable[[str], Registering]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a platform says about itself, checked; `school` and `version` are words of its own."""

    issuer: str
    auth_login_url: str
    auth_token_url: str
    jwks_url: str
    registration_url: str
    token_audience: str | None
    product_family: str
    version: str
    school: str
    scopes: tuple[str, ...]
    claims: tuple[str, ...]
    messages: tuple[Claims, ...]
    variables: tuple[str, ...]
    family: Registering


@dataclass(frozen=True, slots=True)
class Agreed:
    """What came out: the client_id, and the deployment where the platform made one at once.

    `scopes` is what the answer says; some platforms say more than they grant, so only the token
    endpoint knows. `client_uri` and `client_token` lead to the registration there: secret.
    """

    client_id: str
    deployment_id: str
    scopes: tuple[str, ...]
    client_uri: str | None
    client_token: str | None


def fetch_offer(url: str, token: str, *, strangers: Strangers, family_of: FamilyOf) -> Offer:
    """Read the configuration at `openid_configuration`; `token` may be empty.

    Raises RegistrationFailed, with a reason for the log.
    """
    answer = strangers.get(url, _headers(token))
    document = _object(answer)
    if answer.status != 200 or document is None:
        raise ConfigurationWrong(f"the configuration answers {answer.status}", said=_said(answer))
    offer = read_offer(document, asked=url, family_of=family_of)
    for endpoint in (offer.auth_token_url, offer.jwks_url, offer.registration_url):
        strangers.check(endpoint)
    return offer


def read_offer(document: Claims, *, asked: str, family_of: FamilyOf) -> Offer:
    """Check a configuration that was found at `asked`; raises ConfigurationWrong."""
    issuer = _address(document, "issuer")
    if _host(issuer) != _host(asked) or "?" in issuer:
        raise ConfigurationWrong("the issuer is another host than the configuration's")
    _supports(document, "response_types_supported", "id_token")
    _supports(document, "token_endpoint_auth_methods_supported", "private_key_jwt")
    _supports(document, "id_token_signing_alg_values_supported", "RS256")
    platform = part(document, PLATFORM)
    name = text(platform, "product_family_code").lower()
    family = family_of(name if FAMILY.fullmatch(name) else "")
    return Offer(
        issuer=issuer,
        auth_login_url=_endpoint(document, "authorization_endpoint", family=family),
        auth_token_url=_endpoint(document, "token_endpoint", family=family),
        jwks_url=_endpoint(document, "jwks_uri", family=family),
        registration_url=_registration_url(document, family),
        token_audience=web_address(document, "authorization_server"),
        product_family=name if FAMILY.fullmatch(name) else "",
        version=text(platform, "version", longest=40),
        school=text(platform, family.school_name, longest=200),
        scopes=texts(document, "scopes_supported"),
        claims=texts(document, "claims_supported"),
        messages=_objects(platform, "messages_supported"),
        variables=texts(platform, "variables"),
        family=family,
    )


def our_metadata(offer: Offer, card: ToolCard, *, public_url: str) -> dict[str, Any]:
    """Our registration: only what the platform's own lists hold, where it gives lists."""
    launch = f"{public_url}/lti/launch"
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": f"{public_url}/lti/login",
        "redirect_uris": [launch],
        "client_name": card.title["en"],
        **_translated("client_name", card.title),
        "client_uri": public_url,
        "jwks_uri": f"{public_url}/lti/jwks.json",
        "logo_uri": f"{public_url}/static/{card.icon}",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(granted(card.scope_names, offer.scopes)),
        TOOL: {
            "domain": urlsplit(public_url).netloc,
            "target_link_uri": launch,
            "description": card.description["en"],
            **_translated("description", card.description),
            "custom_parameters": _custom(offer, card),
            "claims": granted(card.claim_names, offer.claims),
            "messages": _messages(offer, card, launch=launch),
            **offer.family.tool,
        },
    }


def register_at(
    offer: Offer, metadata: Mapping[str, Any], *, token: str, strangers: Strangers
) -> Agreed:
    """Send our registration; raises RegistrationDenied with what the platform said."""
    headers = {**_headers(token), "Content-Type": "application/json"}
    body = json.dumps(metadata, ensure_ascii=False).encode()
    answer = strangers.post(offer.registration_url, headers, body=body)
    document = _object(answer)
    if answer.status not in (200, 201) or document is None:
        raise RegistrationDenied(f"registration answers {answer.status}", said=_said(answer))
    client_id = _identifier(document, "client_id")
    if not client_id:
        raise RegistrationDenied("the answer has no client_id")
    tool = part(document, TOOL)
    return Agreed(
        client_id=client_id,
        deployment_id=_identifier(tool, "deployment_id") or _identifier(document, "deployment_id"),
        scopes=tuple(text(document, "scope", longest=8000).split()),
        client_uri=web_address(document, "registration_client_uri"),
        client_token=text(document, "registration_access_token", longest=4000) or None,
    )


def granted(wanted: Iterable[str], offered: tuple[str, ...]) -> list[str]:
    """What of the wanted a platform offers; all of it where it gives no list."""
    return [one for one in wanted if not offered or one in offered or one == "iss"]


def _custom(offer: Offer, card: ToolCard) -> dict[str, str]:
    known = {one.removeprefix("$") for one in offer.variables}
    pairs = card.custom.items()
    return {name: value for name, value in pairs if not known or value.lstrip("$") in known}


def _messages(offer: Offer, card: ToolCard, *, launch: str) -> list[dict[str, Any]]:
    found = []
    for place in card.messages:
        offered = [one for one in offer.messages if one.get("type") == place.type]
        if not offered and offer.messages:
            continue
        label = {"label": place.label["en"], **_translated("label", place.label)}
        message = {"type": place.type, "target_link_uri": launch, **label}
        found.append({**message, **_placed(place.placements, offered, family=offer.family)})
    return found


def _placed(
    wanted: tuple[str, ...], offered: list[Claims], *, family: Registering
) -> dict[str, Any]:
    """Placements in the platform's own spelling, with what its family wants beside them."""
    names = {one.rpartition("/")[2]: one for each in offered for one in texts(each, "placements")}
    found = [one for one in wanted if one in names]
    extras = {k: v for one in found for k, v in family.messages.get(one, {}).items()}
    return {"placements": [names[one] for one in found], **extras} if found else {}


def _translated(name: str, words: Mapping[str, str]) -> dict[str, str]:
    """The other languages of a text (OpenID Connect Registration 1.0, 2.1)."""
    return {f"{name}#{one}": in_language(words, one) for one in words if one != "en"}


def _headers(token: str) -> dict[str, str]:
    headers = {"Accept": "application/json"}
    return {**headers, "Authorization": f"Bearer {token}"} if token else headers


def _object(answer: Answer) -> dict[str, Any] | None:
    try:
        document = answer.json()
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def _said(answer: Answer) -> str:
    """What a refusal says, without markup; a whole page says nothing to anybody."""
    document = _object(answer) or {}
    words = text(document, "error_description") or text(document, "error")
    content = answer.content[:2000].decode("utf-8", "replace")
    if not words and not document and "<html" not in content.lower():
        words = content
    words = " ".join(TAG.sub(" ", words).split())[:LONGEST_SAID]
    return f"{answer.status}: {words}" if words else f"{answer.status}"


def _registration_url(document: Claims, family: Registering) -> str:
    """A school's own host may take the registration where the family keeps its schools apart."""
    school = text(part(document, PLATFORM), family.school_host) if family.school_host else ""
    url = _address(document, "registration_endpoint")
    is_known = family.knows(_host(_address(document, "issuer")))
    if is_known and school and _host(url) == school.lower():
        return url
    return _endpoint(document, "registration_endpoint", family=family)


def _endpoint(document: Claims, name: str, *, family: Registering) -> str:
    """An endpoint on the issuer's host, or on a host of the issuer's own family."""
    url, issuer = _address(document, name), _host(_address(document, "issuer"))
    is_family = family.knows(issuer) and family.knows(_host(url))
    is_shared = name == "token_endpoint" and _host(url) in family.token_hosts
    if _host(url) != issuer and not is_family and not is_shared:
        raise ConfigurationWrong(f"{name} is on a host that is not the issuer's")
    return url


def _address(document: Claims, name: str) -> str:
    url = web_address(document, name)
    if url is None or not _host(url) or "#" in url:
        raise ConfigurationWrong(f"{name} is missing or no address")
    return url


def _supports(document: Claims, name: str, wanted: str) -> None:
    """A list that is left out is no lie."""
    offered = texts(document, name)
    if offered and not any(wanted in one.split() for one in offered):
        raise ConfigurationWrong(f"{name} lacks {wanted}")


def _objects(claims: Claims, name: str) -> tuple[Claims, ...]:
    value = claims.get(name)
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _identifier(claims: Claims, name: str) -> str:
    """An identifier, whole or not at all; a number reads as its digits."""
    value = claims.get(name)
    value = str(value) if type(value) is int and 0 <= value < 10**LONGEST_ID else value
    return str(value) if is_identifier(value) else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
