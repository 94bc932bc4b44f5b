"""What is typed and not sent yet is kept for its author alone."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.journey.drafts.actions import LASTS, LONGEST, keep_draft
from lti_tool.journey.drafts.models import Draft
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import write_agreement

PAGE = "/agreement/edit"
ASKED = {"page": PAGE, "-version": "0"}
TYPED = '[["purpose","Half a thought"]]'


@pytest.fixture
def me(app: Flask) -> Membership:
    member = make_member(make_context())
    make_circle([member, make_member(member.context, "Søren Kierkegaard")])
    return member


def _count() -> int:
    return db.session.scalar(select(func.count()).select_from(Draft)) or 0


def test_what_was_typed_is_there_when_its_author_comes_in_again(
    app: Flask, me: Membership, browser: Browser
) -> None:
    assert browser.post("/drafts", {**ASKED, "typed": TYPED}).status_code == 204
    assert browser.post("/drafts", {**ASKED, "typed": TYPED}).status_code == 204
    again = Browser(app, me).get("/drafts", query_string=ASKED)
    assert again.get_data(as_text=True) == TYPED
    assert again.headers["Cache-Control"] == "no-store"
    assert _count() == 1


def test_nobody_else_is_given_it(app: Flask, me: Membership, browser: Browser) -> None:
    browser.post("/drafts", {**ASKED, "typed": TYPED})
    mate = make_member(me.context, "Minh Anh")
    teacher = make_member(me.context, "Dr Ruth Adeyemi", role="Instructor")
    assert Browser(app, mate).get("/drafts", query_string=ASKED).status_code == 204
    assert Browser(app, teacher).get("/drafts", query_string=ASKED).status_code == 403


def test_once_something_was_saved_there_an_older_draft_is_of_no_use(browser: Browser) -> None:
    browser.post("/drafts", {**ASKED, "typed": TYPED})
    write_agreement(browser)
    asked = {"page": PAGE, "-version": "1"}
    assert browser.get("/drafts", query_string=asked).status_code == 204


def test_a_draft_is_let_go_by_its_author_and_after_a_month(
    me: Membership, browser: Browser
) -> None:
    browser.post("/drafts", {**ASKED, "typed": TYPED})
    browser.post("/drafts", {**ASKED, "typed": ""})
    assert _count() == 0
    keep_draft(me, "/goals/new", version=0, typed=TYPED)
    db.session.scalars(select(Draft)).one().kept_at = utcnow() - LASTS - timedelta(days=1)
    db.session.commit()
    browser.post("/drafts", {**ASKED, "typed": TYPED})
    assert db.session.scalars(select(Draft.page)).all() == [PAGE]


def test_what_is_too_long_is_not_kept_and_the_page_can_say_so(browser: Browser) -> None:
    answer = browser.post("/drafts", {**ASKED, "typed": "x" * (LONGEST + 1)})
    assert answer.status_code == 413
    assert _count() == 0


def test_a_draft_of_another_origin_is_refused(browser: Browser) -> None:
    answer = browser.post("/drafts", {**ASKED, "typed": TYPED, "csrf": "forged"})
    assert answer.status_code == 403
