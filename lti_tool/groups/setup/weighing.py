"""The page of criteria: what is wanted of each, and how much it counts; there and back."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from lti_tool.forms.kinds import Sent
from lti_tool.groups.matching import Aim
from lti_tool.groups.plan.choices import EXCHANGE, HOURS, MOST_WEIGHT, Choices, Wanted
from lti_tool.groups.setup.words import aim_words, criterion_words


@dataclass(frozen=True)
class Weighing:
    """One criterion on its page: what may be wanted of it, what is, and how much it counts."""

    key: str
    name: str
    title: str
    aims: Sequence[tuple[str, str]]
    aim: str
    weight: int


def weighings(choices: Choices, columns: Sequence[str]) -> list[Weighing]:
    """All criteria that there are in a course."""
    return [
        _weighing(f"k{number}", name, title, wanted=choices.criteria.get(name, Wanted()))
        for number, (name, title) in enumerate(_criteria(columns).items())
    ]


def read_weights(sent: Sent, columns: Sequence[str]) -> dict[str, Wanted]:
    """What is wanted of each criterion; anything but our own page's values does not count."""
    made = {}
    for number, name in enumerate(_criteria(columns)):
        aim, weight = (
            next(iter(sent.get(f"k{number}-{part}", ())), "") for part in ("aim", "weight")
        )
        known = next((one for one in _aims(name) if one.value == aim), Aim.IGNORED)
        heavy = int(weight) if weight in map(str, range(1, MOST_WEIGHT + 1)) else 1
        made[name] = Wanted(known, heavy)
    return made


def _criteria(columns: Sequence[str]) -> dict[str, str]:
    own = {name: name for name in columns}
    return {
        **own,
        **{name: words for name, words in criterion_words().items() if name != "section"},
    }


def _aims(name: str) -> tuple[Aim, ...]:
    if name in (HOURS, EXCHANGE):
        return (Aim.IGNORED, Aim.SHARED)
    if name in ("languages", "mode"):
        return (Aim.IGNORED, Aim.SHARED, Aim.SIMILAR)
    return (Aim.IGNORED, Aim.SIMILAR, Aim.DIFFERENT, Aim.SPREAD)


def _weighing(key: str, name: str, title: str, *, wanted: Wanted) -> Weighing:
    words = {**aim_words(), **({Aim.SHARED: _("counts")} if name in (HOURS, EXCHANGE) else {})}
    aims = [(one.value, words[one]) for one in dict.fromkeys((*_aims(name), wanted.aim))]
    return Weighing(key, name, title, aims, wanted.aim.value, max(wanted.weight, 1))
