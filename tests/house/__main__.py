"""`python -m tests.house`: our counts beside those of ten code bases that we looked up to."""

from collections.abc import Iterator
from pathlib import Path

from tests.house.counts import counts_of, lines_in

CHECKOUT = Path(__file__).resolve().parents[2]
HEADS = (
    "code base", "files", "lines", "file median / p90 / max", "function median / p90 / max",
    "≤ 15 lines", "> 50 lines", "docstring on public", "type hints", "test ÷ code", "mutual pairs",
)  # fmt: skip
MODELS = Path(__file__).with_name("ten_models.md")
"""Their lines of the table, counted in 2026 in the same way from their public repositories."""


def ours() -> tuple[str, ...]:
    """The line of Peer Circles."""
    counts = counts_of(CHECKOUT / "lti_tool")
    shares = (counts.short, counts.long, counts.documented, counts.hinted)
    ratio = lines_in(CHECKOUT / "tests") / counts.lines
    return (
        "**Peer Circles**", str(counts.files), f"{counts.lines:,}", str(counts.file),
        str(counts.function), *(f"{share:.0%}".replace("%", " %") for share in shares),
        f"{ratio:.2f}", str(len(counts.mutual)),
    )  # fmt: skip


def table() -> Iterator[str]:
    """A table in Markdown, ours first."""
    for row in (HEADS, ("---",) * len(HEADS), ours()):
        yield f"| {' | '.join(row)} |"
    yield MODELS.read_text("utf-8").rstrip()


if __name__ == "__main__":
    print("\n".join(table()))
