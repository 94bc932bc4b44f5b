"""How each product family takes scores and registers tools: data in `config/platforms`.

For `lti.scores`, registration, and whoever explains a refusal. The institution's file wins.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from lti_tool.lti.registering import Registering, registering_from
from lti_tool.settings import SettingWrong

FOLDER = "platforms"
DEFAULT = "default"
USUAL_AT_ONCE, MOST_AT_ONCE = 4, 16
FAMILY = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")

Commenting = Literal["always", "when-changed"]
Refusal = Literal["not-taking-part", "not-allowed", "no-column", "locked", "newer-mark", "refused"]


@dataclass(frozen=True, slots=True)
class Manners:
    """What one product family does where the standard leaves it open.

    `at_once` is how many requests may be under way; `expired_token` are the statuses of a token
    that has run out, `older_timestamp` those of a time that is not later than the last one;
    `refusals` says by status what a final refusal of a score means; `score_extension` is added to
    every score. `results_at_once` is how many results of a column are asked for a page; 0: as many
    as the platform likes.
    """

    at_once: int
    expired_token: tuple[int, ...]
    comment: Commenting
    refuses_with_empty_list: bool
    older_timestamp: tuple[int, ...]
    refusals: Mapping[int, Refusal]
    score_extension: Mapping[str, Any]
    results_at_once: int
    registration: Registering

    def refusal(self, status: int) -> Refusal:
        """What a final refusal with this status means."""
        return self.refusals.get(status, "refused")


@functools.lru_cache(maxsize=64)
def manners_of(family: str, config_dirs: tuple[Path, ...]) -> Manners:
    """The manners of a product family as launches name it; of any platform where we know none.

    Raises SettingWrong naming the file and the key that is wrong.
    """
    known = family if FAMILY.fullmatch(family) else DEFAULT
    file = _file(known, config_dirs) or _file(DEFAULT, config_dirs)
    if file is None:
        raise SettingWrong(f"{FOLDER}/{DEFAULT}.toml is in no configuration folder.")
    try:
        return _checked(tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise SettingWrong(f"{file}: {error}") from error


def _file(family: str, config_dirs: tuple[Path, ...]) -> Path | None:
    files = (folder / FOLDER / f"{family}.toml" for folder in config_dirs)
    return next((file for file in files if file.is_file()), None)


def _checked(data: dict[str, Any]) -> Manners:
    strange = sorted(set(data) - set(Manners.__dataclass_fields__))
    if strange:
        raise ValueError(f"{strange[0]}: there is no such key.")
    return Manners(
        at_once=_a_few(data.get("at_once", USUAL_AT_ONCE)),
        expired_token=_statuses({"expired_token": [401], **data}, "expired_token"),
        comment=_one_of(data.get("comment"), get_args(Commenting), where="comment"),
        refuses_with_empty_list=_typed(data, "refuses_with_empty_list", bool),
        older_timestamp=_statuses(data, "older_timestamp"),
        refusals=dict(_refusal(*pair) for pair in _typed(data, "refusals", dict).items()),
        score_extension=_typed(data, "score_extension", dict),
        results_at_once=_typed({"results_at_once": 0, **data}, "results_at_once", int),
        registration=registering_from(data.get("registration", {})),
    )


def _refusal(status: str, meaning: Any) -> tuple[int, Refusal]:
    where = f"refusals.{status}"
    if not re.fullmatch("[1-5][0-9][0-9]", status):
        raise ValueError(f"{where}: write a status such as 404.")
    return int(status), _one_of(meaning, get_args(Refusal), where=where)


def _statuses(data: dict[str, Any], name: str) -> tuple[int, ...]:
    value = data.get(name)
    if not isinstance(value, list) or not all(type(one) is int for one in value):
        raise ValueError(f"{name}: write a list of statuses such as [409].")
    return tuple(value)


def _a_few(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= MOST_AT_ONCE:
        raise ValueError(f"at_once: write a number from 1 to {MOST_AT_ONCE}.")
    return value


def _one_of(value: Any, allowed: tuple[str, ...], *, where: str) -> Any:
    if value not in allowed:
        raise ValueError(f"{where}: write one of {', '.join(allowed)}.")
    return value


def _typed(data: dict[str, Any], name: str, kind: type) -> Any:
    value = data.get(name)
    if type(value) is not kind:
        words = {bool: "true or false", dict: "a table"}
        raise ValueError(f"{name}: write {words[kind]} here.")
    return value
