"""What sections and groups of the platform are called, on pages of any later step."""

from flask_babel import gettext as _


def set_words(kind: str, name: str) -> str:
    """One way in which a course is divided: the platform's own name for it, or ours."""
    return name or str(_("Sections") if kind == "section" else _("Groups"))


def group_words(kind: str, name: str, *, number: int) -> str:
    """One section or group; where the platform gives no name, its number in the list."""
    if name:
        return name
    if kind == "section":
        return str(_("Section %(number)d, name unknown", number=number))
    return str(_("Group %(number)d, name unknown", number=number))
