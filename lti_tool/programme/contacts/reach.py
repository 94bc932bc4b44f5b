"""How a service is reached: a page, a mail address or a number, kept as it was written."""

import re
from dataclasses import dataclass
from typing import ClassVar

from lti_tool.forms.kinds import Sent, Wrong, _, clean, first
from lti_tool.forms.links import Link

MAIL = re.compile(r"[\w.+'-]{1,64}@(?:[a-z\d-]{1,63}\.)+[a-z\d-]{2,63}", re.ASCII | re.IGNORECASE)
"""An address and no more: what follows a question mark could write a mail of its own."""
PHONE = re.compile(r"\+?\d[\d ()/.-]{1,28}\d", re.ASCII)
LONGEST = 500


@dataclass(frozen=True)
class Reach:
    """One line that leads to a service."""

    word: ClassVar[str] = "link"

    def typed(self, sent: Sent, name: str) -> str:
        """The line as it was pasted."""
        return clean(first(sent, name)).strip()

    def read(self, typed: str) -> str:
        """The line; a page begins with http(s). "" for none."""
        if MAIL.fullmatch(typed) or PHONE.fullmatch(typed):
            return typed
        try:
            return Link(longest=LONGEST).read(typed)
        except Wrong as wrong:
            raise Wrong(_("Write a page, a mail address or a phone number.")) from wrong


def href_of(way: str) -> str:
    """Where a browser goes from a line that was kept."""
    if PHONE.fullmatch(way):
        return "tel:" + re.sub(r"[^\d+]", "", way)
    return f"mailto:{way}" if MAIL.fullmatch(way) else way
