"""What the authorization endpoint can answer; decided without the web, shown by `door.py`."""

from __future__ import annotations

from dataclasses import dataclass


class Form(dict[str, str]):
    """A form as a browser would post it: the fields, and `.action`, the address it goes to."""

    def __init__(self, action: str, fields: dict[str, str]) -> None:
        super().__init__(fields)
        self.action = action

    def __missing__(self, key: str) -> str:
        if key == "action":
            return self.action
        raise KeyError(key)


@dataclass(frozen=True)
class ErrorPage:
    """The LMS keeps the browser and shows its own error page."""

    status: int
    text: str


@dataclass(frozen=True)
class Repost:
    """The LMS's own cookie is missing: the page posts to itself to get it (moodle)."""


@dataclass(frozen=True)
class SeeOther:
    """The LMS sends the browser to one of its own pages."""

    location: str


Outcome = Form | ErrorPage | Repost | SeeOther


class LaunchRefusedError(Exception):
    """The LMS did not give a token; `outcome` says what the browser would see instead."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"The LMS gave no token: {outcome!r}")
        self.outcome = outcome
