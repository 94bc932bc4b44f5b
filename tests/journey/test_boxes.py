"""The words beside each box are those of the rule that guards what is written into it."""

import re

import pytest
from flask import Flask

from lti_tool.courses.models import Membership
from lti_tool.forms.audience import share_of
from lti_tool.forms.definition import Form
from lti_tool.forms.shelf import load_forms
from lti_tool.forms.words import Company, audience_line
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import meeting_keys, plan, write_goal

FORMS = load_forms((shipped("config"),))
PLACES = {
    "agreement": "/agreement/edit",
    "closing": "/closing",
    "card": "/meetings/{key}/card",
    "ahead": "/ahead",
    "feedback": "/help/new-feedback",
    "fit": "/seat/fit/{key}",
    "gap": "/ahead",
    "goal": "/goals/new",
    "goal_close": "/goals/{goal}/end",
    "goal_pause": "/goals/{goal}/rest",
    "goal_update": "/goals/{goal}/today",
    "help": "/help/new",
    "meetings": "/meetings/plan",
    "leaving": "/seat",
    "move": "/meetings/{key}/move",
    "note": "/meetings/{key}/note",
    "off_limits": "/agreement",
    "offer": "/offers/mine",
    "resource": "/shelf/new",
    "reflection": "/reflections/new",
    "reflection_cycle": "/reflections/new?way=reflection_cycle",
    "reflection_deal": "/reflections/new?way=reflection_deal",
    "reflection_decision": "/reflections/new?way=reflection_decision",
    "skills": "/skills/look",
}
"""Where a member meets each form."""
ELSEWHERE = {
    "survey", "signature", "health", "help_answer", "feedback_given", "word_back",
    "before", "pulse", "after",
}  # fmt: skip
"""A survey has tests of its own; a signature and a health check say once who sees it; what is sent
to somebody names them: see test_help; rounds are open at their time only: see test_rounds."""
LINES = re.compile(r'id="([\w-]+)-audience">.*?<span>(.*?)</span>')


@pytest.fixture
def me(app: Flask) -> Membership:
    context = make_context()
    circle = [make_member(context, name) for name in ("Amara O", "B B", "C C", "D D")]
    make_circle(circle)
    return circle[0]


def rule_of(form: Form, mates: int) -> dict[str, str]:
    first = {
        one.name: one.options[0].value
        for one in form.fields
        if one.is_required and one.kind.word == "choice"
    }
    share = share_of(form, first)
    return {
        field.name.replace("_", "-"): str(
            audience_line(field, share=share, company=Company(mates=mates)).words
        )
        for field in form.fields
        if not field.is_share and field.kind.word != "mates"
    }


def test_every_form_has_a_place_that_is_looked_at() -> None:
    assert set(PLACES) | ELSEWHERE == set(FORMS)


@pytest.mark.parametrize("name", PLACES)
def test_the_words_beside_each_box_equal_the_rule(app: Flask, me: Membership, name: str) -> None:
    browser = Browser(app, me)
    plan(browser, first_day="2099-10-13")
    keys = {"key": meeting_keys(browser)[0], "goal": write_goal(browser)}
    page = browser.get(PLACES[name].format(**keys)).text
    rule = rule_of(FORMS[name], mates=3)
    assert {box: line for box, line in LINES.findall(page) if box in rule} == rule
