"""The tools this LMS knows: one registration per client_id, each with its deployments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.demo_lms.vocabulary import SCOPES


@dataclass(eq=False)
class Registration:
    """A tool as an admin of the LMS entered it; change an attribute and it holds from then on."""

    client_id: str
    login_url: str = ""
    redirect_uris: list[str] = field(default_factory=list)
    jwks_url: str = ""
    target_link_uri: str = ""
    deployments: list[str] = field(default_factory=list)
    scopes: tuple[str, ...] = SCOPES
    custom: Mapping[str, str] = field(default_factory=dict)
    privacy: str = "public"
    """What personal data a launch carries: public, name_only, email_only or anonymous."""
    is_enabled: bool = True
    public_jwks: dict[str, Any] | None = None
    """Keys pasted in by hand; the JWKS address is not asked while they are set."""

    def point_at(self, tool_url: str) -> None:
        """Take the tool's addresses from where it runs now."""
        root = tool_url.rstrip("/")
        self.login_url = f"{root}/lti/login"
        self.redirect_uris = [f"{root}/lti/launch"]
        self.jwks_url = f"{root}/lti/jwks.json"
        self.target_link_uri = f"{root}/lti/launch"

    @property
    def sends_names(self) -> bool:
        """Whether launches and rosters carry names."""
        return self.privacy in ("public", "name_only")

    @property
    def sends_email(self) -> bool:
        """Whether launches and rosters carry e-mail addresses."""
        return self.privacy in ("public", "email_only")
