"""A service of the platform failed."""

from lti_tool.errors.family import PeerCirclesError, _


class PlatformTrouble(PeerCirclesError):
    """A service of the platform failed; nothing that is stored was changed."""

    status = 502
    advice = _("Your learning platform did not answer as it should. Nothing was changed.")


class PlatformBusy(PlatformTrouble):
    """Worth another try: throttled, 5xx, time limit, no connection.

    `retry_after` is the number of seconds the platform asked us to wait, if it did.
    """

    def __init__(self, reason: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class PlatformNotNow(PlatformBusy):
    """Worth another try, and surely nothing was kept: throttled, or no token to be had."""


class PlatformSaysNo(PlatformTrouble):
    """Final: the platform refused the request for good.

    `http_status` is the platform's answer, for those who know what it means there.
    """

    def __init__(self, reason: str = "", *, http_status: int = 0) -> None:
        super().__init__(reason)
        self.http_status = http_status


class PlatformUnclear(PlatformTrouble):
    """What came back is not what the standard says."""
