"""The two messages of a launch: login initiation in, authentication response in.

LTI Core 1.3, 5; Security Framework 1.0, 5.1.1. The page layer hands in parameters and cookies
and gets frozen dataclasses or a LaunchRefused back.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from pylti1p3.exception import LtiException

from lti_tool.errors import (
    DeploymentUnknown,
    HintExpired,
    KeyOff,
    LaunchMalformed,
    LaunchRefused,
    LaunchUntrusted,
    LaunchUsed,
    NotSignedIn,
    PlatformRefused,
)
from lti_tool.lti import claims
from lti_tool.lti.deep_linking import REQUEST
from lti_tool.lti.keysets import KeySets
from lti_tool.lti.launches import Launch, launch_from
from lti_tool.lti.memory import Memory
from lti_tool.lti.notices import Notice, read_notice
from lti_tool.lti.platform import Platform
from lti_tool.lti.pylti import Login, Message
from lti_tool.lti.reviewing import REVIEW
from lti_tool.lti.state import LIFETIME, State, States, fingerprint, new_secret, new_sid

LONGEST_HINT = 20_000
FRAME = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
"""Names of frames that may keep our secret; a stranger one is taken as no offer."""
WINDOW_OPENS_WITHIN = 120
"""Seconds between a login and the click that goes on in a new window."""
REFUSALS: Mapping[str, type[PlatformRefused]] = {
    "login_required": NotSignedIn,
    "interaction_required": NotSignedIn,
    "launch_no_longer_valid": HintExpired,
    "unauthorized_client": KeyOff,
    "invalid_client": KeyOff,
}
"""What an error of the platform means (OpenID Connect 3.1.2.6, and Canvas's words)."""
PLATFORMS_KEPT = 10.0
"""Seconds; a registration that is switched off lets nobody in any more after that."""


class Platforms(Protocol):
    """How the door asks for platforms; it knows no table."""

    def for_login(self, issuer: str, client_id: str | None) -> Platform:
        """The one active registration that fits; raises PlatformUnknown."""

    def for_launch(self, key: int, deployment_id: str) -> Platform:
        """The registration of a login and the deployment of its launch; raises PlatformUnknown."""


@dataclass(frozen=True, slots=True)
class LoginStart:
    """Where to send the browser, and what it must bring back: `secret` in the cookie of `sid`.

    `storage` is the frame of the platform that keeps the secret too, empty where it offers none;
    `origin` is the platform's, to speak to that frame.
    """

    location: str
    sid: str
    secret: str
    storage: str
    origin: str


def login_subject(params: Mapping[str, str]) -> tuple[str, str | None]:
    """Issuer and client_id of a login initiation (Security Framework 5.1.1.1).

    Raises LaunchMalformed when one of the three required parameters is missing.
    """
    for name in ("iss", "login_hint", "target_link_uri"):
        if not params.get(name):
            raise LaunchMalformed(f"login initiation without {name}")
    if any(len(value) > LONGEST_HINT for value in params.values()):
        raise LaunchMalformed("login initiation with an overlong parameter")
    subject = params["iss"], params.get("client_id") or None
    if not all(part is None or part.isprintable() for part in subject):
        raise LaunchMalformed("login initiation with signs that nobody can read")
    return subject


class Door:
    """Begins logins and takes authentication responses: one per process.

    It keeps the platforms' keys, and for PLATFORMS_KEPT seconds what it was told of platforms.
    """

    def __init__(self, states: States, platforms: Platforms, *, public_url: str) -> None:
        self._states, self._platforms, self._public_url = states, platforms, public_url
        self._key_sets = KeySets()
        self._known: Memory[Platform] = Memory(PLATFORMS_KEPT)

    def begin(self, params: Mapping[str, str]) -> LoginStart:
        """Answer a login initiation with an authentication request, bound to this browser.

        Raises LaunchMalformed when a required parameter is missing, PlatformUnknown.
        """
        issuer, client_id = login_subject(params)
        platform = self._known.recall(
            (issuer, client_id), lambda: self._platforms.for_login(issuer, client_id)
        )
        secret = new_secret()
        state = State(
            sid=new_sid(),
            platform_key=platform.key,
            target=fingerprint(params["target_link_uri"]),
            binding=fingerprint(secret),
            storage=_offered(params.get("lti_storage_target", "")),
        )
        location = Login(params, platform).address(
            state=self._states.write(state),
            nonce=state.sid,
            redirect_uri=f"{self._public_url}/lti/launch",
        )
        return LoginStart(
            location=location,
            sid=state.sid,
            secret=secret,
            storage=state.storage,
            origin=platform.origin,
        )

    def receive(
        self,
        form: Mapping[str, str],
        cookie: Callable[[str], str | None],
        *,
        is_spent: Callable[[str], bool],
    ) -> Launch:
        """Check an authentication response; `cookie(sid)` gives what the browser brought.

        `is_spent(sid)`: this browser has come in with this state already, and its cookie is now
        that of the visit; asked only where the cookie is not the login's.
        Without a cookie, `proof` of the form must be the secret that the platform kept for us.
        With neither the launch is not bound: it names somebody, but opens nothing.

        Raises LaunchRefused. State comes first, also for error answers, so that nobody can end
        a stranger's launch with a forged error.
        """
        state = self._read(form)
        try:
            return self._answered(form, state, cookie, is_spent=is_spent)
        except LaunchRefused as refusal:
            refusal.registration_key = state.platform_key
            raise

    def _answered(
        self,
        form: Mapping[str, str],
        state: State,
        cookie: Callable[[str], str | None],
        *,
        is_spent: Callable[[str], bool],
    ) -> Launch:
        secret = cookie(state.sid) or form.get("proof")
        if secret is not None and not state.bound_to(secret):
            if is_spent(state.sid):
                raise LaunchUsed("this browser has come in with it already")
            raise LaunchUntrusted("the browser is not the one that began the login")
        return self._check(form, state, is_bound=secret is not None)

    def receive_click(self, form: Mapping[str, str]) -> Launch:
        """Check the same message once more when the person it names asks for a new window.

        Nothing binds it to a browser but the click on our own page; so it must be soon.
        Raises LaunchRefused.
        """
        return self._check(form, self._read(form, max_age=WINDOW_OPENS_WITHIN), is_bound=False)

    def hear(self, token: str) -> Notice:
        """Check one notice, which no login of ours has asked for; raises LaunchRefused."""
        return read_notice(token, find=self._find_named, key_sets=self._key_sets)

    def _read(self, form: Mapping[str, str], max_age: int = LIFETIME) -> State:
        return self._states.read(form.get("state", "").removeprefix("state-"), max_age=max_age)

    def _check(self, form: Mapping[str, str], state: State, *, is_bound: bool) -> Launch:
        if "error" in form:
            refusal = REFUSALS.get(form["error"], PlatformRefused)
            raise refusal(f"the platform said {form['error'][:80]!r}")
        message = Message(form, state, find=self._find)
        try:
            body = message.check(self._key_sets)
        except LtiException as error:
            raise LaunchMalformed(f"pylti1p3: {error}") from error
        check_message(body, state=state, public_url=self._public_url)
        return launch_from(body, state=state, platform=message.platform, is_bound=is_bound)

    def _find_named(self, issuer: str, client_id: str, deployment_id: str) -> Platform:
        """A platform that no login has led to; a deployment that nobody came from is unknown."""
        found = self._known.recall(
            (issuer, client_id), lambda: self._platforms.for_login(issuer, client_id)
        )
        platform = self._find(found.key, deployment_id)
        if not platform.deployment_key:
            raise DeploymentUnknown("a notice from a deployment that is not known")
        return platform

    def _find(self, key: int, deployment_id: str) -> Platform:
        return self._known.recall(
            (key, deployment_id), lambda: self._platforms.for_launch(key, deployment_id)
        )


def _offered(frame: str) -> str:
    return frame if FRAME.fullmatch(frame) else ""


def check_message(body: claims.Claims, *, state: State, public_url: str) -> None:
    """What the library leaves out of LTI Core 1.3, 5.3 and 5.4.

    Raises LaunchMalformed, or LaunchUntrusted when login and launch do not belong together.
    """
    kind = body.get(claims.MESSAGE_TYPE)
    if not isinstance(body.get(claims.ROLES, [] if kind == REQUEST else None), list):
        raise LaunchMalformed("roles is no list")
    _check_id(body.get("sub"), "sub")
    if kind not in (REQUEST, REVIEW):
        _check_id(claims.part(body, claims.RESOURCE_LINK).get("id"), "resource_link.id")
    if body.get(claims.CONTEXT) is not None:
        _check_id(claims.part(body, claims.CONTEXT).get("id"), "context.id")
    _check_target(body.get(claims.TARGET_LINK_URI), state=state, public_url=public_url)


def _check_id(value: object, name: str) -> None:
    if not claims.is_identifier(value):
        raise LaunchMalformed(f"{name} is missing, too long or not printable ASCII")


def _check_target(target: object, *, state: State, public_url: str) -> None:
    if not isinstance(target, str) or not target:
        raise LaunchMalformed("target_link_uri is missing")
    if not state.aims_at(target):
        raise LaunchUntrusted("target_link_uri is not the one of the login")
    if not f"{target}/".startswith(f"{public_url}/") and not target.startswith(f"{public_url}?"):
        raise LaunchUntrusted("target_link_uri is on another host")
