"""What a stranger may write where the standard wants something else."""

from typing import Any

from hypothesis import strategies as st

TEXTS = [
    "", " ", "0", "$Person.name.full", "\x00", "a\x00b", "\ud800", "ab\udfffc", "\u202ename",
    "🧑🏽‍🤝‍🧑🏿" * 40, "<script>alert(1)</script>", "{{ 7*7 }}", "%(name)s %s",
    "a" * 300, "x" * 30_000,
    "line\r\nSet-Cookie: a=b", "https://", "https://[half", "http://10.0.0.1/",
    "javascript:alert(1)", "../../etc/passwd", "' OR 1=1 --", "null", "true", "1.3.0", "None",
]  # fmt: skip
NUMBERS = [0, -1, 2**31, 2**63, 10**40, 1e308, float("inf"), float("nan"), 0.1, True, False]


def nested(depth: int) -> Any:
    """Lists in lists, so deep."""
    found: Any = []
    for _ in range(depth):
        found = [found]
    return found


texts = st.sampled_from(TEXTS) | st.text(max_size=40)
leaves = st.none() | st.sampled_from(NUMBERS) | st.integers() | texts
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=6,
) | st.sampled_from([nested(400), ["x" * 200] * 500, {str(n): n for n in range(500)}])
"""Whatever JSON can say, and what Python's reader takes for JSON: NaN, halves of signs."""

GONE = object()
"""As a value: the member is left out."""


def paths(document: Any, depth: int = 3) -> list[tuple[Any, ...]]:
    """The way to each member of an object, and to the members of its objects and lists."""
    if depth == 0 or not isinstance(document, dict | list):
        return []
    pairs = document.items() if isinstance(document, dict) else enumerate(document)
    found = []
    for name, value in pairs:
        found += [(name,), *((name, *rest) for rest in paths(value, depth - 1))]
    return found


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at the end of this way, where the way still leads anywhere."""
    if not path:
        return value
    if not isinstance(document, dict | list):
        return document
    copy = document.copy()
    name, *rest = path
    if isinstance(copy, list) and not (isinstance(name, int) and name < len(copy)):
        return copy
    if value is GONE and not rest:
        copy.pop(name) if isinstance(copy, list) else copy.pop(name, None)
    else:
        inner = copy[name] if isinstance(copy, list) else copy.get(name)
        copy[name] = changed(inner, tuple(rest), value)
    return copy


def mutations(document: Any) -> st.SearchStrategy[list[tuple[tuple[Any, ...], Any]]]:
    """Up to four members to change, each with what it becomes."""
    ways = st.sampled_from(paths(document))
    return st.lists(st.tuples(ways, st.just(GONE) | values), min_size=1, max_size=4)


def mutated(document: Any, changes: list[tuple[tuple[Any, ...], Any]]) -> Any:
    """The document after all changes."""
    for path, value in changes:
        document = changed(document, path, value)
    return document
