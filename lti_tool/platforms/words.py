"""What an administrator is told about a registration, in words; for the pages of this step."""

from flask_babel import gettext as _


def note_words(note: str) -> str:
    """What is left to do in the learning platform; `note` as in `config/platforms`."""
    known = {
        "activate": _("Moodle keeps a new tool pending: press Activate on its card."),
        "chooser": _(
            "To let teachers add it by themselves, show it in the activity chooser: in a course, "
            "More, then LTI External tools."
        ),
        "update": _(
            "If Moodle asks later whether to update or to add, update: a second tool is a second "
            "registration."
        ),
        "deploy": _(
            "Brightspace keeps a new tool switched off: enable its registration, then make a "
            "deployment for the courses that shall have it."
        ),
        "enable": _("In Canvas, look through the summary, then switch the developer key on."),
        "install": _("Then install the app in the account or the courses that shall have it."),
    }
    return str(known[note])
