"""The file of criteria of `peer-circles groups form`, read and checked: see docs/matching.md."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lti_tool.groups.files.asked import KINDS, WHOLE_GROUP, Asked, line_of
from lti_tool.groups.matching import Aim
from lti_tool.groups.matching.model import Group
from lti_tool.groups.plan.choices import HOURS, MOST_WEIGHT, Sections, Wanted
from lti_tool.tables import FileWrong

PARTS = ("id", "offers", "wants", "section", "experienced", "wishes", "please_not")
COUNTS = ("minimum", "maximum", "experienced_in_each", "common_hours")
SETS = ("together", "apart", "not_again")
TABLES = ("columns", "criteria", "rules")
RULES = (*COUNTS, *SETS, "never_alone", "widest_gap", "sections")

Told = dict[str, Any]


def criteria(file: str, data: bytes) -> Asked:
    """What the file asks for. Raises `FileWrong` for no TOML, and words that mean nothing here."""
    try:
        text = data.decode("utf-8-sig")
        told = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise FileWrong(file, None, f"This is no TOML: {wrong}.") from None
    return _Reading(file, text).asked(told)


@dataclass(frozen=True)
class _Reading:
    file: str
    text: str

    def asked(self, told: Told) -> Asked:
        self._only(told, TABLES)
        columns, wanted, rules = (self._table(told, name) for name in TABLES)
        self._only(columns, (*PARTS, HOURS, "busy", "separator"))
        self._only(rules, RULES)
        each = {name: self._criterion(wanted, name) for name in wanted}
        return Asked(
            file=self.file,
            text=self.text,
            parts={name: self._text(columns, name) for name in PARTS if name in columns},
            hours=self._names(columns, HOURS) or (HOURS,),
            busy=self._names(columns, "busy"),
            separator=self._text(columns, "separator") if "separator" in columns else ";",
            criteria={name: self._wanted(name, one) for name, one in each.items()},
            kinds={name: self._kind(one) for name, one in each.items() if "kind" in one},
            enough_hours=self._whole(each.get(HOURS, {}), "enough", 4),
            counts={name: self._whole(rules, name, 0) for name in COUNTS if name in rules},
            sets={name: self._sets(rules, name) for name in SETS if name in rules},
            never_alone=self._names(rules, "never_alone"),
            widest_gap=self._gap(rules),
            same_section=self._same(rules),
        )

    def _criterion(self, wanted: Told, name: str) -> Told:
        told = self._table(wanted, name)
        extra = ("enough",) if name == HOURS else () if name in WHOLE_GROUP else ("aim", "kind")
        self._only(told, ("weight", *extra))
        return told

    def _wanted(self, name: str, told: Told) -> Wanted:
        weight = self._whole(told, "weight", 1)
        if weight > MOST_WEIGHT:
            raise self._wrong(f"weight = {weight}", f"A weight is at most {MOST_WEIGHT}.")
        if name in WHOLE_GROUP:
            return Wanted(Aim.SHARED, weight)
        aims = {one.value: one for one in Aim}
        aim = told.get("aim")
        if aim not in aims:
            raise self._wrong(str(aim or name), f"The aim of {name} is one of {', '.join(aims)}.")
        return Wanted(aims[aim], weight)

    def _kind(self, told: Told) -> str:
        kind = str(told["kind"])
        if kind not in KINDS:
            raise self._wrong(kind, f"A kind is one of {', '.join(KINDS)}.")
        return kind

    def _gap(self, rules: Told) -> tuple[str, int] | None:
        told = self._table(rules, "widest_gap")
        if len(told) > 1:
            raise self._wrong("widest_gap", "widest_gap names one column, as { level = 2 }.")
        return next(((name, self._whole(told, name, 0)) for name in told), None)

    def _same(self, rules: Told) -> bool:
        told = rules.get("sections", Sections.ANY)
        if told not in (Sections.ANY, Sections.SAME):
            raise self._wrong("sections", 'sections is "any" or "same".')
        return bool(told == Sections.SAME)

    def _sets(self, rules: Told, name: str) -> tuple[Group, ...]:
        told = rules[name]
        if not isinstance(told, list) or not all(_are_texts(one) and len(one) > 1 for one in told):
            raise self._wrong(name, f'{name} is a list of sets of ids, as [["ada", "ben"]].')
        return tuple(tuple(one) for one in told)

    def _names(self, told: Told, name: str) -> tuple[str, ...]:
        value = told.get(name, [])
        names = [value] if isinstance(value, str) else value
        if not _are_texts(names):
            raise self._wrong(name, f"{name} is the name of a column, or a list of names.")
        return tuple(names)

    def _text(self, told: Told, name: str) -> str:
        value = told[name]
        if not isinstance(value, str) or not value:
            raise self._wrong(name, f"{name} is a text.")
        return value

    def _whole(self, told: Told, name: str, default: int) -> int:
        value = told.get(name, default)
        if type(value) is not int or value < 0:
            raise self._wrong(name, f"{name} is a whole number from 0 on.")
        return value

    def _table(self, told: Told, name: str) -> Told:
        table = told.get(name, {})
        if not isinstance(table, dict):
            raise self._wrong(name, f"{name} is a table of its own.")
        return table

    def _only(self, told: Iterable[str], known: tuple[str, ...]) -> None:
        for name in told:
            if name not in known:
                raise self._wrong(name, f"There is no {name!r} here, but: {', '.join(known)}.")

    def _wrong(self, word: str, why: str) -> FileWrong:
        return FileWrong(self.file, line_of(self.text, word), why)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
