"""A mail server on the loopback that keeps what it is given, and a tool that writes to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from lti_tool.settings import MailServer
from tests.conftest import free_port


@dataclass
class Sink:
    """What arrived, and what the server answers next: an empty answer takes the reminder."""

    reminders: list[EmailMessage] = field(default_factory=list)
    answer: str = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a reminder, or refuse it."""
        if self.answer:
            return self.answer
        content = envelope.content.replace(b"\r\n", b"\n")
        made = message_from_bytes(content, policy=policy.default)
        self.reminders.append(made)  # type: ignore[arg-type]
        return "250 OK"

    @property
    def texts(self) -> list[str]:
        """What the reminders say."""
        return [one.get_content() for one in self.reminders]


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A real mail server that takes everything."""
    made = Sink()
    controller = Controller(made, hostname="127.0.0.1", port=free_port())
    controller.start()
    made.port = controller.port  # type: ignore[attr-defined]
    yield made
    controller.stop()


@pytest.fixture
def post(app: Flask, sink: Sink) -> Sink:
    """The same, and the tool hands its reminders over there."""
    server = MailServer(f"smtp://127.0.0.1:{sink.port}", "Circles <circles@example.edu>")  # type: ignore[attr-defined]
    app.extensions["settings"] = replace(app.extensions["settings"], mail=server)
    return sink
