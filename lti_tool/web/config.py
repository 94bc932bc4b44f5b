"""What this process was told about itself: its address, and where it looks for forms and texts."""

from pathlib import Path

from flask import current_app

from lti_tool.settings import MailServer, Settings


def config_dirs() -> tuple[Path, ...]:
    """The folders of forms and texts, the institution's own before ours."""
    settings: Settings = current_app.extensions["settings"]
    return settings.config_dirs


def public_url() -> str:
    """The tool as browsers and platforms see it, without a trailing slash."""
    return str(current_app.config["PUBLIC_URL"])


def mail_server() -> MailServer | None:
    """Where reminders are handed over; None where none are sent and no addresses kept."""
    settings: Settings = current_app.extensions["settings"]
    return settings.mail


def secret_key() -> str:
    """The secret with which addresses are signed."""
    return str(current_app.config["SECRET_KEY"])
