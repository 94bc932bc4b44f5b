"""The home of a student: the circle, the one next thing, and what mates have opened."""

import re

import pytest
from flask import Flask

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.audience import Relation, may_read, share_of
from lti_tool.forms.shelf import load_forms
from lti_tool.gradebook.actions import settle_due
from lti_tool.groups.models import PeerGroup, Seat
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_member
from tests.journey.history import live_a_year
from tests.journey.writers import (
    GOAL,
    LATER,
    key_of,
    sent_reflection,
    tick,
    write_goal,
    write_reflection,
)

GOAL_FORM = load_forms((shipped("config"),))["goal"]
SHARES = [option.value for field in GOAL_FORM.fields if field.is_share for option in field.options]


def _primary(page: str) -> list[str]:
    return [one.strip() for one in re.findall(r'class="do"[^>]*>([^<]+)<', page)]


def test_before_there_are_circles_ones_seat_is_kept(browser: Browser) -> None:
    page = browser.get("/home").text
    assert "Welcome, Amara" in page
    assert "Your seat is kept." in page


def test_the_circle_names_everybody_who_sits_in_it(
    app: Flask, me: Membership, browser: Browser
) -> None:
    mates = [make_member(me.context, name) for name in ("Søren K", "Minh Anh", "Владислава М")]
    make_circle([me, *mates], number=7)
    db.session.commit()
    page = browser.get("/home").text
    assert "Circle 7: you, Søren, Minh, and Владислава." in page
    assert "You are four" in page


def test_the_seat_of_somebody_who_left_stays_and_their_words_go(
    app: Flask, me: Membership, browser: Browser
) -> None:
    gone = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, gone, make_member(me.context, "Minh Anh")])
    write_goal(Browser(app, gone), share="all")
    gone.left_at = utcnow()
    db.session.commit()
    page = browser.get("/home").text
    assert "Søren" not in page
    assert GOAL["title"] not in page


def test_the_next_thing_is_always_one(browser: Browser) -> None:
    assert _primary(browser.get("/home").text) == ["Set my goal"]
    key = write_goal(browser)
    assert _primary(browser.get("/home").text) == ["Open my goal"]
    tick(browser, key, 0)
    assert _primary(browser.get("/home").text) == ["Write the reflection"]
    draft = key_of(browser.get("/reflections/new").text, "reflections")
    browser.post(f"/reflections/{draft}", sent_reflection(**LATER))
    assert _primary(browser.get("/home").text) == ["Go on writing"]
    browser.post(f"/reflections/{draft}", sent_reflection(seen=1))
    assert _primary(browser.get("/home").text) == ["Open my goal"]
    tick(browser, key, 1)
    assert _primary(browser.get("/home").text) == ["Look back again"]


def test_what_was_done_shows_in_the_standing(browser: Browser) -> None:
    write_goal(browser)
    assert "You have done 1 of 3 items." in browser.get("/home").text


@pytest.mark.parametrize("share", SHARES)
def test_a_mate_sees_what_was_shared_and_nothing_else(
    app: Flask, me: Membership, browser: Browser, share: str
) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    secrets = {name: f"secret-{name}" for name in ("title", "why", "measure", "obstacle",
                                                    "if_then_if", "if_then_then")}  # fmt: skip
    write_goal(browser, share=share, **secrets, **{"steps-0-what": "secret-steps"})
    page = Browser(app, mate).get("/shared").text
    opened = share_of(GOAL_FORM, {"share": share})
    for name in (*secrets, "steps"):
        field = GOAL_FORM.field(name)
        assert field
        allowed = may_read(field, share=opened, relation=Relation.MATE)
        assert (f"secret-{name}" in page) == allowed, name


def test_another_circle_sees_nothing(app: Flask, me: Membership, browser: Browser) -> None:
    mate, stranger, other = (make_member(me.context, name) for name in ("B B", "C C", "D D"))
    seat_in(make_circle([me, mate]).grouping_id, [stranger, other])
    write_goal(browser, share="all")
    write_reflection(browser, share="all")
    page = Browser(app, stranger).get("/shared").text
    assert GOAL["title"] not in page
    assert "I talked too long." not in page


def seat_in(grouping_id: int, members: list[Membership]) -> None:
    """A second circle of the same grouping."""
    group = PeerGroup(grouping_id=grouping_id, number=2)
    group.seats = [Seat(membership_id=one.id) for one in members]
    db.session.add(group)
    db.session.flush()


def test_the_words_beside_each_box_follow_the_share_choice(
    app: Flask, me: Membership, browser: Browser
) -> None:
    make_circle([me, *(make_member(me.context, name) for name in ("B B", "C C", "D D"))])
    key = write_goal(browser, share="steps")
    page = browser.get(f"/goals/{key}/edit").text
    lines = dict(re.findall(r'id="([\w-]+)-audience">.*?<span>(.*?)</span>', page))
    assert lines["title"].startswith("<strong>Your three group mates</strong>")
    assert lines["why"].startswith("Only <strong>you</strong>")


def test_home_asks_the_database_little_whatever_the_history(
    app: Flask, me: Membership, browser: Browser, statements: list[str]
) -> None:
    mates = [make_member(me.context, f"Mate {i}") for i in range(7)]
    live_a_year([me, *mates], make_circle([me, *mates]))
    while settle_due():
        pass
    again = Browser(app, me)
    for visit, most in (("the first page of a visit marks what was read", 13), ("a page", 12)):
        db.session.remove()
        statements.clear()
        assert again.get("/home").status_code == 200
        assert len(statements) <= most, (visit, statements)


def test_who_can_read_what_says_it_for_every_field(browser: Browser) -> None:
    page = browser.get("/readers").text
    assert "<strong>The people you chose</strong> can read this." in page
    for form in load_forms((shipped("config"),)).values():
        for field in form.fields:
            assert field.label.speak("en") in page


def test_the_choice_of_a_language_leads_back_to_where_one_was(browser: Browser) -> None:
    page = browser.get(f"/language?to=/s/{browser.sid}/readers").text
    assert f'name="to" value="/s/{browser.sid}/readers"' in page
    answer = browser.post("/language", {"language": "de", "to": f"/s/{browser.sid}/readers"})
    assert answer.location == f"/s/{browser.sid}/readers"
    assert "Was will ich erreichen?" in browser.get("/goals/new").text


def test_the_choice_of_a_language_leads_nowhere_else(browser: Browser) -> None:
    page = browser.get("/language?to=https://evil.example/").text
    assert "evil.example" not in page


@pytest.mark.parametrize("language", ["en", "da", "de", "it"])
@pytest.mark.parametrize("path", ["/home", "/goals/new", "/reflections/new", "/readers"])
def test_every_page_stands_in_every_language(
    me: Membership, browser: Browser, language: str, path: str
) -> None:
    me.user.language = language
    db.session.commit()
    page = browser.get(path)
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text


STRANGE = [
    "<script>alert(1)</script>",
    "",
    " ",
    "\u202eevil\u202c",
    "%s {{ 7*191 }}",
    "🫠",
    "x" * 300,
]


@pytest.mark.parametrize("name", STRANGE)
def test_a_mate_of_any_name_sits_in_the_circle(me: Membership, browser: Browser, name: str) -> None:
    mate = make_member(me.context, "Somebody")
    mate.user.name = mate.user.given_name = name
    make_circle([me, mate])
    db.session.commit()
    page = browser.get("/home")
    assert page.status_code == 200
    assert "<script>alert" not in page.text and "1337" not in page.text


@pytest.mark.parametrize("size", [1, 2, 8, 9])
def test_a_circle_of_any_size_is_shown(me: Membership, browser: Browser, size: int) -> None:
    make_circle([me, *(make_member(me.context, f"Mate {i}") for i in range(1, size))])
    db.session.commit()
    assert browser.get("/home").status_code == 200
