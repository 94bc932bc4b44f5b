"""Where this process looks for forms and texts; any step's queries may ask."""

from pathlib import Path

from flask import current_app

from lti_tool.settings import Settings


def config_dirs() -> tuple[Path, ...]:
    """The folders of forms and texts, the institution's own before ours."""
    settings: Settings = current_app.extensions["settings"]
    return settings.config_dirs
