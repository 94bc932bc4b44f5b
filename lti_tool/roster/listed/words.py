"""What the columns of a list are called on pages."""

from flask_babel import gettext as _


def part_words(part: str) -> str:
    """The name of what stands in a column."""
    words: dict[str, str] = {
        "id": _("Id"),
        "name": _("Name"),
        "given": _("First name"),
        "family": _("Last name"),
        "section": _("Section"),
    }
    return words[part]
