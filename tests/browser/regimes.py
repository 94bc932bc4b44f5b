"""What Chromium may keep for a frame of another site, forced by its preferences: one regime each.

The platform is on `localhost`, the tool on `127.0.0.1`: two sites. Ports make no difference.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BLOCK_ALL = 2
ALLOW = 1


@dataclass(frozen=True)
class Regime:
    """How a browser treats the tool, and how the tool is carried there.

    `keeps` names the cookies that come back in a frame; `trusts` names who may set cookies where
    all others are refused, as pairs of (who, in whose window).
    """

    keeps: frozenset[str]
    carrier: str
    preferences: Mapping[str, Any] = field(default_factory=dict)
    trusts: tuple[tuple[str, str], ...] = ()
    is_refused_by_protocol: bool = False
    offers_storage: bool = False
    has_window: bool = False
    tool_sets_cookies: bool = True
    """False: as a browser that keeps no cookie, but lets frames use web storage."""

    def write(self, profile: Path, lms: str, tool: str) -> None:
        """Put the preferences into a profile that has not been started yet."""
        names = {"lms": lms, "tool": tool, "*": "*"}
        pairs = {f"{names[who]},{names[where]}": {"setting": ALLOW} for who, where in self.trusts}
        settings = {"content_settings": {"exceptions": {"cookies": pairs}}} if pairs else {}
        folder = profile / "Default"
        folder.mkdir(parents=True)
        preferences = {"profile": {**self.preferences, **settings}}
        (folder / "Preferences").write_text(json.dumps(preferences))


ALL, PARTITIONED, NOTHING = frozenset({"plain", "parted"}), frozenset({"parted"}), frozenset[str]()
REFUSED = {"default_content_setting_values": {"cookies": BLOCK_ALL}}
REGIMES = {
    "cookies allowed": Regime(ALL, "cookie", {"cookie_controls_mode": 0}),
    "the default of Debian": Regime(PARTITIONED, "cookie"),
    "third parties refused": Regime(
        PARTITIONED, "cookie", {"cookie_controls_mode": 0}, is_refused_by_protocol=True
    ),
    "platform storage": Regime(
        NOTHING, "bearer", REFUSED, trusts=(("lms", "*"),), offers_storage=True
    ),
    "new window with cookies": Regime(
        NOTHING, "cookie", REFUSED, trusts=(("lms", "*"), ("tool", "tool")), has_window=True
    ),
    "new window without": Regime(
        NOTHING, "bearer", REFUSED, trusts=(("lms", "*"),), has_window=True
    ),
}
HEALING = Regime(
    ALL,
    "bearer",
    {"cookie_controls_mode": 0},
    offers_storage=True,
    tool_sets_cookies=False,
)
"""Not among the others: Chromium itself refuses both or neither; others refuse cookies alone."""
