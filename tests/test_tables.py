"""Tables that we write open in a spreadsheet, and nothing in them is calculated."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.tables import NUMBER, FileWrong, Table, harmless, in_workbook, plain, written


@given(st.text(max_size=20))
def test_no_cell_of_ours_is_a_formula(cell: str) -> None:
    made = harmless(cell)
    assert NUMBER.fullmatch(made) or not made.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(("cell", "made"), [("-0.3", "-0.3"), ("-1+1", "'-1+1"), ("+1", "'+1")])
def test_a_number_below_zero_stays_a_number(cell: str, made: str) -> None:
    assert harmless(cell) == made


@given(st.text("ab=+-@'", min_size=1, max_size=6))
def test_what_was_made_harmless_is_read_as_it_was(cell: str) -> None:
    [(line, [read])] = Table.of("ours.csv", written(["id"], [[cell]])).rows("id")
    assert (line, read) == (2, plain(cell))


@given(st.text("ab=+-@", max_size=8))
def test_in_a_workbook_nothing_is_calculated(cell: str) -> None:
    rows = [[cell], ["=1+1"], ["-0.5"], ["007"]]
    book = zipfile.ZipFile(io.BytesIO(in_workbook("ours", ["id"], rows)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count('t="s"') == 4
    assert sheet.count("<v>-0.5</v>") == 1


@pytest.mark.parametrize("text", ["", " \n\n", ",", ";;\n; ;", "\t", "\x1c,\x1c"])
def test_a_file_without_a_word_is_empty(text: str) -> None:
    with pytest.raises(FileWrong, match="empty"):
        Table.of_text("list.csv", text)
