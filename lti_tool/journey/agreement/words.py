"""How the agreement of a circle stands, in words."""

from flask_babel import gettext, ngettext


def signed_words(signed: int, people: int) -> str:
    """How many have signed the text that holds."""
    words: str = ngettext(
        "%(signed)d of %(num)d has signed",
        "%(signed)d of %(num)d have signed",
        people,
        signed=signed,
    )
    return words


def status_words(signed: int | None, people: int) -> str:
    """To staff: none, a draft, or signed by how many; `signed` is None where there is no text."""
    if signed is None:
        return str(gettext("Not written"))
    if not signed:
        return str(gettext("A draft"))
    return str(gettext("Signed by %(signed)d of %(people)d", signed=signed, people=people))
