"""The words beside each box are those of the rule that guards what is written into it."""

import re

import pytest
from flask import Flask

from lti_tool.courses.models import Membership
from lti_tool.forms.definition import Form
from lti_tool.forms.shelf import load_forms
from lti_tool.forms.words import Company, audience_line
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import meeting_keys, plan

FORMS = load_forms((shipped("config"),))
PLACES = {
    "agreement": "/agreement/edit",
    "card": "/meetings/{key}/card",
    "goal": "/goals/new",
    "meetings": "/meetings/plan",
    "move": "/meetings/{key}/move",
    "note": "/meetings/{key}/note",
    "off_limits": "/agreement",
    "reflection": "/reflections/new",
}
"""Where a member meets each form."""
ELSEWHERE = {"survey", "signature"}
"""A survey has tests of its own; a signature says once, below its button, who sees it."""
LINES = re.compile(r'id="([\w-]+)-audience">.*?<span>(.*?)</span>')


@pytest.fixture
def me(app: Flask) -> Membership:
    context = make_context()
    circle = [make_member(context, name) for name in ("Amara O", "B B", "C C", "D D")]
    make_circle(circle)
    return circle[0]


def _as_the_rule_has_it(form: Form, mates: int) -> dict[str, str]:
    first = {one.name: one.options[0].value for one in form.fields if one.options}
    share = form.opened(first)
    return {
        field.name.replace("_", "-"): str(
            audience_line(field, share=share, company=Company(mates=mates)).words
        )
        for field in form.fields
        if not field.is_share
    }


def test_every_form_has_a_place_that_is_looked_at() -> None:
    assert set(PLACES) | ELSEWHERE == set(FORMS)


@pytest.mark.parametrize("name", PLACES)
def test_the_words_beside_each_box_equal_the_rule(app: Flask, me: Membership, name: str) -> None:
    browser = Browser(app, me)
    plan(browser, first_day="2099-10-13")
    page = browser.get(PLACES[name].format(key=meeting_keys(browser)[0])).text
    assert dict(LINES.findall(page)) == _as_the_rule_has_it(FORMS[name], mates=3)
