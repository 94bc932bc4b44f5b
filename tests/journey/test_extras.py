"""What a course does without is asked of nobody and stands on no page; what was written stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.shelf import form
from lti_tool.gradebook.actions import settle_due
from lti_tool.groups.opening.actions import begin_with
from lti_tool.groups.opening.templates import load_templates
from lti_tool.insights.board.queries import progress_of
from lti_tool.journey.circle.queries import seated
from lti_tool.journey.health.actions import begin_check
from lti_tool.journey.rounds.models import RoundAnswer
from lti_tool.programme.actions import record
from lti_tool.programme.models import Grading
from lti_tool.programme.outline.actions import choose, kept_outline
from lti_tool.programme.outline.extras import EXTRAS
from lti_tool.programme.queries import standing_at_hand, standing_of
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_member
from tests.journey.history import live_a_year
from tests.journey.writers import (
    LATER,
    key_of,
    meeting_keys,
    plan,
    sent_reflection,
    tick,
    write_goal,
    write_reflection,
)

SENTENCE = "This course does without it"
BLUEPRINTS = {
    "reflections": "reflections", "lessons": "lessons", "practice": "practice",
    "skills": "skills", "health_check": "health", "rounds": "rounds",
}  # fmt: skip
PAGES = [
    "/reflections", "/reflections/new", "/reflections/abc", "/reflections/abc/read", "/lessons",
    "/lessons/1_listening", "/practice", "/practice/boundary", "/skills", "/skills/look",
    "/health", "/rounds/before",
]  # fmt: skip


def leave_out(member: Membership, *extras: str) -> None:
    """Have the course of a member do without these."""
    outline = kept_outline(member.context_id)
    choose(member.context_id, {"without": list(extras)}, seen=outline.version)
    db.session.commit()


def test_every_page_of_an_extra_knows_that_it_may_be_closed(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        extra = BLUEPRINTS.get(rule.endpoint.partition(".")[0])
        if extra:
            view = app.view_functions[rule.endpoint]
            assert getattr(view, "extra", "") == extra, rule.endpoint
    assert set(BLUEPRINTS.values()) == set(EXTRAS)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_what_is_off_says_so(me: Membership, browser: Browser, path: str) -> None:
    make_circle([me, make_member(me.context, "Mate")])
    assert SENTENCE not in browser.get(path).text
    leave_out(me, *EXTRAS)
    page = browser.get(path)
    assert page.status_code == 404
    assert SENTENCE in page.text
    assert "“What I wrote”" in page.text


def test_it_says_so_in_the_language_of_the_reader(me: Membership, browser: Browser) -> None:
    me.user.language = "de"
    leave_out(me, "lessons")
    assert "Dieser Kurs kommt ohne das aus" in browser.get("/lessons").text


def test_nothing_can_be_sent_to_what_is_off(me: Membership, browser: Browser) -> None:
    leave_out(me, *EXTRAS)
    for path in ("/reflections/abc", "/lessons/1_listening", "/skills/abc", "/health"):
        assert browser.post(path, {"-version": "0"}).status_code == 404, path


def test_a_home_shows_no_way_to_what_is_off(me: Membership, browser: Browser) -> None:
    make_circle([me, make_member(me.context, "Mate")])
    assert all(one in browser.get("/home").text for one in ("/lessons", "/health", "/reflections"))
    leave_out(me, *EXTRAS)
    page = browser.get("/home").text
    assert not [one for one in EXTRAS if f"/{one}" in page]
    assert "Looking back" not in page
    assert "/health" not in browser.get("/help").text


def test_what_hangs_on_the_lessons_stays_in_reach_without_them(
    me: Membership, browser: Browser
) -> None:
    leave_out(me, "lessons")
    home = browser.get("/home").text
    assert "/skills" in home
    assert "/practice" in home
    assert "/lessons" not in browser.get("/skills").text
    leave_out(me, "skills", "practice")
    page = browser.get("/lessons").text
    assert "/skills" not in page
    assert "/practice" not in page


def test_the_next_thing_is_never_what_is_off(me: Membership, browser: Browser) -> None:
    key = write_goal(browser)
    tick(browser, key, 0)
    assert "Look back on what you did" in browser.get("/home").text
    leave_out(me, "reflections")
    page = browser.get("/home").text
    assert "Look back" not in page
    assert 'id="next"' in page


def test_a_reflection_that_was_begun_is_not_asked_for_either(
    me: Membership, browser: Browser
) -> None:
    write_goal(browser)
    key = key_of(browser.get("/reflections/new").text, "reflections")
    browser.post(f"/reflections/{key}", sent_reflection(**LATER))
    assert "Go on where you stopped" in browser.get("/home").text
    leave_out(me, "reflections")
    assert "Go on where you stopped" not in browser.get("/home").text


def test_a_home_without_them_asks_the_database_no_more(
    app: Flask, me: Membership, statements: list[str]
) -> None:
    mates = [make_member(me.context, f"Mate {i}") for i in range(3)]
    live_a_year([me, *mates], make_circle([me, *mates]))
    leave_out(me, *EXTRAS)
    while settle_due():
        pass
    again = Browser(app, me)
    again.get("/home")
    db.session.remove()
    statements.clear()
    assert again.get("/home").status_code == 200
    assert len(statements) <= 12, statements


def test_no_round_waits_where_there_are_none(me: Membership, browser: Browser) -> None:
    outline = kept_outline(me.context_id)
    outline.opened_at = utcnow() - timedelta(days=1)
    db.session.commit()
    assert "Where do you stand now?" in browser.get("/home").text
    leave_out(me, "rounds")
    assert "Where do you stand now?" not in browser.get("/home").text


def test_the_news_tells_of_no_check_that_cannot_be_opened(
    app: Flask, me: Membership, browser: Browser
) -> None:
    mates = [make_member(me.context, f"Mate {i}") for i in range(2)]
    make_circle([me, *mates])
    begin_check(seated(mates[0]))
    db.session.commit()
    leave_out(me, "health")
    assert "has begun" not in browser.get("/home").text
    leave_out(me)
    assert "A check of how we work together has begun." in browser.get("/home").text


def test_what_is_off_counts_for_nobody(me: Membership) -> None:
    db.session.add(Grading(context_id=me.context_id, lessons=2))
    record(me, "goal")
    db.session.flush()
    lines = {one.item: one.asked for one in standing_of(me).lines if one.asked}
    assert lines == {"goal": 1, "step": 1, "reflection": 1, "lesson": 2}
    leave_out(me, "lessons", "reflections")
    standing = standing_of(me)
    assert (standing.done, standing.due, standing.given) == (1, 2, 2.5)


def test_what_was_done_before_it_was_left_out_makes_no_points_and_returns_with_it(
    me: Membership,
) -> None:
    db.session.add(Grading(context_id=me.context_id, model="points", lessons=2, full=4))
    for item in ("lesson", "goal"):
        record(me, item)
    db.session.flush()
    before = standing_of(me)
    leave_out(me, "lessons")
    assert standing_of(me).reached == before.reached - 1
    leave_out(me)
    assert standing_of(me) == before


def test_staff_see_no_column_of_what_is_off(me: Membership) -> None:
    record(me, "reflection")
    db.session.flush()
    assert "reflection" in [one.key for one in progress_of([me.id], {}).items]
    leave_out(me, "reflections")
    assert "reflection" not in [one.key for one in progress_of([me.id], {}).items]


def test_how_it_counts_is_chosen_without_what_is_off_and_that_choice_stays(
    app: Flask, me: Membership
) -> None:
    db.session.add(Grading(context_id=me.context_id, leaves_out=["pulse"], looks_back=2, lessons=3))
    staff = Browser(app, make_member(me.context, "Ruth", role="Instructor"))
    leave_out(me, "lessons", "reflections", "rounds")
    page = staff.get("/credit/rule").text
    assert 'name="lessons"' not in page
    assert 'name="looks_back"' not in page
    assert 'value="reflection"' not in page
    sent = {"model": "completion", "points": "5", "free_misses": "0", "full": "20",
            "minimum": "2", "counts": ["goal"], "columns": "one", "-version": "0"}  # fmt: skip
    assert "What a student would get, if you kept this" in staff.post(
        "/credit/rule", {**sent, "try": "1"}
    ).text  # fmt: skip
    assert staff.post("/credit/rule", sent).status_code == 303
    kept = db.session.query(Grading).one()
    assert (kept.looks_back, kept.lessons) == (2, 3)
    assert "pulse" in kept.leaves_out
    assert not {"reflection", "lesson", "goal"} & set(kept.leaves_out)


def test_the_guide_and_who_can_read_what_do_not_speak_of_it(
    me: Membership, browser: Browser
) -> None:
    titles = [form(name).title.speak("en") for name in ("reflection", "skills", "health", "pulse")]
    leave_out(me, *EXTRAS)
    for path in ("/guide", "/readers"):
        page = browser.get(path).text
        assert not [one for one in titles if f">{one}<" in page or f"· {one}" in page], path
    guide = browser.get("/guide").text
    assert "Look back now and then" not in guide
    assert "A lesson is done" not in guide
    assert form("goal").title.speak("en") in guide


def test_the_numbers_do_not_speak_of_questions_that_nobody_is_asked(
    app: Flask, me: Membership
) -> None:
    staff = Browser(app, make_member(me.context, "Ruth", role="Instructor"))
    assert "codebook" in staff.get("/numbers").text
    leave_out(me, "rounds")
    page = staff.get("/numbers").text
    assert "codebook" not in page
    assert "our own questions" not in page
    assert "From invited to the end" in page
    assert staff.get("/numbers/codebook.csv").status_code == 404
    assert staff.get("/numbers/numbers.csv").status_code == 200


def test_no_meeting_is_planned_around_a_situation_that_cannot_be_chosen(
    me: Membership, browser: Browser
) -> None:
    make_circle([me, make_member(me.context, "Mate")])
    plan(browser, first_day=(utcnow() + timedelta(days=3)).date().isoformat())
    key = meeting_keys(browser)[0]
    assert "role_play" in browser.get(f"/meetings/{key}/agenda").text
    leave_out(me, "practice")
    assert "role_play" not in browser.get(f"/meetings/{key}/agenda").text
    sent = {"agenda": "role_play"}
    assert browser.post(f"/meetings/{key}/agenda", sent).status_code == 422
    browser.post(f"/meetings/{key}/agenda", {"agenda": "rehearsal"})
    assert 'class="deck"' not in browser.get(f"/meetings/{key}").text
    leave_out(me)
    assert 'class="deck"' in browser.get(f"/meetings/{key}").text


def test_what_was_written_stays_its_authors_and_is_shown_to_nobody_else(
    app: Flask, me: Membership, browser: Browser, mate: Browser
) -> None:
    write_reflection(browser, what="A thought of mine", share="all")
    kept = RoundAnswer(membership_id=me.id, key="before")
    kept.keep(form("before"), {"part": 4})
    db.session.add(kept)
    db.session.commit()
    shown = "A thought of mine" in mate.get("/shared").text
    leave_out(me, *EXTRAS)
    assert shown
    assert "A thought of mine" not in mate.get("/shared").text
    assert "A thought of mine" in browser.get("/own").text
    assert "A thought of mine" in browser.get("/own/data").text
    assert "Questions to everybody" in browser.get("/own").text


def test_a_template_that_leaves_something_out_changes_the_home_at_once(
    me: Membership, browser: Browser
) -> None:
    write_goal(browser)
    settle_due()
    assert standing_at_hand(me).due == 3
    shelf = load_templates((shipped("config"),)).templates
    outline = {"kind": "group", "without": ["reflections"]}
    template = replace(shelf["semester"], outline=outline)
    begin_with(me.context_id, template, seen=kept_outline(me.context_id).version)
    db.session.commit()
    assert standing_at_hand(me).due == 2
