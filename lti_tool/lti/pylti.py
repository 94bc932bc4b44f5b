"""pylti1p3 2.0.0 as our message layer: its extension points, filled in.

The library parses and orders the checks of a message. What it leaves open is closed here: the
state is signed and bound to the browser, the nonce to the state, keys come from our key sets,
`exp`, `iat`, `aud` and `azp` are required and checked with leeway. No type of the library
leaves `lti_tool.lti`.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, cast

import requests
from pylti1p3.cookie import CookieService
from pylti1p3.deployment import Deployment
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.registration import Registration
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract

from lti_tool.errors import (
    ClocksDiffer,
    LaunchAnonymous,
    LaunchMalformed,
    LaunchStale,
    LaunchUnserved,
    LaunchUntrusted,
    PlatformUnknown,
)
from lti_tool.lti import claims
from lti_tool.lti.deep_linking import REQUEST, SETTINGS
from lti_tool.lti.keysets import KeySets
from lti_tool.lti.platform import Platform
from lti_tool.lti.reviewing import REVIEW, check_review
from lti_tool.lti.signed import LEEWAY, check_audience, deployment_of, moment, read_signed
from lti_tool.lti.state import State

SERVED = ("LtiResourceLinkRequest", REQUEST, REVIEW)
UNUSED = requests.Session()
"""The library would make one per message; its own fetching is replaced by our key sets."""
NOBODY = Platform(0, "", "", "", "", "")
"""Stands until the registration of a message is found."""


class Form(Request):
    """The parameters of a request, GET or POST alike."""

    def __init__(self, params: Mapping[str, str]) -> None:
        self._params = params

    def get_param(self, key: str) -> str:
        """One parameter; absent reads as ""."""
        return self._params.get(key, "")

    def is_secure(self) -> bool:
        """The tool asks its settings, never the request."""
        return True


class NoSession(SessionService):
    """The library's session, which we do without: state and nonce travel in the signed state."""

    def __init__(self) -> None:
        """Nothing to keep."""

    def save_nonce(self, nonce: str) -> None:
        """The nonce stands in the signed state."""


class NoCookies(CookieService):
    """The library's cookies, which we do without: the page layer sets ours."""

    def get_cookie(self, name: str) -> str | None:
        """The cookie is read by the page layer."""
        return None

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        """The cookie is set by the page layer, Partitioned."""


class OnePlatform(ToolConfAbstract[Form]):
    """The library's tool configuration: exactly the platform that we looked up already."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def check_iss_has_one_client(self, iss: str) -> bool:
        """One issuer may stand for many registrations: all schools of hosted Canvas."""
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:
        """See check_iss_has_one_client."""
        return True

    def find_registration_by_issuer(self, iss: str, *args: Any, **kwargs: Any) -> Registration:
        """Never asked, since every issuer may have many clients."""
        raise PlatformUnknown("an issuer alone identifies nobody")

    def find_deployment(self, iss: str, deployment_id: str) -> Deployment | None:
        """Never asked, since every issuer may have many clients."""
        raise PlatformUnknown("an issuer alone identifies nobody")

    def find_registration_by_params(
        self, iss: str, client_id: str, *args: Any, **kwargs: Any
    ) -> Registration:
        """The registration as the library wants it."""
        known = self._platform
        if iss != known.issuer:
            raise LaunchUntrusted("the message is from another issuer than the login")
        return (
            Registration()
            .set_issuer(known.issuer)
            .set_client_id(known.client_id)
            .set_auth_login_url(known.auth_login_url)
            .set_key_set_url(known.jwks_url)
        )

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any
    ) -> Deployment:
        """The deployment of the message, if we know it."""
        if self._platform.deployment_key is None:
            raise PlatformUnknown("the deployment is not known")
        return Deployment().set_deployment_id(deployment_id)


class Address(Redirect[str]):
    """Where the library wants the browser to go."""

    def __init__(self, url: str) -> None:
        self._url = url

    def get_redirect_url(self) -> str:
        """The address itself."""
        return self._url

    def set_redirect_url(self, location: str) -> None:
        """Go elsewhere."""
        self._url = location

    def do_redirect(self) -> str:
        """The page layer redirects."""
        return self._url

    def do_js_redirect(self) -> str:
        """The page layer redirects."""
        return self._url


class Login(OIDCLogin[Form, OnePlatform, NoSession, NoCookies, str]):
    """A login initiation: builds the authentication request around our own state."""

    def __init__(self, params: Mapping[str, str], platform: Platform) -> None:
        super().__init__(Form(params), OnePlatform(platform), NoSession(), NoCookies())
        self._platform = platform

    def address(self, *, state: str, nonce: str, redirect_uri: str) -> str:
        """Where to send the browser (OpenID Connect 3.1.2.1, form_post, prompt none)."""
        self._state, self._nonce = state, nonce
        return str(self.get_redirect_object(redirect_uri).get_redirect_url())

    def _get_uuid(self) -> str:
        return self._state

    def _generate_nonce(self) -> str:
        return self._nonce

    def get_redirect(self, url: str) -> Redirect[str]:
        """Keep a query that the platform's own address has already."""
        base = self._platform.auth_login_url
        return Address(url.replace(base + "?", base + "&", 1) if "?" in base else url)


class Message(MessageLaunch[Form, OnePlatform, NoSession, NoCookies]):
    """An authentication response: every check of Security Framework 5.1.3, in order."""

    def __init__(
        self, params: Mapping[str, str], state: State, *, find: Callable[[int, str], Platform]
    ) -> None:
        super().__init__(Form(params), OnePlatform(NOBODY), NoSession(), NoCookies(), None, UNUSED)
        self._state, self._find = state, find
        self.platform = NOBODY

    def check(self, key_sets: KeySets) -> dict[str, Any]:
        """Run all checks and give the claims back; raises LaunchRefused or LtiException."""
        self._key_sets = key_sets
        self.validate()
        return self._body

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def validate_state(self) -> "Message":
        """Done before: the state tells which registration this is."""
        return self

    def validate_jwt_format(self) -> "Message":
        """Three parts, two JSON objects, RS256 and a kid."""
        self._signed = read_signed(self._get_id_token())
        self._body = self._signed.body
        self._jwt = cast(Any, {"header": self._signed.header, "body": self._body})
        return self

    def validate_nonce(self) -> "Message":
        """The nonce that was issued for this very state (OpenID Connect 3.1.3.7, 11)."""
        if self._body.get("nonce") != self._state.sid:
            raise LaunchUntrusted("the nonce is not the one of this state")
        return self

    def validate_registration(self) -> "Message":
        """The registration of the login, and the deployment that the message names."""
        found = self._find(self._state.platform_key, deployment_of(self._body))
        self.platform, self._tool_config = found, OnePlatform(found)
        super().validate_registration()
        return self

    def get_client_id(self) -> str:
        """The audience that is ours; others are not trusted, and `azp` must be us."""
        check_audience(self._body, self.platform.client_id)
        return self.platform.client_id

    def validate_jwt_signature(self) -> "Message":
        """RS256 by the platform's key of this kid; then the times."""
        self._signed.verify(self._key_sets.key(self.platform.jwks_url, self._signed.kid))
        _check_times(self._body, begun_at=self._state.made_at, now=time.time())
        return self

    def validate_message(self) -> "Message":
        """What has words of its own, and: what the library reads as objects must be objects."""
        if self._body.get(claims.MESSAGE_TYPE, REQUEST) not in SERVED:
            raise LaunchUnserved("a message type we do not serve")
        if not self._body.get("sub"):
            raise LaunchAnonymous("the message names nobody")
        for name in (claims.RESOURCE_LINK, SETTINGS):
            if not isinstance(self._body.get(name, {}), dict):
                raise LaunchMalformed(f"{name} is no object")
        check_review(self._body)
        super().validate_message()
        return self

    def save_launch_data(self) -> "Message":
        """Nothing to save: the visit is what remains."""
        return self


def _check_times(body: Mapping[str, Any], *, begun_at: float, now: float) -> None:
    """`exp` ahead and `iat` behind, both numbers, LEEWAY seconds of tolerance.

    A message answers a login of ours, so one that was issued before the login, or that is still to
    be issued, tells of two clocks. Otherwise what has expired was merely slow.
    """
    expires_at, issued_at = moment(body, "exp"), moment(body, "iat")
    if issued_at - LEEWAY > now:
        raise ClocksDiffer(f"iat is {issued_at - now:.0f} s ahead of our clock")
    if expires_at + LEEWAY > now:
        return
    if issued_at + LEEWAY < begun_at:
        raise ClocksDiffer(f"iat is {begun_at - issued_at:.0f} s before the login, and exp is over")
    raise LaunchStale("the token has expired")
