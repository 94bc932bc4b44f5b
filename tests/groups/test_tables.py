"""Tables that we write open in a spreadsheet, and nothing in them is calculated."""

from hypothesis import given
from hypothesis import strategies as st

from lti_tool.groups.tables import Table, harmless, plain, written


@given(st.text(max_size=20))
def test_no_cell_of_ours_is_a_formula(cell: str) -> None:
    assert not harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text("ab=+-@'", min_size=1, max_size=6))
def test_what_was_made_harmless_is_read_as_it_was(cell: str) -> None:
    [(line, [read])] = Table.of("ours.csv", written(["id"], [[cell]])).rows("id")
    assert (line, read) == (2, plain(cell))
