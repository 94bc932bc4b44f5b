"""Staff name services to their course: one tap away, above those of the institution."""

import pytest
from flask import Flask
from markupsafe import escape

from lti_tool.courses.models import Context
from lti_tool.forms.kinds import clean
from lti_tool.programme.contacts.forms import MOST
from lti_tool.programme.contacts.queries import contacts_in
from tests.builders import Browser, make_circle, make_context, make_member

NEAR = {"name": "Study guidance", "way": "guide@school.example", "what": "When studies weigh."}
PAGE = "/programme/contacts"


@pytest.fixture
def course(app: Flask) -> Context:
    return make_context()


@pytest.fixture
def staff(app: Flask, course: Context) -> Browser:
    return Browser(app, make_member(course, "Dr Ruth Adeyemi", role="Instructor"))


@pytest.fixture
def student(app: Flask, course: Context) -> Browser:
    members = [make_member(course, name) for name in ("Amara Okonkwo", "Jonas Weber")]
    make_circle(members)
    return Browser(app, members[0])


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("guide@school.example", "mailto:guide@school.example"),
        ("+45 35 55 01 00", "tel:+4535550100"),
        ("https://school.example/guide", "https://school.example/guide"),
        ("school.example/guide", "https://school.example/guide"),
    ],
)
def test_members_reach_it_among_the_contacts_and_in_the_guide(
    staff: Browser, student: Browser, typed: str, href: str
) -> None:
    assert staff.post(PAGE, {**NEAR, "way": typed}).status_code == 303
    for path in ("/help/support", "/guide"):
        page = student.get(path).text
        assert NEAR["name"] in page
        assert NEAR["what"] in page
        assert f'href="{href}"' in page


def test_the_number_of_an_office_never_stands_for_the_one_to_call_in_danger(
    staff: Browser, student: Browser
) -> None:
    staff.post(PAGE, {**NEAR, "way": "35 55 01 00"})
    assert "35550100" not in student.get("/help/new").text


@pytest.mark.parametrize(
    "path", ["/home", "/agreement", "/meetings", "/shelf", "/goals/new", "/help"]
)
def test_contacts_are_one_tap_from_the_pages_of_a_circle(student: Browser, path: str) -> None:
    assert f'href="/s/{student.sid}/help/support"' in student.get(path).text


@pytest.mark.parametrize(
    "way",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "ftp://school.example/",
        "https://one:two@school.example/",
        "guide@school.example?bcc=all@school.example",
        "mailto:guide@school.example",
        "tel:112",
        "+45 35;ext=1",
        'https://school.example/"onclick="x',
        "https://school.example/\u202egnp.exe",
        "1",
        "x" * 2000,
        "",
    ],
)
def test_what_leads_elsewhere_is_refused_beside_its_box_and_kept_as_typed(
    course: Context, staff: Browser, way: str
) -> None:
    got = staff.post(PAGE, {**NEAR, "way": way})
    assert got.status_code == 422
    assert ("Write a page, a mail" if way else "Write a few words here.") in got.text
    assert str(escape(clean(way).strip())) in got.text
    assert NEAR["name"] in got.text
    assert NEAR["what"] in got.text
    assert contacts_in(course.id) == []


def test_a_name_is_needed_and_short(course: Context, staff: Browser) -> None:
    for name, said in ((" ", "Write a few words here."), ("x" * 101, "100")):
        got = staff.post(PAGE, {**NEAR, "name": name})
        assert got.status_code == 422
        assert said in got.text
        assert NEAR["way"] in got.text
    assert contacts_in(course.id) == []


def test_words_of_staff_are_text_and_nothing_else(staff: Browser, student: Browser) -> None:
    staff.post(PAGE, {**NEAR, "name": "<img src=x>", "what": "<b>bold</b>"})
    page = student.get("/help/support").text
    assert "&lt;img src=x&gt;" in page
    assert "<img src=x>" not in page
    assert "&lt;b&gt;bold" in page


def test_of_two_who_write_at_once_both_are_shown_and_the_same_is_one(
    app: Flask, course: Context, staff: Browser
) -> None:
    second = Browser(app, make_member(course, "Dr Two", role="Instructor"))
    staff.get(PAGE), second.get(PAGE)
    staff.post(PAGE, NEAR)
    second.post(PAGE, {**NEAR, "name": "Chaplaincy"})
    second.post(PAGE, {**NEAR, "what": "Mornings."})
    page = second.get(PAGE).text
    assert "Study guidance" in page
    assert "Chaplaincy" in page
    assert [one.what for one in contacts_in(course.id)] == ["Mornings.", NEAR["what"]]


def test_there_are_a_few_and_one_that_is_taken_away_is_gone(
    course: Context, staff: Browser, student: Browser
) -> None:
    for number in range(MOST):
        staff.post(PAGE, {**NEAR, "name": f"Service {number}"})
    full = staff.post(PAGE, NEAR)
    assert full.status_code == 422
    assert "Take one away first." in full.text
    staff.post(f"{PAGE}/{contacts_in(course.id)[0].id}/take-away")
    assert staff.post(PAGE, NEAR).status_code == 303
    assert "Service 0" not in student.get("/help/support").text


def test_staff_find_the_page_from_the_contacts_and_read_who_reads_it(staff: Browser) -> None:
    assert f'href="/s/{staff.sid}{PAGE}"' in staff.get("/help/support").text
    assert "Everybody in the course reads them" in staff.get(PAGE).text


def test_students_and_other_courses_change_nothing(
    app: Flask, course: Context, staff: Browser, student: Browser
) -> None:
    staff.post(PAGE, NEAR)
    kept = contacts_in(course.id)[0].id
    other = Browser(app, make_member(make_context(), role="Instructor"))
    assert other.post(f"{PAGE}/{kept}/take-away").status_code == 303
    assert NEAR["name"] not in other.get("/help/support").text
    assert student.get(PAGE).status_code == 403
    assert student.post(PAGE, NEAR).status_code == 403
    assert student.post(f"{PAGE}/{kept}/take-away").status_code == 403
    assert len(contacts_in(course.id)) == 1
    assert PAGE not in student.get("/help/support").text
