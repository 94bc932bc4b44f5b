"""Whatever is pasted into a box of any form: kept exactly, or refused with every sign of it there.

Forms are found by walking the pages, so a form that is added tomorrow is tried tomorrow.
"""

from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.forms.kinds import can_be_seen
from lti_tool.journey.goals.models import Goal
from tests.builders import Browser
from tests.groups.survey.answering import open_survey
from tests.journey import test_secrets
from tests.journey.writers import sent, write_goal
from tests.own.rows import all_rows
from tests.tenancy.robot import Form, read

author = test_secrets.author
NASTY = {
    "100 kB": "w" * 100_000,
    "right to left": "שלום \u202eעולם\u202c مرحبا",
    "no width": "a\u200bb\u200dc\ufeffd",
    "script": "<script>alert(1)</script>",
    "markup": "</textarea><b>&amp; \" ' {{ 7 * 7 }} %s",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 20,
    "nothing to see": "\u2003\u00a0 ",
    "a null": "a\x00b",
}
MOST_PAGES = 90
STRANGE = ("/own/erase", "/language", "/drafts")
"""Forms without a box for words, or with a box that the page's script fills."""


def _forms(app: Flask, browser: Browser) -> Iterator[Form]:
    """Every form with a box for words, each address once."""
    start = f"/s/{browser.sid}"
    plain = [one for one in app.url_map.iter_rules() if one.rule.startswith("/s/<sid>/")]
    waiting = [one.rule[8:] for one in plain if "GET" in one.methods and one.rule.count("<") == 1]
    seen, found = set[str](), set[str]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0).partition("#")[0]
        if path in seen:
            continue
        seen.add(path)
        page = read(browser.get(path).text)
        waiting += [one.removeprefix(start) for one in page.links if one.startswith(start + "/")]
        for form in page.forms:
            where = form.action.removeprefix(start)
            has_words = any(kind in ("text", "textarea") for kind in form.boxes.values())
            if form.method == "post" and has_words and where not in found and where not in STRANGE:
                found.add(where)
                form.action, form.page = where, path
                yield form


def _send(browser: Browser, form: Form, words: str) -> TestResponse:
    filled = next(form.filled(words))
    return browser.post(form.action, {**filled, "csrf": browser.csrf})


def _is_kept_in(page: str, words: str) -> bool:
    """Whether the boxes of a page hold what was typed, but for what no page can hold."""
    plain = unescape(page).replace("\r\n", "\n")
    return words.replace("\x00", "").strip() in plain


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_every_form_keeps_it_exactly_or_refuses_it_beside_the_box(
    app: Flask, author: Membership, name: str
) -> None:
    browser, words = Browser(app, author), NASTY[name]
    open_survey(author.context_id)
    wrong, tried = {}, 0
    for form in list(_forms(app, browser)):
        answered, tried = _send(browser, form, words), tried + 1
        if answered.status_code in (409, 422):
            is_fine = _is_kept_in(answered.text, words) and "<script>alert" not in answered.text
        else:
            is_fine = answered.status_code == 303
        if not is_fine:
            wrong[f"{form.page} -> {form.action}"] = answered.status_code
    assert wrong == {}
    assert tried > 8


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_no_page_runs_what_somebody_wrote(app: Flask, author: Membership) -> None:
    browser = Browser(app, author)
    for form in list(_forms(app, browser)):
        _send(browser, form, NASTY["script"])
    assert "<script>alert(1)" in repr(all_rows())
    for form in _forms(app, Browser(app, author)):
        assert "<script>alert" not in browser.get(form.page).text


SIGNS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t")
WORDS = st.text(SIGNS, max_size=300)
"""Without control signs, which carry no words and are left out."""


def _lines(words: str) -> list[str]:
    return [one.strip() for one in words.strip().split("\n")]


def test_any_text_at_all_is_kept_exactly(app: Flask, author: Membership) -> None:
    browser = Browser(app, author)
    key = write_goal(browser)

    @rules(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(WORDS)
    def keep(words: str) -> None:
        db.session.expire_all()
        query = select(Goal).filter_by(key=key)
        seen = db.session.scalars(query).one().version
        answered = browser.post(f"/goals/{key}", sent(seen=seen, why=words))
        assert answered.status_code == 303
        db.session.expire_all()
        kept = str(db.session.scalars(query).one().answers["why"])
        assert _lines(kept) == _lines(words if can_be_seen(words) else "")

    keep()
