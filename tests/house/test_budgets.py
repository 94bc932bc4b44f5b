"""Functions of about nine lines, files of about a hundred; architecture on one page."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

LONGEST_FUNCTION, MEDIAN_FUNCTION = 40, 9
LONGEST_FILE = 300
LONGEST_PAGE = 70


def _files(checkout: Path) -> Iterator[Path]:
    for file in sorted((checkout / "lti_tool").rglob("*.py")):
        if "migrations" not in file.parts:
            yield file


def _functions(checkout: Path) -> Iterator[tuple[str, int]]:
    for file in _files(checkout):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                yield f"{file.relative_to(checkout)}:{node.lineno} {node.name}", length


def test_no_function_is_longer_than_a_screen(checkout: Path) -> None:
    assert [one for one in _functions(checkout) if one[1] > LONGEST_FUNCTION] == []


def test_functions_are_short(checkout: Path) -> None:
    assert statistics.median(length for _, length in _functions(checkout)) <= MEDIAN_FUNCTION


def test_no_file_is_long(checkout: Path) -> None:
    for file in _files(checkout):
        lines = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
        assert len(lines) <= LONGEST_FILE, file


def test_every_module_opens_with_a_sentence(checkout: Path) -> None:
    for file in _files(checkout):
        tree = ast.parse(file.read_text("utf-8"))
        assert ast.get_docstring(tree) or not tree.body, file


def test_the_architecture_fits_one_page(checkout: Path) -> None:
    lines = (checkout / "docs/architecture.md").read_text("utf-8").splitlines()
    assert len(lines) <= LONGEST_PAGE
    assert max(len(line) for line in lines) <= 120
