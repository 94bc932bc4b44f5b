"""No code or template names a page, a template or a file that does not exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

TEMPLATE = re.compile(
    r"""(?:render_template\(|\{%-?\s*(?:extends|include|import|from))\s*["']([^"']+)["']"""
)
ADDRESS = re.compile(r"""url_for\(\s*["']([^"']+)["']""")
STATIC = re.compile(r"""url_for\(\s*["']static["'],\s*filename=["']([^"']+)["']""")
DOTTED = re.compile(r"""["']([a-z_]+)\.([a-z_]+)["']""")
NO_PAGES = {"html", "js", "css", "toml", "svg", "md", "po", "txt", "id"}
"""What may stand behind a blueprint's name and a dot: files, and columns of tables."""


@pytest.fixture(scope="module")
def sources(checkout: Path) -> list[str]:
    """The text of every module and template."""
    files = [*(checkout / "lti_tool").rglob("*.py"), *(checkout / "templates").rglob("*.html")]
    return [file.read_text("utf-8") for file in files]


def _found(pattern: re.Pattern[str], sources: list[str]) -> set[str]:
    return {name for text in sources for name in pattern.findall(text)}


def _dotted(house: Flask, sources: list[str]) -> Iterator[str]:
    """Quoted `blueprint.page`, as macros and redirects are handed them."""
    for text in sources:
        for blueprint, page in DOTTED.findall(text):
            if blueprint in house.blueprints and page not in NO_PAGES:
                yield f"{blueprint}.{page}"


def test_every_named_page_exists(house: Flask, sources: list[str]) -> None:
    named = _found(ADDRESS, sources) | set(_dotted(house, sources))
    assert named - set(house.view_functions) == set()


def test_every_named_template_exists(house: Flask, sources: list[str]) -> None:
    known = set(house.jinja_env.list_templates())
    assert _found(TEMPLATE, sources) - known == set()


def test_every_named_static_file_exists(house: Flask, sources: list[str]) -> None:
    folder = Path(str(house.static_folder))
    assert [name for name in _found(STATIC, sources) if not (folder / name).is_file()] == []


def test_every_template_can_be_read(house: Flask) -> None:
    for name in house.jinja_env.list_templates():
        house.jinja_env.get_template(name)
