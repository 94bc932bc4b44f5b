"""What the values of the engine's columns are called, and which of them a circle may learn."""

from lti_tool.forms.definition import Answers, Form
from lti_tool.groups.brief.columns import EITHER, LEVELS, MOST_CHOICES, SETS, STYLE
from lti_tool.groups.plan.choices import EXCHANGE
from lti_tool.web.languages import chosen_language


def column_words(form: Form) -> dict[str, dict[int, str]]:
    """What the bits or levels of each column of the survey are called, in the reader's language."""
    return {
        **{name: dict(enumerate(_labels(form, name))) for name in (*SETS, *LEVELS)},
        EXCHANGE: dict(enumerate(_labels(form, "topics"))),
        "style": dict(enumerate(_style(form))),
    }


def opened_columns(form: Form, answers: Answers) -> frozenset[str]:
    """The columns that somebody opened to their circle, by the rule that guards the answers."""
    opened = form.opened(answers)
    columns = {name for name in SETS if name in opened}
    if "topics" in opened:
        columns.add(EXCHANGE)
    if opened.issuperset(STYLE):
        columns.add("style")
    return frozenset(columns)


def _labels(form: Form, name: str) -> list[str]:
    field = form.field(name)
    options = field.options[:MOST_CHOICES] if field else ()
    return [one.label.speak(chosen_language()) for one in options]


def _style(form: Form) -> list[str]:
    """In the order of the bits: the options of each question but the one that goes with both."""
    return [
        one.label.speak(chosen_language())
        for name in STYLE
        if (field := form.field(name))
        for one in field.options
        if one.value != EITHER
    ]
