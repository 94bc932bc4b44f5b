"""A link to another page, kept as it was written where a browser may follow it. For the shelf."""

from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from lti_tool.forms.kinds import Sent, Wrong, _, clean, first

SCHEMES = ("http", "https")


@dataclass(frozen=True)
class Link:
    """An address on the web; nothing is ever fetched from it."""

    word: ClassVar[str] = "link"
    longest: int = 1000

    def typed(self, sent: Sent, name: str) -> str:
        """The address as it was pasted."""
        return clean(first(sent, name)).strip()

    def read(self, typed: str) -> str:
        """The address, with https:// where no scheme was written; "" for none."""
        if not typed:
            return ""
        address = typed if "://" in typed else f"https://{typed}"
        if len(address) > self.longest or not _is_web(address):
            raise Wrong(_("Paste the address of a page, such as https://example.org/text."))
        return address


def host_of(address: str) -> str:
    """Where a link leads, to be read beside it."""
    return urlsplit(address).hostname or ""


def _is_web(address: str) -> bool:
    """Whether it leads to a host by http(s), with no name or password in it and nothing hidden."""
    if any(sign.isspace() or not sign.isprintable() or sign in '<>"\\' for sign in address):
        return False
    try:
        parts = urlsplit(address)
        port: Any = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    is_plain = parts.username is None and parts.password is None and port != 0
    return parts.scheme in SCHEMES and "." in host.strip(".") and is_plain


LINKS: dict[str, type[Any]] = {Link.word: Link}
