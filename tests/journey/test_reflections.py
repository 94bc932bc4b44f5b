"""Reflections: pick a way, go on later, mark as done, share box by box, read again."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.entry import FormWrong
from lti_tool.forms.shelf import load_forms
from lti_tool.journey.meetings.models import Meeting
from lti_tool.journey.reflections.models import Reflection
from lti_tool.journey.reflections.ways import load_ways, moment_of
from lti_tool.programme.models import ParticipationEvent
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_member
from tests.journey.writers import LATER, key_of, plan, sent_reflection, write_reflection


def _kept() -> Reflection:
    db.session.expire_all()
    return db.session.scalars(select(Reflection)).one()


def _counted() -> list[str]:
    return list(db.session.scalars(select(ParticipationEvent.item)))


def _empty_key(browser: Browser) -> str:
    return key_of(browser.get("/reflections/new").text, "reflections")


def test_what_is_saved_for_later_is_kept_and_not_counted(browser: Browser) -> None:
    key = _empty_key(browser)
    browser.post(f"/reflections/{key}", sent_reflection(so_what="", **LATER))
    assert (_kept().answers["what"], _kept().done_at) == ("I talked too long.", None)
    assert _counted() == []


def test_a_reflection_for_later_may_be_empty(browser: Browser) -> None:
    key = _empty_key(browser)
    assert browser.post(f"/reflections/{key}", {**LATER, "-version": "0"}).status_code == 303


def test_one_box_is_enough_to_be_done(browser: Browser) -> None:
    write_reflection(browser, what="", so_what="")
    assert _kept().done_at is not None


def test_nothing_at_all_is_not_done_yet(browser: Browser) -> None:
    key = _empty_key(browser)
    empty = sent_reflection(what=" ", so_what="\u200b", now_what="")
    answer = browser.post(f"/reflections/{key}", empty)
    assert answer.status_code == 422
    assert "Write a few words in one of the three boxes" in answer.text


def test_done_counts_once_however_often_it_is_saved(browser: Browser) -> None:
    key = write_reflection(browser)
    done_at = _kept().done_at
    browser.post(f"/reflections/{key}", sent_reflection(seen=1, what="More words"))
    assert (_kept().answers["what"], _kept().done_at) == ("More words", done_at)
    assert _counted() == ["reflection"]


def test_the_same_form_sent_twice_is_one_reflection(browser: Browser) -> None:
    key = _empty_key(browser)
    answers = [browser.post(f"/reflections/{key}", sent_reflection()) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert _counted() == ["reflection"]


def test_the_same_words_saved_in_one_window_can_be_marked_as_done_in_the_other(
    browser: Browser,
) -> None:
    key = _empty_key(browser)
    browser.post(f"/reflections/{key}", sent_reflection(**LATER))
    assert browser.post(f"/reflections/{key}", sent_reflection()).status_code == 303
    assert _kept().done_at is not None


def test_two_windows_never_lose_words_the_second_writer_sees_both(browser: Browser) -> None:
    key = _empty_key(browser)
    browser.post(f"/reflections/{key}", sent_reflection(what="From the first", **LATER))
    second = browser.post(f"/reflections/{key}", sent_reflection(what="From the second"))
    assert second.status_code == 409
    assert "From the first" in second.text and "From the second" in second.text
    assert _kept().answers["what"] == "From the first"


def test_the_group_sees_it_once_it_is_done_and_only_what_was_opened(
    app: Flask, me: Membership, browser: Browser
) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    key = _empty_key(browser)
    home = Browser(app, mate)
    browser.post(f"/reflections/{key}", sent_reflection(share="now_what", **LATER))
    assert "One line first." not in home.get("/shared").text
    browser.post(f"/reflections/{key}", sent_reflection(seen=1, share="now_what"))
    page = home.get("/shared").text
    assert "One line first." in page
    assert "I talked too long." not in page and "I hide behind detail." not in page


def test_sharing_can_be_taken_back(app: Flask, me: Membership, browser: Browser) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    key = write_reflection(browser, share="all")
    home = Browser(app, mate)
    assert "I talked too long." in home.get("/shared").text
    browser.post(f"/reflections/{key}", sent_reflection(seen=1, share="nothing"))
    assert "I talked too long." not in home.get("/shared").text


def test_a_reflection_is_not_found_by_a_mate(app: Flask, me: Membership, browser: Browser) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    key = write_reflection(browser, share="all")
    assert Browser(app, mate).get(f"/reflections/{key}").status_code == 404


def test_the_list_of_ones_own_reflections_shows_them_all(browser: Browser) -> None:
    keys = [write_reflection(browser) for _ in range(5)]
    page = browser.get("/reflections").text
    assert all(f"/reflections/{key}" in page for key in keys)
    assert "See all 5" in browser.get("/home").text


WAYS = ("reflection", "reflection_cycle", "reflection_deal", "reflection_decision")
FORMS = load_forms((shipped("config"),))


def _write(browser: Browser, way: str, share: list[str], **more: str) -> str:
    """Every box of a way filled with its own name, and some of them shared."""
    key = key_of(browser.get(f"/reflections/new?way={way}").text, "reflections")
    boxes = {one.name: f"box-{one.name}." for one in FORMS[way].fields if one.kind.word == "long"}
    sent = {**boxes, "share": share, "-way": way, "-version": "0", **more}
    assert browser.post(f"/reflections/{key}", sent).status_code == 303
    return key


@pytest.mark.parametrize("way", WAYS)
def test_each_way_is_written_done_and_read_again(browser: Browser, way: str) -> None:
    key = _write(browser, way, ["nothing"] if way == "reflection" else [])
    assert (_kept().form_name, _counted()) == (way, ["reflection"])
    page = browser.get(f"/reflections/{key}/read").text
    for one in FORMS[way].fields:
        assert one.kind.word != "long" or f"box-{one.name}." in page
    assert "box-" in browser.get(f"/reflections/{key}").text


@pytest.mark.parametrize("way", WAYS[1:])
def test_chosen_boxes_are_shared_and_no_other(
    app: Flask, me: Membership, browser: Browser, way: str
) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    boxes = [one.name for one in FORMS[way].fields if one.kind.word == "long"]
    _write(browser, way, boxes[::2])
    page = Browser(app, mate).get("/shared").text
    assert [box for box in boxes if f"box-{box}." in page] == boxes[::2]


def test_a_box_that_the_form_does_not_offer_to_share_is_refused(browser: Browser) -> None:
    key = key_of(browser.get("/reflections/new").text, "reflections")
    sent = {"event": "x", "share": ["everything"], "-way": WAYS[1], "-version": "0"}
    assert browser.post(f"/reflections/{key}", sent).status_code == 422


def test_a_way_that_nobody_offers_is_the_usual_one(browser: Browser) -> None:
    for way in ("goal", "survey", "nothing", "../x"):
        assert (
            "So what? Why does it matter to me?" in browser.get(f"/reflections/new?way={way}").text
        )
        write_reflection(browser, **{"-way": way})
    assert set(db.session.scalars(select(Reflection.form_name))) == {"reflection"}


def test_what_was_begun_in_one_way_stays_in_it(browser: Browser) -> None:
    key = _write(browser, WAYS[1], [], **LATER)
    browser.post(f"/reflections/{key}", {"event": "More", "-way": WAYS[2], "-version": "1"})
    assert (_kept().form_name, _kept().answers["event"]) == (WAYS[1], "More")


def test_few_words_are_as_good_as_many(browser: Browser) -> None:
    assert "About 30 words help you later" in browser.get("/reflections/new").text
    write_reflection(browser, what="I.", so_what="", now_what="")
    assert _kept().done_at is not None


def test_another_way_stands_first_in_the_middle_and_at_the_end(
    app: Flask, me: Membership, browser: Browser
) -> None:
    make_circle([me, make_member(me.context, "Søren Kierkegaard")])
    plan(browser, first_day="2099-10-13", count="4")
    said = []
    for held in range(5):
        for meeting in db.session.scalars(select(Meeting).where(Meeting.number <= held)):
            meeting.starts_at = utcnow() - timedelta(days=1)
        db.session.commit()
        said.append(browser.get("/reflections/new").text.partition('name="-way" value="')[2])
    assert [one.partition('"')[0] for one in said] == [WAYS[0], WAYS[0], WAYS[1], WAYS[0], WAYS[2]]


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_series_has_one_middle_and_one_end(held: int, planned: int) -> None:
    course = [moment_of(n, planned) for n in range(planned + 1)]
    assert course.count("end") == (1 if planned else 0)
    assert course.count("middle") <= 1
    assert moment_of(held, planned) in ("usual", "middle", "end")


def test_a_mate_reads_nothing_at_the_page_of_its_author(
    app: Flask, me: Membership, browser: Browser
) -> None:
    mate = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, mate])
    key = write_reflection(browser, share="all")
    assert Browser(app, mate).get(f"/reflections/{key}/read").status_code == 404


def test_a_reflection_whose_form_is_gone_can_still_be_opened(browser: Browser) -> None:
    key = write_reflection(browser)
    _kept().form_name = "gone"
    db.session.commit()
    assert "I talked too long." in browser.get(f"/reflections/{key}/read").text


def test_a_way_without_a_form_is_named_by_file_and_key(tmp_path: Path) -> None:
    own = (shipped("config") / "reflections.toml").read_text("utf-8")
    (tmp_path / "reflections.toml").write_text(own.replace("reflection_deal", "walk"), "utf-8")
    with pytest.raises(FormWrong, match=r"reflections\.toml: walk: there is no forms/walk\.toml"):
        load_ways((tmp_path,), frozenset(FORMS))
