"""Asking for help: names before it is sent, answered, let pass, back, never onward by itself."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.entry import FormWrong
from lti_tool.groups.changes.actions import step_out
from lti_tool.journey.help.models import Recipient, Request
from lti_tool.journey.help.support import load_support
from lti_tool.programme.models import ParticipationEvent
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import HELP, ask, offer, send_request, write_request

WORDS = str(HELP["words"])
ANSWER = {"answer": "I would begin with the third."}


@pytest.fixture
def circle(app: Flask) -> list[Membership]:
    context = make_context()
    names = ("Amara Okonkwo", "Søren Kierkegaard", "Minh Anh", "Владислава Мельник")
    members = [make_member(context, name) for name in names]
    make_circle(members)
    return members


@pytest.fixture
def amara(app: Flask, circle: list[Membership]) -> Browser:
    return Browser(app, circle[0])


@pytest.fixture
def teacher(circle: list[Membership]) -> Membership:
    return make_member(circle[0].context, "Dr Ruth Adeyemi", role="Instructor")


@pytest.fixture
def helper(app: Flask, circle: list[Membership]) -> Membership:
    """Somebody of another circle who offers help."""
    one = make_member(circle[0].context, "Jonas Weber")
    make_circle([one, make_member(circle[0].context, "Zoë Bartoň")], number=2)
    offer(Browser(app, one))
    return one


def _asked() -> Request:
    db.session.expire_all()
    return db.session.scalars(select(Request)).one()


def _letter(app: Flask, reader: Membership) -> str:
    """The page of the one request; what this reader gets to see of it."""
    return Browser(app, reader).get(f"/asked/{_asked().id}").text


def _to(browser: Browser, name: str) -> str:
    """The line of the form that names somebody."""
    found = re.search(rf'value="([\w-]+)"><span>(?:<b>)?{name}', browser.get("/help/new").text)
    assert found, name
    return found[1]


def _let_time_pass() -> None:
    db.session.execute(update(Request).values(back_at=utcnow() - timedelta(minutes=1)))
    db.session.commit()


def test_nothing_is_sent_before_the_names_were_read(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    key = write_request(amara)
    page = amara.get(f"/help/{key}").text
    assert "three people" in page
    for mate in circle[1:]:
        assert mate.user.shown_name in page
        assert WORDS not in _letter(app, mate)
    assert _asked().state == "draft"


def test_each_mate_reads_it_and_nobody_else_knows(
    app: Flask, amara: Browser, circle: list[Membership], teacher: Membership, helper: Membership
) -> None:
    ask(amara)
    assert all(WORDS in _letter(app, mate) for mate in circle[1:])
    for other in (teacher, helper):
        browser = Browser(app, other)
        assert browser.get(f"/asked/{_asked().id}").status_code == 404
        assert "Amara" not in browser.get("/asked").text


def test_a_request_to_the_teacher_is_read_by_this_teacher_alone(
    app: Flask, amara: Browser, circle: list[Membership], teacher: Membership
) -> None:
    other = make_member(teacher.context, "Dr Other", role="Instructor")
    ask(amara, to=[_to(amara, "Dr Ruth Adeyemi")])
    assert WORDS in _letter(app, teacher)
    assert "Amara Okonkwo" in Browser(app, teacher).get("/asked").text
    for one in (other, *circle[1:]):
        assert WORDS not in _letter(app, one)


def test_the_teacher_answers_and_the_asker_alone_reads_it(
    app: Flask, amara: Browser, circle: list[Membership], teacher: Membership
) -> None:
    key = ask(amara, to=[_to(amara, "Dr Ruth Adeyemi")])
    browser = Browser(app, teacher)
    page = browser.get(f"/asked/{_asked().id}").text
    assert "Only <strong>Amara Okonkwo</strong> can read this." in page
    assert _asked().state == "seen"
    assert browser.post(f"/asked/{_asked().id}", ANSWER).status_code == 303
    assert ANSWER["answer"] in amara.get(f"/help/{key}").text
    assert _asked().state == "answered"
    assert Browser(app, circle[1]).get(f"/help/{key}").status_code == 404


def test_a_helper_of_another_circle_is_asked_by_name(
    app: Flask, amara: Browser, helper: Membership
) -> None:
    key = write_request(amara, to=[_to(amara, "Jonas Weber")])
    assert "one person: <bdi>Jonas Weber</bdi>" in amara.get(f"/help/{key}").text
    send_request(amara, key)
    assert WORDS in _letter(app, helper)


def test_a_helper_who_has_enough_to_do_is_not_offered(
    app: Flask, amara: Browser, circle: list[Membership], helper: Membership
) -> None:
    ask(amara, to=[_to(amara, "Jonas Weber")])
    assert "Jonas Weber" not in Browser(app, circle[1]).get("/help/new").text


def test_an_offer_that_is_taken_back_finds_nobody(
    app: Flask, amara: Browser, helper: Membership
) -> None:
    offer(Browser(app, helper), seen=1, open="not_now")
    assert "Jonas Weber" not in amara.get("/help/new").text
    assert "Jonas Weber" not in amara.get("/offers").text


def test_without_an_answer_it_comes_back_and_goes_nowhere_by_itself(
    app: Flask, amara: Browser, circle: list[Membership], teacher: Membership
) -> None:
    key = ask(amara)
    _let_time_pass()
    assert _asked().state == "back"
    for one in (*circle[1:], teacher):
        assert WORDS not in _letter(app, one)
    assert "back with you" in amara.get("/home").text
    page = amara.get(f"/help/{key}").text
    assert "You choose how to go on" in page
    assert "Ask somebody else" in page


def test_one_that_came_back_may_go_to_the_next_level(
    app: Flask, amara: Browser, circle: list[Membership], teacher: Membership
) -> None:
    key = ask(amara)
    _let_time_pass()
    seen = {"-kind": "help", "-version": str(_asked().version)}
    onward = {**HELP, **seen, "to": [_to(amara, "Dr Ruth Adeyemi")]}
    assert amara.post(f"/help/{key}", onward).status_code == 303
    assert WORDS not in _letter(app, teacher)
    send_request(amara, key)
    assert WORDS in _letter(app, teacher)
    assert WORDS not in _letter(app, circle[1])


def test_when_all_let_it_pass_it_is_back_at_once(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    ask(amara)
    for mate in circle[1:]:
        assert _asked().state in ("sent", "seen")
        assert Browser(app, mate).post(f"/asked/{_asked().id}/pass").status_code == 303
        assert WORDS not in _letter(app, mate)
    assert _asked().state == "back"


def test_other_people_than_those_on_the_page_get_nothing(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    key = write_request(amara)
    page = amara.get(f"/help/{key}").text
    step_out(circle[3], "stop")
    db.session.commit()
    people = re.search(r'name="people" value="([\d-]*)"', page)
    assert people
    answer = amara.post(f"/help/{key}/send", {"people": people[1]})
    assert answer.status_code == 409
    assert "Read the names again" in answer.text
    assert "two people" in answer.text
    assert _asked().state == "draft"


def test_sent_twice_is_sent_once(app: Flask, amara: Browser, circle: list[Membership]) -> None:
    key = write_request(amara)
    people = "-".join(str(one.id) for one in circle[1:])
    for _ in range(2):
        assert amara.post(f"/help/{key}/send", {"people": people}).status_code == 303
    assert len(list(db.session.scalars(select(Recipient)))) == 3


def test_a_mate_who_left_the_circle_reads_it_no_more(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    ask(amara)
    step_out(circle[3], "stop")
    db.session.commit()
    assert WORDS not in _letter(app, circle[3])
    assert WORDS in _letter(app, circle[2])


def test_a_mate_who_became_staff_reads_it_no_more(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    ask(amara)
    circle[1].roster_roles = ["Instructor"]
    circle[1].settle_roles()
    db.session.commit()
    assert WORDS not in _letter(app, circle[1])


def test_what_is_closed_is_read_by_those_who_answered(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    key = ask(amara)
    Browser(app, circle[1]).post(f"/asked/{_asked().id}", ANSWER)
    assert amara.post(f"/help/{key}/close").status_code == 303
    assert WORDS in _letter(app, circle[1])
    assert WORDS not in _letter(app, circle[2])


def test_a_second_answer_from_another_window_changes_nothing(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    ask(amara)
    browser, path = Browser(app, circle[1]), f"/asked/{_asked().id}"
    for _ in range(2):
        assert browser.post(path, ANSWER).status_code == 303
    answer = browser.post(path, {"answer": "Something else"})
    assert answer.status_code == 409
    assert "That answer stands" in answer.text
    assert ANSWER["answer"] in answer.text


def test_a_request_with_others_is_not_changed_under_them(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    key = ask(amara)
    changed = {**HELP, "-kind": "help", "-version": str(_asked().version), "words": "Changed"}
    assert amara.post(f"/help/{key}", changed).status_code == 404
    assert _asked().answers["words"] == WORDS


def test_whom_nobody_offers_cannot_be_asked(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    stranger = make_member(make_context(), "Stranger", role="Instructor")
    for to in (f"teacher-{stranger.id}", f"teacher-{circle[1].id}", "helper-99", "nobody"):
        sent = {**HELP, "-kind": "help", "-version": "0", "to": [to]}
        answer = amara.post("/help/" + "k" * 12, sent)
        assert answer.status_code == 422
        assert WORDS in answer.text


def test_help_counts_for_nothing(app: Flask, amara: Browser, circle: list[Membership]) -> None:
    ask(amara)
    Browser(app, circle[1]).post(f"/asked/{_asked().id}", ANSWER)
    assert list(db.session.scalars(select(ParticipationEvent))) == []


def test_somebody_without_a_circle_finds_help_and_contacts(app: Flask, teacher: Membership) -> None:
    alone = Browser(app, make_member(teacher.context, "Kwame Mensah"))
    assert "Support contacts" in alone.get("/home").text
    assert "112" in alone.get("/help/support").text
    assert "Dr Ruth Adeyemi" in alone.get("/help/new").text
    assert "My circle" not in alone.get("/help/new").text.partition("<form")[2]


def test_home_says_who_waits_and_nothing_of_what(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    ask(amara)
    page = Browser(app, circle[1]).get("/home").text
    assert "Somebody asks you" in page
    assert WORDS not in page


def test_feedback_is_given_when_asked_and_counts_once(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    key = ask(amara, "feedback", to=[f"mate-{circle[1].id}", f"mate-{circle[2].id}"])
    browser = Browser(app, circle[1])
    given = {"saw": "You looked up twice.", "effect": "", "try": "Pause once.", "keep": ""}
    assert browser.post(f"/asked/{_asked().id}", given).status_code == 303
    page = amara.get(f"/help/{key}").text
    assert "You looked up twice." in page
    events = list(db.session.scalars(select(ParticipationEvent)))
    assert [(one.item, one.membership_id) for one in events] == [("feedback", circle[1].id)]
    assert "looked up" not in _letter(app, circle[2])
    assert "My talk on Thursday" not in _letter(app, circle[3])


def test_nobody_gives_feedback_that_was_not_asked_for(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    ask(amara, "feedback", to=[f"mate-{circle[1].id}"])
    given = {"saw": "You looked up twice."}
    assert Browser(app, circle[2]).post(f"/asked/{_asked().id}", given).status_code == 404


def test_the_receiver_closes_the_loop_between_the_two(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    key = ask(amara, "feedback", to=[f"mate-{one.id}" for one in circle[1:3]])
    for mate in circle[1:3]:
        Browser(app, mate).post(f"/asked/{_asked().id}", {"keep": "Your calm voice."})
    first = min(_asked().recipients, key=lambda one: one.id)
    back = {"take": "I will pause once.", "thanks": "Thank you"}
    assert amara.post(f"/help/{key}/reply/{first.id}", back).status_code == 303
    assert "I will pause once." in _letter(app, first.membership)
    assert "I will pause once." not in _letter(app, circle[2])


def test_an_empty_word_back_is_asked_for_beside_its_box(
    app: Flask, amara: Browser, circle: list[Membership]
) -> None:
    key = ask(amara, "feedback", to=[f"mate-{circle[1].id}"])
    Browser(app, circle[1]).post(f"/asked/{_asked().id}", {"keep": "Your calm voice."})
    answer = amara.post(f"/help/{key}/reply/{_asked().recipients[0].id}", {})
    assert answer.status_code == 422
    assert "or close it without" in answer.text


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("[[contacts]]\nname.en = 'X'", "contacts"),
        ("[[contacts]]\nname.en = 'X'\nlink = 'http://x.example'", "link"),
        ("[[contacts]]\nname.en = 'X'\nphone = 'call me'", "phone"),
        ("[[contacts]]\nphone = '112'", "name"),
        ("[answers_within]\ngroup = 0\nhelper = 1\nteacher = 1\nfeedback = 1", "group"),
        ("colour = 'red'", "colour"),
    ],
)
def test_a_wrong_file_of_services_is_named_with_its_key(
    tmp_path: Path, line: str, key: str
) -> None:
    waits = "[answers_within]\ngroup = 1\nhelper = 1\nteacher = 1\nfeedback = 1\n"
    text = line if "answers_within" in line else f"{line}\n{waits}"
    (tmp_path / "support.toml").write_text(text, "utf-8")
    with pytest.raises(FormWrong, match=key):
        load_support((tmp_path,))
