"""What people read about the ways of counting."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_decimal, gettext

from lti_tool.programme.scoring import (
    BUNDLES,
    COMPLETION,
    FORMATIVE,
    PASS,
    POINTS,
    Rules,
    Standing,
)


@dataclass(frozen=True, slots=True)
class ModelWords:
    """The name of a model, and what it is good for."""

    title: str
    effect: str


def model_words() -> dict[str, ModelWords]:
    """All models in the order in which staff read them."""
    return {
        COMPLETION: ModelWords(
            gettext("Done items out of due items"),
            gettext("Who does what is due gets everything. Some may be missed. Fits most courses."),
        ),
        POINTS: ModelWords(
            gettext("Points for each item"),
            gettext("A meeting gives more than a step, each with a cap. Fits mixed formats."),
        ),
        BUNDLES: ModelWords(
            gettext("Levels"),
            gettext("Each level has a fixed worth. Say on the first day what it needs."),
        ),
        PASS: ModelWords(
            gettext("Enough is enough"),
            gettext("All points for a number of items, and nothing is sent before that."),
        ),
        FORMATIVE: ModelWords(
            gettext("No points"),
            gettext("Nothing is sent to the gradebook. Students see how far they are."),
        ),
    }


def level_rows(
    rules: Rules, labels: dict[str, str], names: dict[str, str]
) -> list[tuple[str, ...]]:
    """What each level needs and gives: name, worth, needs."""
    counted = {kind.key for kind in rules.kinds}
    return [
        (
            names.get(one.key, one.key),
            format_decimal(round(one.share * rules.maximum, 2)),
            ", ".join(f"{labels[key]} × {n}" for key, n in one.needs.items() if key in counted),
        )
        for one in rules.bundles
    ]


def example_rows(examples: Sequence[tuple[str, Standing]]) -> list[tuple[str, str, str]]:
    """What somebody would get: who, points, items done."""
    names = {
        "all": gettext("Does everything"),
        "most": gettext("Misses one item"),
        "half": gettext("Does half of it"),
        "none": gettext("Does nothing"),
    }
    return [(names[name], _points(one), f"{one.done} / {one.due}") for name, one in examples]


def _points(standing: Standing) -> str:
    if not standing.is_sent:
        return str(gettext("nothing is sent"))
    given, maximum = format_decimal(standing.given), format_decimal(standing.maximum)
    return str(gettext("%(given)s of %(maximum)s", given=given, maximum=maximum))
