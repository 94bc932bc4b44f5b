"""The error that all of ours are, and the mark of words that a page translates."""


def _(words: str) -> str:
    """Mark words for the catalogues; they are translated when a page is drawn."""
    return words


class PeerCirclesError(Exception):
    """Anything that went wrong in a way we foresaw."""

    status = 500
    title = _("Something needs a look")
    advice = _("Please open this again from your course. Nothing you wrote is lost.")

    said = ""
    """What the other side said, for whoever helps: text without markup or secrets."""

    def __init__(self, reason: str = "", *, said: str = "") -> None:
        super().__init__(reason)
        self.reason, self.said = reason, said
