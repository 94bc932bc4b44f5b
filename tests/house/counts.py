"""Counting a code base by its syntax: lengths, docstrings, type hints, which way imports run."""

import ast
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
SHORT, LONG = 15, 50
"""Lines: what is read at a glance, and what is not."""


@dataclass(frozen=True)
class Spread:
    """Median, ninth tenth and largest of many lengths."""

    median: int
    high: int
    largest: int

    def __str__(self) -> str:
        """As one cell of a table."""
        return f"{self.median} / {self.high} / {self.largest:,}"


@dataclass(frozen=True)
class Counts:
    """What is said of one code base; shares are between 0 and 1, lines are those not blank."""

    files: int
    lines: int
    file: Spread
    function: Spread
    short: float
    long: float
    documented: float
    hinted: float
    mutual: tuple[tuple[str, str], ...]
    """Pairs of first-level parts that import each other."""
    hidden: int
    """Imports inside functions."""


def counts_of(package: Path) -> Counts:
    """Count a package; migrations and what has no code are left out."""
    files = {file: file.read_text("utf-8") for file in sorted(package.rglob("*.py"))}
    texts = {file: text for file, text in files.items() if "migrations" not in file.parts}
    trees = {file: ast.parse(text) for file, text in texts.items() if text.strip()}
    lines = [_lines(texts[file]) for file in trees]
    functions = [one for tree in trees.values() for one in _functions(tree)]
    lengths = [(one.end_lineno or one.lineno) - one.lineno + 1 for one in functions]
    public = [one for tree in trees.values() for one in _public(tree)]
    return Counts(
        files=len(trees),
        lines=sum(lines),
        file=_spread(lines),
        function=_spread(lengths),
        short=_share(length <= SHORT for length in lengths),
        long=_share(length > LONG for length in lengths),
        documented=_share(ast.get_docstring(one) is not None for one in public),
        hinted=_share(_is_hinted(one) for one in functions),
        mutual=tuple(_mutual(package, trees)),
        hidden=sum(_hidden(one) for one in functions),
    )


def lines_in(folder: Path) -> int:
    """The lines of all Python files in a folder that are not blank."""
    return sum(_lines(file.read_text("utf-8")) for file in folder.rglob("*.py"))


def _lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())


def _spread(lengths: Sequence[int]) -> Spread:
    high = statistics.quantiles(lengths, n=10)[-1]
    return Spread(round(statistics.median(lengths)), round(high), max(lengths))


def _share(answers: Iterator[bool]) -> float:
    found = list(answers)
    return sum(found) / len(found)


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _public(tree: ast.Module) -> Iterator[ast.ClassDef | Function]:
    """Classes and functions of a module that others may use, and public methods of those."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for one in (node for node in tree.body if isinstance(node, kinds)):
        if not one.name.startswith("_"):
            yield one
            within = one.body if isinstance(one, ast.ClassDef) else []
            methods = (node for node in within if isinstance(node, Function))
            yield from (node for node in methods if not node.name.startswith("_"))


def _is_hinted(function: Function) -> bool:
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    needed = [one for one in named if one.arg not in ("self", "cls")]
    return function.returns is not None and all(one.annotation for one in needed)


def _hidden(function: Function) -> int:
    return sum(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))


def _mutual(package: Path, trees: dict[Path, ast.Module]) -> Iterator[tuple[str, str]]:
    known = {
        (_part(package, file), name)
        for file, tree in trees.items()
        for name in _imported(package.name, tree)
    }
    yield from sorted((one, other) for one, other in known if one < other and (other, one) in known)


def _part(package: Path, file: Path) -> str:
    return file.relative_to(package).parts[0].removesuffix(".py")


def _imported(package: str, tree: ast.Module) -> Iterator[str]:
    """The first-level parts that a module imports, those for type checkers alone too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == package:
                yield from (alias.name for alias in node.names)
            elif node.module.startswith(f"{package}."):
                yield node.module.split(".")[1]
