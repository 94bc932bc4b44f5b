"""How a product family registers tools: the table `[registration]` of its file.

Read by `lti.manners` from `config/platforms`; used by `dynamic_registration` and its page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Note = Literal["activate", "chooser", "deploy", "enable", "install", "update"]
LISTS, TABLES = ("hosts", "token_hosts", "notes", "unknown_scopes"), ("tool", "messages")


@dataclass(frozen=True, slots=True)
class Registering:
    """What is known of one family.

    `hosts` are those of its endpoints besides the issuer's own, `*.` standing for any name;
    `token_hosts` are those where every school of the family gets its access tokens;
    `school_host` and `school_name` name the claims of the configuration that say whose it is;
    `tool` and `messages` (by placement) are added to what we send; `notes` are told to the admin.
    `unknown_scopes` are those that it would refuse a pasted key for.
    """

    hosts: tuple[str, ...] = ()
    token_hosts: tuple[str, ...] = ()
    school_host: str = ""
    school_name: str = ""
    notes: tuple[Note, ...] = ()
    unknown_scopes: tuple[str, ...] = ()
    tool: Mapping[str, Any] = field(default_factory=dict)
    messages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def knows(self, host: str) -> bool:
        """Whether this is one of the family's own hosts."""
        return any(_fits(host, pattern) for pattern in self.hosts)


def registering_from(data: Any) -> Registering:
    """Read the table of a file; raises ValueError naming the key that is wrong."""
    if not isinstance(data, dict):
        raise ValueError("registration: write a table here.")
    for name, value in data.items():
        _check(name, value)
    values: dict[str, Any] = {
        name: tuple(one) if name in LISTS else one for name, one in data.items()
    }
    return Registering(**values)


def _check(name: str, value: Any) -> None:
    where = f"registration.{name}"
    if name not in Registering.__dataclass_fields__:
        raise ValueError(f"{where}: there is no such key.")
    wanted: type = list if name in LISTS else dict if name in TABLES else str
    is_right: bool = type(value) is wanted
    if not is_right:
        raise ValueError(f"{where}: write a {wanted.__name__} here.")
    _check_members(name, value, where=where)


def _check_members(name: str, value: Any, *, where: str) -> None:
    if name == "notes" and not set(value) <= set(get_args(Note)):
        raise ValueError(f"{where}: write some of {', '.join(get_args(Note))}.")
    if name in ("hosts", "token_hosts") and not all(isinstance(one, str) for one in value):
        raise ValueError(f"{where}: write host names.")
    if name == "messages" and not all(isinstance(one, dict) for one in value.values()):
        raise ValueError(f"{where}: write a table for each placement.")


def _fits(host: str, pattern: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern
