"""Goals in words: how they stand, what mates can give, what happened when."""

from flask_babel import gettext


def state_words() -> dict[str, tuple[str, str]]:
    """Each state: its mark (`parts/marks.html`) and its word."""
    return {
        "draft": ("open", gettext("Not set yet")),
        "active": ("underway", gettext("Under way")),
        "paused": ("paused", gettext("Resting")),
        "reached": ("done", gettext("Reached")),
        "changed": ("skip", gettext("Became another goal")),
        "let_go": ("skip", gettext("Let go")),
    }


def offer_words() -> dict[str, tuple[str, str]]:
    """What a mate can give: as they say it of themselves, and as it is told to whom it is for."""
    return {
        "help": (gettext("I can help with this"), gettext("can help")),
        "encourage": (gettext("I can only encourage"), gettext("encourages you")),
        "outside": (gettext("This is outside what I can give"), ""),
    }


def moment_words() -> dict[str, str]:
    """What happened at a moment, by its kind."""
    return {
        "draft": gettext("Taken up again"),
        "active": gettext("Set, or taken up again"),
        "paused": gettext("Put to rest"),
        "reached": gettext("Reached"),
        "changed": gettext("Became another goal"),
        "let_go": gettext("Let go"),
        "update": gettext("Where I was"),
    }
