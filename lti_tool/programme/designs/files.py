"""A design as TOML: written for people, read as from a stranger.

All that is wrong with a file is told at once, each with its line, and nothing of it is kept.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomli_w
from flask_babel import gettext as _

from lti_tool.courses.design import Designed
from lti_tool.programme.designs.queries import Sections, models_by_section

KEY, VERSION = "peer_circles", 1
LARGEST = 64 * 1024
"""Bytes."""
AT_LINE = re.compile(r"at line (\d+)")
HEAD = re.compile(r"\s*\[\s*([\w.-]+)")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: its line (0: of the whole file), its key, what to write."""

    line: int
    place: str
    what: str


class DesignWrong(ValueError):
    """A file that cannot be used; `faults` says all that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def written(sections: Sections) -> str:
    """A file of these sections, each under the sentence that pages have for it."""
    models, parts = models_by_section(), [f"{KEY} = {VERSION}\n"]
    for section, values in sections.items():
        table = tomli_w.dumps({section: _without_nothing(values)})
        parts.append(f"# {models[section].named}\n{table}")
    return "\n".join(parts)


def text_of(data: bytes) -> str:
    """A file as text. Raises DesignWrong."""
    if len(data) > LARGEST:
        raise DesignWrong(Fault(0, "", _("The file is too large: a design is a few kilobytes.")))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DesignWrong(Fault(0, "", _("This is not text in UTF-8."))) from None


def read(text: str) -> Sections:
    """What a file sets; a section counts whole, and a key that is not there is not chosen.

    Raises DesignWrong.
    """
    found, lines = _parsed(text), text.splitlines()
    if found.pop(KEY, None) != VERSION:
        raise DesignWrong(Fault(0, KEY, _("This is no file of a set-up, or a newer one.")))
    faults = [
        Fault(_line_of(place, lines), place, what)
        for section, values in found.items()
        for place, what in _wrong(section, values)
    ]
    if faults:
        raise DesignWrong(*sorted(faults, key=lambda one: one.line))
    return {one: _whole(one, found[one]) for one in models_by_section() if one in found}


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise DesignWrong(Fault(0, "", _("The file is too large: a design is a few kilobytes.")))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = AT_LINE.search(str(error))
        raise DesignWrong(
            Fault(int(line[1]) if line else 0, "", _("This is not written in TOML."))
        ) from error


def _wrong(section: str, values: Any) -> Iterator[tuple[str, str]]:
    model = models_by_section().get(section)
    if model is None or not isinstance(values, Mapping):
        yield section, _("There is no such section.")
        return
    for name, value in values.items():
        check = model.checks.get(name)
        what = check(value) if check else _("There is no such key.")
        if what:
            yield f"{section}.{name}", what


def _whole(section: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A section as a row would hold it."""
    row = models_by_section()[section]()
    row.take({name: values.get(name, _default(type(row), name)) for name in row.travels})
    return row.design()


def _default(model: type[Designed], name: str) -> Any:
    column = model.__table__.columns[name]
    if column.default is None:
        return None
    return column.default.arg(None) if column.default.is_callable else column.default.arg


def _without_nothing(value: Any) -> Any:
    """TOML has no word for nothing: what is not chosen is left out."""
    if isinstance(value, Mapping):
        kept = {name: _without_nothing(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one is not None}
    return list(value) if isinstance(value, tuple) else value


def _line_of(place: str, lines: Sequence[str]) -> int:
    """The line on which a key is written, else that of its section; 0 where neither is."""
    section, _, key = place.partition(".")
    within, headed = "", 0
    for number, line in enumerate(lines, start=1):
        if head := HEAD.match(line):
            within = head[1]
            if within == place:
                return number
            headed = headed or number * (within.split(".")[0] == section)
        elif key and within == section and re.match(rf'\s*"?{re.escape(key)}"?\s*[.=]', line):
            return number
    return headed
