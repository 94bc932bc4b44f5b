"""What the tests of the house look at: the checkout, and an application that serves nobody."""

from pathlib import Path

import pytest
from flask import Flask

from lti_tool.app import create_app
from lti_tool.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application as it is wired, without tables."""
    folder = tmp_path_factory.mktemp("house")
    return create_app(Settings.from_env({"PEER_CIRCLES_DATA_DIR": str(folder)}))
