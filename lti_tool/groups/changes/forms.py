"""What a member may choose when the circle is not right: kinds of stepping out, with effects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from lti_tool.groups.models import ALONE, ANOTHER, PAUSE, STOP


@dataclass(frozen=True)
class ExitForm:
    """A choice as it was made; `error` is one sentence, or empty."""

    value: str = ""
    may_ask: bool = True
    error: str = ""

    @property
    def field(self) -> dict[str, Any]:
        """For the macro `field` of parts/fields.html."""
        return {
            "name": "kind",
            "id": "kind",
            "kind": "choice",
            "label": _("What would help you"),
            "hint": _("You need no reason. What you have done so far keeps its credit."),
            "value": self.value,
            "error": self.error,
            "options": options(may_ask=self.may_ask),
        }


def options(*, may_ask: bool) -> list[dict[str, str]]:
    """The kinds that a member may choose, with what each does."""
    another = {
        "value": ANOTHER,
        "label": _("Another circle"),
        "effect": _("Your teacher sees that you ask. You keep your seat until there is another."),
    }
    rest = (
        (PAUSE, _("A pause"), _("Your seat is kept, and your circle sees that you take a pause.")),
        (ALONE, _("Go on alone"), _("You leave the circle now. Goals and reflections go on.")),
        (STOP, _("Stop"), _("You leave the circle now. You can come back at any time.")),
    )
    made = [{"value": kind, "label": label, "effect": effect} for kind, label, effect in rest]
    return [another, *made] if may_ask else made


def read_exit(form: Mapping[str, str], *, may_ask: bool) -> ExitForm:
    """The choice as somebody sent it, with a sentence when nothing possible was chosen."""
    kind = form.get("kind", "")
    if kind in {one["value"] for one in options(may_ask=may_ask)}:
        return ExitForm(kind, may_ask)
    return ExitForm("", may_ask, _("Choose one of these."))
