"""The forms of this institution, read from `config/forms/*.toml`; any step may ask for one.

A file in the institution's own folder replaces ours of the same name. A file that is wrong stops
its reader with one sentence that names the file and the key.
"""

import dataclasses
import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lti_tool.forms.definition import Audience, Field, Form, Option, Page, Words
from lti_tool.forms.entry import Entry, FormWrong
from lti_tool.forms.grids import GRIDS
from lti_tool.forms.kinds import KINDS, Kind
from lti_tool.forms.links import LINKS
from lti_tool.forms.mates import MATES
from lti_tool.web.config import config_dirs

ALL_KINDS = {**KINDS, **GRIDS, **LINKS, **MATES}
FILLED_BY_PAGES = {"people", "promises", "recipients", "mates"}
"""Kinds whose options are not of the file."""


def form(name: str) -> Form:
    """A form by the name of its file; raises FormWrong when the files are wrong or lack it."""
    forms = load_forms(config_dirs())
    if name not in forms:
        raise FormWrong(f"forms/{name}.toml: there is no such file.")
    return forms[name]


def all_forms() -> Mapping[str, Form]:
    """All forms by name."""
    return load_forms(config_dirs())


@functools.cache
def load_forms(folders: tuple[Path, ...]) -> Mapping[str, Form]:
    """Read the forms of these folders once; the first folder that has a file wins.

    Questions of a form that is replaced and that its successor does not ask stay known, so that
    what was answered to them can be read by its author.
    """
    forms: dict[str, Form] = {}
    for folder in reversed(folders):
        for file in sorted((folder / "forms").glob("*.toml")):
            forms[file.stem] = _instead_of(forms.get(file.stem), read_form(file))
    return dict(sorted(forms.items()))


def _instead_of(former: Form | None, form: Form) -> Form:
    if former is None:
        return form
    gone = tuple(one for one in (*former.fields, *former.former) if form.field(one.name) is None)
    return dataclasses.replace(form, former=gone)


def read_form(file: Path) -> Form:
    """Read one form; raises FormWrong naming the file and the key that is wrong."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise FormWrong(f"{file}: {error}") from error
    entry = Entry(file, "", table)
    made = Form(
        name=file.stem,
        version=entry.take("version", int),
        title=Words(entry.words("title", needed=True)),
        lead=Words(entry.words("lead")),
        fields=tuple(_field(one) for one in entry.tables("fields")),
        any_of=entry.names("any_of"),
        pages=tuple(_page(one) for one in entry.tables("pages")),
    )
    entry.done()
    _check(made, entry)
    return made


def _page(entry: Entry) -> Page:
    made = Page(
        name=entry.name("name"),
        title=Words(entry.words("title", needed=True)),
        lead=Words(entry.words("lead")),
        fields=entry.names("fields"),
    )
    entry.done()
    return made


def _field(entry: Entry) -> Field:
    options = tuple(_option(one) for one in entry.tables("options"))
    made = Field(
        name=entry.name("name"),
        kind=_kind(entry, options),
        audience=Audience(entry.one_of("audience", list(Audience))),
        label=Words(entry.words("label", needed=True)),
        hint=Words(entry.words("hint")),
        missing=Words(entry.words("missing")),
        is_required=entry.take("required", bool, False),
        options=options,
        low=Words(entry.words("low")),
        high=Words(entry.words("high")),
    )
    if (made.kind.word == "scale") != bool(made.low.texts and made.high.texts):
        raise entry.wrong("low", "a scale says what low and high mean, no other kind does")
    entry.done()
    return made


def _kind(entry: Entry, options: tuple[Option, ...]) -> Kind:
    """The kind of a field, with the settings that its class knows."""
    made = ALL_KINDS[entry.one_of("kind", list(ALL_KINDS))]
    known = {one.name: one.default for one in dataclasses.fields(made)}
    chosen: dict[str, Any] = {
        name: entry.take(name, type(default), default)
        for name, default in known.items()
        if name != "values"
    }
    has_options = "values" in known and made.word not in FILLED_BY_PAGES
    if has_options != bool(options):
        raise entry.wrong("options", "a choice needs them, no other kind has them")
    if options:
        chosen["values"] = tuple(option.value for option in options)
    kind: Kind = made(**chosen)
    return kind


def _option(entry: Entry) -> Option:
    made = Option(
        value=entry.name("value"),
        label=Words(entry.words("label", needed=True)),
        effect=Words(entry.words("effect")),
        opens=entry.names("opens"),
    )
    entry.done()
    return made


def _check(made: Form, entry: Entry) -> None:
    """What only the whole form can tell: names that lead nowhere, and names that stand twice."""
    names = [one.name for one in made.fields]
    if len(set(names)) != len(names):
        raise entry.wrong("fields", "each name once")
    opened = {name for one in made.fields for option in one.options for name in option.opens}
    for name in sorted({*opened, *made.any_of}):
        if name not in names:
            raise entry.wrong(name, "no field has this name")
    placed = sorted(name for page in made.pages for name in page.fields)
    if made.pages and placed != sorted(names):
        raise entry.wrong("pages", "each field on one page")
    for one in made.fields:
        if one.name in opened and one.audience is not Audience.ME:
            raise entry.wrong(one.name, 'only a field with audience = "me" can be opened')
