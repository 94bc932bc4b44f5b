"""Each kind of question: what it keeps exactly, and what it refuses with a sentence."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.forms.kinds import (
    KINDS,
    Choice,
    Date,
    Kind,
    Long,
    Many,
    Number,
    Steps,
    Text,
    Tick,
    Wrong,
    is_blank,
)

EXACT = [
    "Ça va ? – “quoted” & <script>alert(1)</script>",
    "שלום עולם",
    "مرحبا \u202eabc\u202c",
    "नमस्ते का\u200dम",
    "👩🏽‍🔬🫠" * 40,
    "%s %(name)s {0} {{ 7*7 }}",
    "a\u200bb",
]


def _read(kind: Kind, sent: dict[str, list[str]]) -> Any:
    return kind.read(kind.typed(sent, "x"))


@pytest.mark.parametrize("text", EXACT)
@pytest.mark.parametrize("kind", [Text(), Long()], ids=["text", "long"])
def test_words_of_any_script_are_kept_exactly(kind: Kind, text: str) -> None:
    assert _read(kind, {"x": [text]}) == text


def test_a_long_text_keeps_its_lines() -> None:
    assert _read(Long(), {"x": ["one\r\ntwo\n\nthree"]}) == "one\ntwo\n\nthree"


@pytest.mark.parametrize("kind", [Text(), Long()], ids=["text", "long"])
def test_signs_that_no_database_keeps_are_left_out(kind: Kind) -> None:
    assert _read(kind, {"x": ["a\x00b\x07c"]}) == "abc"


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "\n\t \u00a0", "\ufeff"])
@pytest.mark.parametrize("kind", [Text(), Long()], ids=["text", "long"])
def test_what_cannot_be_seen_is_no_answer(kind: Kind, text: str) -> None:
    assert is_blank(_read(kind, {"x": [text]}))


@pytest.mark.parametrize("kind", [Text(), Long()], ids=["text", "long"])
def test_a_text_of_a_hundred_thousand_signs_is_refused_and_not_cut(kind: Kind) -> None:
    typed = kind.typed({"x": ["x" * 100_000]}, "x")
    assert len(typed) == 100_000
    with pytest.raises(Wrong) as found:
        kind.read(typed)
    assert found.value.values == {"most": 2000, "count": 100_000}


@pytest.mark.parametrize("day", ["2026-12-04", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_day_that_exists_is_kept(day: str) -> None:
    assert _read(Date(), {"x": [day]}) == day


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2025-02-29", "0000-01-01", "4.12.2026", "2026-W10-1", "20261204", "soon",
            "٢٠٢٦-١٢-٠٤", "2026-12-04T10:00"]
)  # fmt: skip
def test_a_day_that_does_not_exist_is_refused(day: str) -> None:
    with pytest.raises(Wrong):
        _read(Date(), {"x": [day]})


@pytest.mark.parametrize(("typed", "number"), [("", None), ("0", 0), ("10", 10), ("+7", 7)])
def test_a_whole_number_is_kept(typed: str, number: int | None) -> None:
    assert _read(Number(lowest=0, highest=10), {"x": [typed]}) == number


@pytest.mark.parametrize("typed", ["-1", "11", "1.5", "1e3", "ten", "9" * 10_000, "NaN"])
def test_another_number_is_refused(typed: str) -> None:
    with pytest.raises(Wrong):
        _read(Number(lowest=0, highest=10), {"x": [typed]})


def test_an_option_that_is_not_in_the_form_is_refused() -> None:
    with pytest.raises(Wrong):
        _read(Choice(("a", "b")), {"x": ["c"]})
    with pytest.raises(Wrong):
        _read(Many(("a", "b")), {"x": ["a", "c"]})


def test_many_options_are_kept_once_and_in_the_order_of_the_form() -> None:
    assert _read(Many(("a", "b", "c")), {"x": ["c", "a", "c"]}) == ["a", "c"]


def test_a_tick_is_yes_or_no() -> None:
    assert [_read(Tick(), sent) for sent in ({"x": ["yes"]}, {})] == [True, False]


def _rows(*rows: tuple[str, str]) -> dict[str, list[str]]:
    return {
        f"x-{i}-{part}": [text]
        for i, row in enumerate(rows)
        for part, text in zip(("what", "by_when"), row, strict=True)
    }


def test_steps_remember_their_rows_and_blank_rows_are_left_out() -> None:
    rows = _read(Steps(), _rows(("one", ""), ("", ""), ("three", "2026-12-04"), ("", "")))
    assert [(row["row"], row["what"], row["by_when"]) for row in rows] == [
        (0, "one", ""),
        (2, "three", "2026-12-04"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("", "2026-12-04")],
        [("\u200b", "2026-12-04")],
        [("one", "2026-02-30")],
        [("x" * 201, "")],
        [(f"step {i}", "") for i in range(11)],
    ],
    ids=["a date alone", "an invisible step", "no such day", "too long", "eleven"],
)
def test_steps_that_cannot_be_kept_are_refused(rows: list[tuple[str, str]]) -> None:
    with pytest.raises(Wrong):
        _read(Steps(), _rows(*rows))


def test_rows_beyond_any_page_are_not_looked_at() -> None:
    assert _read(Steps(), {"x-999999-what": ["far away"]}) == []


names = st.from_regex(r"x(-\d-(what|by_when))?", fullmatch=True)


@given(st.dictionaries(names, st.lists(st.text(), max_size=3)), st.sampled_from(sorted(KINDS)))
def test_whatever_is_sent_is_read_or_refused_with_a_sentence(
    sent: dict[str, list[str]], word: str
) -> None:
    kind = KINDS[word]()
    try:
        value = _read(kind, sent)
    except Wrong as wrong:
        assert wrong.sentence % wrong.values
    else:
        assert "\x00" not in repr(value)
