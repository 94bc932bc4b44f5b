"""What guides tell people to type or to open exists: commands with their options, and addresses."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed

from lti_tool.app import create_app
from lti_tool.cli import cli
from lti_tool.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[2]
GUIDES = sorted(
    [*CHECKOUT.glob("deploy/*.md"), *CHECKOUT.glob("docs/*.md"), CHECKOUT / "README.md"]
)
COMMAND = re.compile(r"^\s*(?:\$ )?peer-circles ((?:[^`\n\\]|\\\n)+)|`peer-circles ([^`]+)`", re.M)
ADDRESS = re.compile(r"https://circles\.example\.edu(/[\w./-]*)?")
PLATFORMS = ("moodle", "canvas", "brightspace", "blackboard", "sakai", "openedx")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application as it is wired, without tables."""
    folder = tmp_path_factory.mktemp("guides")
    return create_app(Settings.from_env({"PEER_CIRCLES_DATA_DIR": str(folder)}))


def commands(file: Path) -> Iterator[list[str]]:
    """Each command of a guide in its words; one of the last is what a sentence leaves open."""
    for block, inline in COMMAND.findall(file.read_text("utf-8")):
        yield shlex.split((block or inline).replace("\\\n", " "), comments=True)


def known(words: list[str]) -> bool:
    """Whether the command exists and knows each option; `…` stands for what is left out."""
    at: click.Command = cli
    rest = list(words)
    while isinstance(at, click.Group) and rest and rest[0] in at.commands:
        at = at.commands[rest.pop(0)]
    options = {name for one in at.params for name in one.opts} | {"--help"}
    used = {word.partition("=")[0] for word in rest if word.startswith("--")}
    is_named = not isinstance(at, click.Group) or not rest or rest[0] in ("…", "...")
    return is_named and used <= options


@pytest.mark.parametrize("file", GUIDES, ids=lambda file: file.name)
def test_every_command_that_a_guide_names_exists(file: Path) -> None:
    assert [words for words in commands(file) if not known(words)] == []


@pytest.mark.parametrize("file", GUIDES, ids=lambda file: file.name)
def test_every_address_that_a_guide_names_is_one_of_ours(file: Path, house: Flask) -> None:
    ways = house.url_map.bind("circles.example.edu")
    for path in filter(None, ADDRESS.findall(file.read_text("utf-8"))):
        try:
            ways.match(path.rstrip("."))
        except MethodNotAllowed:
            continue


@pytest.mark.parametrize("name", PLATFORMS)
def test_each_platform_has_a_guide_for_both_ways(name: str) -> None:
    text = (CHECKOUT / f"deploy/{name}.md").read_text("utf-8")
    for path in ("/lti/launch", "/lti/login", "/lti/jwks.json"):
        assert path in text or "/lti/canvas.json" in text
    assert "peer-circles platforms add" in text
    if name not in ("blackboard", "openedx"):
        assert "peer-circles platforms invite" in text
        assert "/lti/register" in text
