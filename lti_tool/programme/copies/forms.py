"""What staff say to a copied course: bring the set-up along, or start afresh."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

BRING, AFRESH = "bring", "afresh"


@dataclass(frozen=True)
class Reply:
    """An answer as it was sent; `error` is one sentence when it needs a look."""

    value: str
    error: str = ""


def read_reply(sent: Mapping[str, str]) -> Reply:
    """The answer as somebody sent it."""
    value = sent.get("reply", "")
    return Reply(value) if value in (BRING, AFRESH) else Reply("", _("Choose one of the two."))


def reply_field(reply: Reply, named: Iterable[str]) -> dict[str, Any]:
    """The one field of the page, for parts/fields.html; `named` says what there is to bring."""
    return {
        "name": "reply",
        "id": "reply",
        "kind": "choice",
        "label": _("What should come along?"),
        "value": reply.value,
        "error": reply.error,
        "options": [
            {
                "value": BRING,
                "label": _("What was set up there"),
                "effect": " ".join([*named, _("You can change all of it afterwards.")]),
            },
            {
                "value": AFRESH,
                "label": _("Nothing: start afresh"),
                "effect": _("This course begins as a new one. You are not asked again."),
            },
        ],
    }
