"""Tables that staff bring along: read as spreadsheets write them, or refused with a sentence."""

import io
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.groups.plan.queries import imported_columns
from lti_tool.groups.queries import current, people_by_number
from lti_tool.groups.setup.table import TableWrong, read_table
from tests.groups.setup.test_setup import Desk

KNOWN = range(1, 10)


@pytest.mark.parametrize(
    "file",
    [
        b"id,Points\n1,12\n2,7\n",
        b"\xef\xbb\xbfid;Points\r\n1;12\r\n2;7\r\n",
        b"name\tid\tPoints\nAmara\t1\t12\nMinh\t2\t7\n\n",
        b'ID,name,Points\n1,"Okonkwo, Amara",12\n2,,7\n3,,\n',
    ],
    ids=["commas", "a byte-order mark and semicolons", "tabs", "quotes and empty cells"],
)
def test_a_table_of_any_spreadsheet_is_read(file: bytes) -> None:
    assert read_table(file, KNOWN).columns == {"Points": {1: "12", 2: "7"}}


def test_a_number_below_zero_is_no_formula() -> None:
    assert read_table(b"id,Change\n1,-2.5\n", KNOWN).columns == {"Change": {1: "-2.5"}}


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "nothing in this file"),
        (b"\xff\xfe\x00b", "not plain text"),
        (b"PK\x03\x04\x00\x00", "nothing in this file"),
        (b"Points\n12\n", "one of them must be called id"),
        (b"id,id,Points\n1,1,3\n", "one of them must be called id"),
        (b"id\n1\n", "Each column needs a name"),
        (b"id,,Points\n1,2,3\n", "Each column needs a name"),
        (b"id,A,A\n1,2,3\n", "Two columns are called A."),
        (b"id,A\n1,2\n1,3\n", "Line 3: the id 1 comes twice."),
        (b"id,A\n,2\n", "Line 2 has no id."),
        (b"id,A\n99,2\n", "Line 2: nobody in the course has the id 99."),
        ("id,A\n²,2\n".encode(), "Line 2: nobody in the course has the id ²."),
        (b"id,A\n1,2,3\n", "Line 2 has more cells"),
        (b'id,A\n1,"=HYPERLINK(1)"\n', "Line 2, column A: this looks like a formula."),
        (b"id,=A1\n1,2\n", "Line 1, column =A1: this looks like a formula."),
        (b"id,A\n1," + b"x" * 101 + b"\n", "Line 2, column A: 100 signs at most."),
        (b"id," + b",".join(b"c%d" % n for n in range(200)), "200 columns are too many"),
        (b"id,A\n1," + b"x" * 200_000, "not plain text"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(file: bytes, said: str) -> None:
    with pytest.raises(TableWrong) as found:
        read_table(file, KNOWN)
    assert said in found.value.sentence % found.value.values


@given(st.binary(max_size=200))
def test_any_file_at_all_is_a_table_or_a_sentence(file: bytes) -> None:
    try:
        read_table(file, KNOWN)
    except TableWrong as wrong:
        assert wrong.sentence % wrong.values


def _bring(desk: Desk, text: str) -> Any:
    return desk.send("columns", file=(io.BytesIO(text.encode()), "own.csv"))


def test_columns_are_kept_beside_each_other_replaced_and_taken_away(app: Flask) -> None:
    desk = Desk(app, 2)
    a, b = (one.id for one in desk.students)
    assert _bring(desk, f"id,Points,Seminar\n{a},12,red\n{b},7,blue\n").status_code == 303
    assert _bring(desk, f"id,Points\n{a},13\n").status_code == 303
    kept = {"Points": {a: "13"}, "Seminar": {a: "red", b: "blue"}}
    assert imported_columns(desk.context.id) == kept
    assert "Points" in desk.text("/criteria")
    desk.send("columns/drop", name="Points")
    assert imported_columns(desk.context.id) == {"Seminar": {a: "red", b: "blue"}}


def test_one_wrong_line_keeps_nothing_of_the_file(app: Flask) -> None:
    desk = Desk(app, 1)
    got = _bring(desk, f"id,Points\n{desk.students[0].id},12\n999999,3\n")
    assert got.status_code == 422
    assert "Line 3: nobody in the course has the id 999999." in got.text
    assert imported_columns(desk.context.id) == {}


def test_no_file_at_all_is_a_sentence(app: Flask) -> None:
    assert "nothing in this file" in Desk(app, 1).send("columns").text


def test_the_list_of_students_comes_back_as_it_went(app: Flask) -> None:
    desk = Desk(app, 2)
    desk.students[0].user.name = "=cmd|' /C calc'!A0"
    given_out = desk.browser.get("/groups/plan/students.csv")
    assert given_out.mimetype == "text/csv"
    assert "'=cmd" in given_out.text
    lines = given_out.text.lstrip("\ufeff").splitlines()
    assert (
        _bring(desk, "\n".join([lines[0] + ",A", *(f"{one},x" for one in lines[1:])])).status_code
        == 303
    )


def test_a_column_becomes_circles_and_who_has_no_value_sits_nowhere_yet(app: Flask) -> None:
    desk = Desk(app, 5)
    a, b, c, d, _ = (one.id for one in desk.students)
    _bring(desk, f"id,circle\n{a},red\n{b},blue\n{c},red\n{d},blue\n")
    assert desk.send("columns/circles", name="circle").status_code == 303
    draft = current(desk.context.id, "draft")
    assert draft
    assert people_by_number(draft) == {1: (str(b), str(d)), 2: (str(a), str(c))}


def test_a_circle_that_nobody_could_sit_round_is_refused(app: Flask) -> None:
    desk = Desk(app, 9)
    _bring(desk, "id,circle\n" + "".join(f"{one.id},red\n" for one in desk.students))
    got = desk.send("columns/circles", name="circle")
    assert got.status_code == 422
    assert "9 people have the value red, and a circle takes 8." in got.text
    assert "no such column" in desk.send("columns/circles", name="gone").text
    assert current(desk.context.id, "draft") is None
