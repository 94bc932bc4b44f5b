"""Moodle's Link header of gradebook lists, with its curly quotes and escaped ampersands."""

from __future__ import annotations

from tests.demo_lms.temperaments.shape import Params


def curly_links(url: str, kept: Params, *, size: int, start: int, total: int) -> str:
    """The header of one page; it is UTF-8 squeezed into a header, so it arrives as Latin-1."""
    places = {"first": 0, "canonical": start}
    if start + size < total:
        places["next"] = start + size
    places["last"] = max(0, (total - 1) // size * size)
    query = "".join(f"{name}={value}&amp;" for name, value in kept.items())
    entries = (
        f"<{url}?{query}limit={size}&amp;from={begin}>; rel=“{relation}”"
        for relation, begin in places.items()
    )
    return ", ".join(entries).encode().decode("latin-1")


def count(text: str | None) -> int:
    """A whole number of a query, 0 for anything else."""
    return int(text) if text and text.isdecimal() else 0
