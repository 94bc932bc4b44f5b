"""The pages on which staff bring a list along: looked at first, then kept; and who is there."""

import io
import re

from flask import Flask

from lti_tool.courses.models import Context
from lti_tool.courses.queries import learners_of
from lti_tool.db import db, utcnow
from lti_tool.launch.actions import VISIT_LASTS
from lti_tool.roster.models import RosterRead
from tests.builders import Browser, make_context, make_member
from tests.tenancy.robot import read

FILE = "Id;Name;Hold\n1;Søren Åberg;A\n2;Bo Berg;B\n2;Twice;B\n"


def teacher(app: Flask, context: Context) -> Browser:
    return Browser(app, make_member(context, "Dr Ruth Adeyemi", role="Instructor"))


def names(context: Context) -> list[str]:
    db.session.expire_all()
    return [one.user.name for one in learners_of(context.id)]


def chosen(file: bytes) -> dict[str, object]:
    return {"file": (io.BytesIO(file), "list.csv")}


def test_students_bring_no_list(app: Flask) -> None:
    browser = Browser(app, make_member(make_context()))
    assert browser.get("/roster/list").status_code == 403
    assert browser.post("/roster/list", chosen(FILE.encode())).status_code == 403
    assert browser.post("/roster/list/take", {"text": FILE}).status_code == 403
    assert browser.get("/roster/people").status_code == 403


def test_a_file_is_looked_at_before_it_changes_anything(app: Flask) -> None:
    context = make_context()
    browser = teacher(app, context)
    page = browser.post("/roster/list", chosen(FILE.encode("cp1252")))
    assert page.status_code == 200
    assert "2 people in this file" in page.text
    assert "Søren Åberg" in page.text
    assert "Line 4: the id 2 stands in line 3 already." in page.text
    assert names(context) == []


def test_what_was_looked_at_is_what_is_kept(app: Flask) -> None:
    context = make_context()
    browser = teacher(app, context)
    page = browser.post("/roster/list", chosen(FILE.encode())).text
    (form,) = read(page).forms
    sent = {**form.sent, "id": "0", "name": "1", "given": "", "family": "", "section": "2"}
    assert browser.post("/roster/list/take", sent).status_code == 303
    assert browser.post("/roster/list/take", sent).status_code == 303
    assert names(context) == ["Bo Berg", "Søren Åberg"]
    assert "From your list, not here yet" in browser.get("/roster/people").text


def test_columns_can_be_chosen_otherwise_and_are_looked_at_again(app: Flask) -> None:
    browser = teacher(app, make_context())
    sent = {"text": "a,b\n1,Ida Holm\n", "id": "0", "name": "1"}
    page = browser.post("/roster/list", sent)
    assert page.status_code == 200
    assert "Ida Holm" in page.text
    assert re.search(r'<option value="1" selected>b</option>', page.text)


def test_a_file_that_is_no_list_is_refused_beside_the_field(app: Flask) -> None:
    context = make_context()
    browser = teacher(app, context)
    for file in (b"", b"PK\x03\x04", b"name,email\nIda,ida@school.example\n"):
        page = browser.post("/roster/list", chosen(file))
        assert page.status_code == 422
        assert 'id="file-error"' in page.text
    assert browser.post("/roster/list").status_code == 422
    assert browser.post("/roster/list/take", {"text": "x"}).status_code == 422
    assert names(context) == []


def test_a_name_is_never_markup(app: Flask) -> None:
    browser = teacher(app, make_context())
    file = b'id,name\n1,"<script>alert(1)</script> ""quoted"""\n'
    page = browser.post("/roster/list", chosen(file)).text
    assert "<script>alert" not in page


def test_who_came_and_who_went_stand_on_pages_of_fifty(app: Flask) -> None:
    context = make_context()
    for number in range(120):
        make_member(context, f"Student {number:03}")
    gone = make_member(context, "Gone Away", left_at=utcnow() + VISIT_LASTS)
    browser = teacher(app, context)
    first = browser.get("/roster/people").text
    assert "Page 1 of 3" in first
    assert "Gone Away" in first
    assert gone.left_at
    last = browser.get("/roster/people?page=3").text
    assert "Gone Away" not in last
    assert last.count("<tr>") == 1 + 22
    for wrong in ("0", "-1", "99999999999999999999", "x"):
        assert browser.get(f"/roster/people?page={wrong}").status_code == 200


def test_another_course_is_not_on_the_page(app: Flask) -> None:
    context = make_context()
    make_member(make_context(context.deployment.registration), "Somebody Else")
    assert "Somebody Else" not in teacher(app, context).get("/roster/people").text


def test_a_list_is_offered_until_the_platform_gives_one(app: Flask) -> None:
    context = make_context()
    browser = teacher(app, context)
    assert "Bring a course list" in browser.get("/roster/").text
    context.memberships_url = "https://lms.example/members"
    db.session.add(RosterRead(context_id=context.id, read_at=utcnow(), outcome="complete"))
    db.session.commit()
    assert "Bring a course list" not in browser.get("/roster/").text
    assert "You need no file" in browser.get("/roster/list").text
    assert browser.post("/roster/list/take", {"text": FILE}).status_code == 409
