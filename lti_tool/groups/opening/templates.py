"""Programmes to begin with, from `config/programmes/*.toml`.

The institution's own file of the same name wins. A file that is wrong is left out and named, with
its line; the others work all the same.
"""

import functools
import logging
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lti_tool.forms.definition import Words
from lti_tool.forms.entry import Entry, FormWrong
from lti_tool.groups.plan.choices import HAT, Choices, HardRules, Say
from lti_tool.groups.plan.presets import load_presets
from lti_tool.programme.outline.dates import WEEKS
from lti_tool.programme.outline.extras import EXTRAS
from lti_tool.programme.outline.kinds import Kind, load_kinds, load_objectives

log = logging.getLogger(__name__)
MOST_OBJECTIVES = 3
MINUTES = range(15, 181)
LONGEST = 52
"""Weeks."""


@dataclass(frozen=True)
class Template:
    """A programme to begin with: its words, the columns of its outline, sizes and plan."""

    name: str
    place: int
    title: Words
    effect: Words
    outline: Mapping[str, Any]
    size: int
    plan: Choices


@dataclass(frozen=True)
class Shelf:
    """The templates by name, in the order in which they are offered; and what is wrong."""

    templates: Mapping[str, Template]
    wrong: tuple[str, ...] = ()
    """A sentence for each file that was left out: its name, the line, the key, what is right."""


@functools.cache
def load_templates(folders: tuple[Path, ...]) -> Shelf:
    """The templates of these folders, read once; what is wrong is logged."""
    files = {
        file.stem: file
        for folder in reversed(folders)
        for file in sorted((folder / "programmes").glob("*.toml"))
    }
    made, wrong = list[Template](), list[str]()
    for file in files.values():
        try:
            made.append(_template(file, folders))
        except (FormWrong, ValueError) as error:
            wrong.append(_sentence(file, error))
            log.warning("a template of programmes is left out: %s", wrong[-1])
    ordered = sorted(made, key=lambda one: (one.place, one.name))
    return Shelf({one.name: one for one in ordered}, tuple(wrong))


def plan_for(kind: Kind, say: Say, preset: str, *, folders: tuple[Path, ...]) -> Choices:
    """How circles are made in a programme of this kind."""
    known = load_presets(folders)
    chosen = preset if preset in known else HAT
    criteria = known[chosen].criteria if chosen in known else {}
    rules = HardRules(experienced_in_each=kind.experienced)
    return Choices(say=say, preset=chosen, criteria=criteria, rules=rules)


def _template(file: Path, folders: tuple[Path, ...]) -> Template:
    entry = Entry(file, "", tomllib.loads(file.read_text("utf-8")))
    kind = load_kinds(folders)[entry.one_of("kind", list(load_kinds(folders)))]
    say = Say(entry.one_of("say", [one.value for one in Say]))
    preset = entry.one_of("preset", list(load_presets(folders)))
    made = Template(
        name=file.stem,
        place=entry.take("place", int, 0),
        title=Words(entry.words("title", needed=True)),
        effect=Words(entry.words("effect")),
        outline=_outline(entry, kind, folders),
        size=_whole(entry, "size", range(kind.smallest, kind.largest + 1)),
        plan=plan_for(kind, say, preset, folders=folders),
    )
    entry.done()
    return made


def _outline(entry: Entry, kind: Kind, folders: tuple[Path, ...]) -> dict[str, Any]:
    known, wanted = load_objectives(folders), entry.names("objectives")
    if len(wanted) > MOST_OBJECTIVES or set(wanted) - set(known):
        raise entry.wrong("objectives", f"up to {MOST_OBJECTIVES} of {', '.join(known)}")
    return {
        "kind": kind.name,
        "objectives": list(wanted),
        "rhythm": entry.one_of("rhythm", list(WEEKS)),
        "minutes": _whole(entry, "minutes", MINUTES),
        "weeks": _whole(entry, "weeks", range(1, LONGEST + 1)),
        "survey_days": _whole(entry, "survey_days", range(1, 61)),
        "without": _without(entry),
    }


def _without(entry: Entry) -> list[str]:
    """The extras that a programme leaves out; none where its file says nothing."""
    named = entry.names("without")
    if set(named) - set(EXTRAS):
        raise entry.wrong("without", f"some of {', '.join(EXTRAS)}")
    return list(named)


def _whole(entry: Entry, key: str, allowed: range) -> int:
    value = entry.take(key, int)
    if value not in allowed:
        raise entry.wrong(key, f"a whole number from {allowed[0]} to {allowed[-1]}")
    return value


def _sentence(file: Path, error: FormWrong | ValueError) -> str:
    """What is wrong with a file, by name and line; a file that is no TOML names its line itself."""
    key = error.key if isinstance(error, FormWrong) else ""
    said = str(error).removeprefix(f"{file}: ")
    line = _line_of(key, file.read_text("utf-8", errors="replace").splitlines()) if key else 0
    return f"{file.name}, line {line}: {said}" if line else f"{file.name}: {said}"


def _line_of(key: str, lines: Iterable[str]) -> int:
    """The line on which a key is written; 0 where it is not."""
    written = re.compile(rf"\s*{re.escape(key)}\s*[.=]")
    found = (number for number, line in enumerate(lines, start=1) if written.match(line))
    return next(found, 0)
