"""Lists as spreadsheets, offices and platforms write them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lti_tool.roster.listed.reading import Columns, Listing, ListWrong, read_listing, text_of
from lti_tool.tables import written

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Essay (12)
    Points Possible,,,,,10
"Müller, Zoë",301,S00001,zoe,Monday,
"O'Connor, Siobhán",302,S00002,siobhan,Tuesday,7
"Student, Test",999,,,Monday,
"""
MOODLE = """First name,Last name,ID number,Email address
Zoë,Müller,S00001,zoe@school.example
Søren,Ångström,S00002,soren@school.example
"""
CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


def rows(listing: Listing) -> list[tuple[str, str, str, str]]:
    return [(one.sourced_id, one.name, one.given_name, one.section) for one in listing.people]


def told(listing: Listing) -> list[str]:
    return [one.sentence % one.values for one in listing.wrongs]


def test_a_gradebook_of_canvas_is_read_by_its_school_ids() -> None:
    listing = read_listing(CANVAS)
    assert rows(listing) == [
        ("S00001", "Zoë Müller", "Zoë", "Monday"),
        ("S00002", "Siobhán O'Connor", "Siobhán", "Tuesday"),
    ]
    assert told(listing) == ["Line 2 has no id.", "Line 5 has no id."]


def test_participants_of_moodle_are_read_by_their_id_numbers() -> None:
    assert rows(read_listing(MOODLE)) == [
        ("S00001", "Zoë Müller", "Zoë", ""),
        ("S00002", "Søren Ångström", "Søren", ""),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "Studienummer;Navn;Hold",
        "Matrikelnummer;Vollständiger Name;Abschnitt",
        "Numero di matricola;Nome e cognome;Sezione",
        "Student ID\tName\tSection",
        "sis_user_id,full_name,section",
    ],
)
def test_titles_are_known_in_four_languages_and_every_separator(head: str) -> None:
    separator = next(one for one in ";\t," if one in head)
    listing = read_listing(f"{head}\n" + separator.join(("7", "Ida Holm", "B")))
    assert rows(listing) == [("7", "Ida Holm", "", "B")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_way_in_which_spreadsheets_save_text_is_read(encoding: str) -> None:
    text = "id;name\r\n7;Søren Müller\r\n"
    assert rows(read_listing(text_of(text.encode(encoding))))[0][1] == "Søren Müller"


@pytest.mark.parametrize("file", [b"PK\x03\x04 a workbook", b"\x81\x8d\x8f", b"id\x00name"])
def test_what_is_no_text_is_refused(file: bytes) -> None:
    with pytest.raises(ListWrong):
        text_of(file)


@pytest.mark.parametrize("text", ["", " \n\n", "name,email\nIda,ida@school.example\n"])
def test_an_empty_file_and_one_without_ids_are_refused(text: str) -> None:
    with pytest.raises(ListWrong):
        read_listing(text)


def test_bad_lines_are_named_and_the_others_are_read() -> None:
    lines = [
        "id,name,section", "1,Ida,A", "", ",Nobody,A", "1,Twice,A", '"=1+1",Formula,A',
        "2,@SUM(A1),A", "1.23457E+11,Shortened,A", "3,Wide,A,more", f"{'9' * 256},Long,A", "4,Bo,",
    ]  # fmt: skip
    listing = read_listing("\n".join(lines))
    assert [one[0] for one in rows(listing)] == ["1", "4"]
    assert [one.line for one in listing.wrongs] == [4, 5, 6, 7, 8, 9, 10]
    assert told(listing)[1] == "Line 5: the id 1 stands in line 2 already."


def test_an_id_keeps_its_zeros() -> None:
    assert rows(read_listing('id,name\n"=""00123""",Ida\n')) == [("00123", "Ida", "", "")]


def test_columns_can_be_named_otherwise() -> None:
    text = "a,b,c\n7,Holm,Ida\n"
    listing = read_listing(text, Columns(id=0, given=2, family=1))
    assert rows(listing) == [("7", "Ida Holm", "Ida", "")]


def test_columns_that_are_not_there_leave_lines_out_and_break_nothing() -> None:
    assert read_listing("a,b\n7,Holm\n", Columns(id=9)).people == ()


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_every_line_is_read_or_named_and_no_id_comes_twice(
    lines: list[tuple[str, str, str]],
) -> None:
    listing = read_listing(written(["id", "name", "section"], lines).decode())
    ids = [one.sourced_id for one in listing.people]
    assert len(set(ids)) == len(ids)
    read = sorted([one.line for one in listing.people] + [one.line for one in listing.wrongs])
    assert len(set(read)) == len(read) == sum(any(map(str.strip, one)) for one in lines)


@example(b",")
@given(st.binary(max_size=200))
def test_no_file_breaks_the_page(file: bytes) -> None:
    try:
        listing = read_listing(text_of(file))
    except ListWrong as wrong:
        assert wrong.sentence % wrong.values
    else:
        assert all(one.sourced_id for one in listing.people)
