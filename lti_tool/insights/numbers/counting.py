"""From answers to counts: the only form in which answers leave their round. Plain Python."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

Answers = Mapping[str, Any]
Counts = dict[str, dict[str, int]]
"""For each line, how often each answer was given; of pairs the answer is `before:after`."""


def count_lines(answers: Iterable[Answers], lines: Iterable[str]) -> Counts:
    """How often each answer was given to each line; blank ones are not counted."""
    rows, wanted = list(answers), tuple(lines)
    return {
        line: dict(Counter(str(row[line]) for row in rows if _is_said(row.get(line))))
        for line in wanted
    }


def count_pairs(pairs: Iterable[tuple[Answers, Answers]], lines: Iterable[str]) -> Counts:
    """The same of those who answered a line both times."""
    rows, wanted = list(pairs), tuple(lines)
    return {
        line: dict(
            Counter(
                f"{before[line]}:{after[line]}"
                for before, after in rows
                if _is_said(before.get(line)) and _is_said(after.get(line))
            )
        )
        for line in wanted
    }


def pairs_in(counts: Mapping[str, int]) -> list[tuple[int, int]]:
    """The pairs of one line again, in no order that tells of people."""
    return [
        (int(before), int(after))
        for key, count in sorted(counts.items())
        for before, _, after in [key.partition(":")]
        for _ in range(count)
    ]


def _is_said(value: Any) -> bool:
    return value not in (None, "", [])
