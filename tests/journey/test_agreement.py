"""The agreement of a circle: anybody writes, everybody signs, a change asks again."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.models import Membership
from lti_tool.courses.sight import WHOLE
from lti_tool.db import db, utcnow
from lti_tool.forms.shelf import load_forms
from lti_tool.groups.models import PeerGroup, Seat
from lti_tool.insights.board.queries import board_of
from lti_tool.journey.agreement.models import Agreement, OffLimits
from lti_tool.programme.models import ParticipationEvent
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import AGREEMENT, TICKS, sign, write_agreement


@pytest.fixture
def circle(app: Flask) -> list[Membership]:
    context = make_context()
    members = [make_member(context, name) for name in ("Amara Okonkwo", "Søren K", "Minh Anh")]
    make_circle(members, number=7)
    return members


@pytest.fixture
def browsers(app: Flask, circle: list[Membership]) -> list[Browser]:
    return [Browser(app, one) for one in circle]


def _texts() -> list[str]:
    db.session.expire_all()
    query = select(Agreement).order_by(Agreement.version)
    return [one.answers["purpose"] for one in db.session.scalars(query)]


def _counted(member: Membership) -> list[str]:
    query = select(ParticipationEvent.item).filter_by(membership_id=member.id)
    return list(db.session.scalars(query))


def test_somebody_without_a_circle_has_no_agreement(app: Flask) -> None:
    alone = Browser(app, make_member(make_context()))
    assert alone.get("/agreement").status_code == 404


def test_any_member_writes_the_first_text_and_the_others_read_it(browsers: list[Browser]) -> None:
    write_agreement(browsers[1], purpose="We end with a plan")
    assert "We end with a plan" in browsers[0].get("/agreement").text
    assert "We end with a plan" in browsers[0].get("/home").text


def test_a_text_without_a_purpose_is_not_kept_and_loses_nothing(browsers: list[Browser]) -> None:
    sent = {**AGREEMENT, "purpose": " ", "conflict": "Two of us apply", "-version": "0"}
    answer = browsers[0].post("/agreement", sent)
    assert answer.status_code == 422
    assert "Write one sentence about what you meet for." in answer.text
    assert "Two of us apply" in answer.text
    assert _texts() == []


def test_everybody_signs_and_it_counts_for_each_once(
    browsers: list[Browser], circle: list[Membership]
) -> None:
    write_agreement(browsers[0])
    sign(browsers[0], version=1)
    sign(browsers[0], version=1)
    assert "1 of 3 have signed" in browsers[1].get("/agreement").text
    assert _counted(circle[0]) == ["agreement"]
    assert _counted(circle[1]) == []


def test_nobody_signs_without_the_pledge(browsers: list[Browser]) -> None:
    write_agreement(browsers[0])
    answer = browsers[0].post("/agreement/sign", {"hopes": "yes", "-version": "1"})
    assert answer.status_code == 422
    assert "Without it there is no signature." in answer.text
    assert "0 of 3 have signed" in browsers[0].get("/agreement").text


def test_a_change_asks_everybody_to_sign_again_and_credit_stays(
    browsers: list[Browser], circle: list[Membership]
) -> None:
    write_agreement(browsers[0])
    sign(browsers[0], version=1)
    write_agreement(browsers[1], seen=1, purpose="Another purpose")
    assert "0 of 3 have signed" in browsers[0].get("/agreement").text
    assert _counted(circle[0]) == ["agreement"]
    sign(browsers[0], version=2)
    assert _counted(circle[0]) == ["agreement"]


def test_the_same_text_saved_again_keeps_the_signatures(browsers: list[Browser]) -> None:
    write_agreement(browsers[0])
    sign(browsers[0], version=1)
    write_agreement(browsers[1], seen=1)
    write_agreement(browsers[1], seen=0)
    assert "1 of 3 have signed" in browsers[0].get("/agreement").text


def test_of_two_who_write_at_once_the_second_sees_both_and_chooses(
    browsers: list[Browser],
) -> None:
    write_agreement(browsers[0], purpose="From Amara")
    answer = browsers[1].post("/agreement", {**AGREEMENT, "purpose": "From Søren", "-version": "0"})
    assert answer.status_code == 409
    assert "From Amara" in answer.text and "From Søren" in answer.text
    assert _texts() == ["From Amara"]
    write_agreement(browsers[1], seen=1, purpose="From both")
    assert _texts() == ["From Amara", "From both"]


def test_nobody_signs_words_that_they_did_not_read(browsers: list[Browser]) -> None:
    write_agreement(browsers[0])
    write_agreement(browsers[1], seen=1, purpose="Other words")
    answer = browsers[0].post("/agreement/sign", {**TICKS, "-version": "1"})
    assert answer.status_code == 409
    assert "Other words" in answer.text
    assert "0 of 3 have signed" in answer.text


def test_every_version_can_be_read_later(browsers: list[Browser]) -> None:
    write_agreement(browsers[0], purpose="The first purpose")
    sign(browsers[0], version=1)
    write_agreement(browsers[1], seen=1, purpose="The second purpose")
    page = browsers[2].get("/agreement/earlier").text
    assert "The first purpose" in page and "1 signature" in page
    assert "The second purpose" not in page


def test_a_late_joiner_signs_the_text_that_holds(
    app: Flask, browsers: list[Browser], circle: list[Membership]
) -> None:
    write_agreement(browsers[0])
    for one in browsers:
        sign(one, version=1)
    late = make_member(circle[0].context, "Владислава М")
    group = db.session.scalars(select(PeerGroup)).one()
    db.session.add(Seat(group_id=group.id, membership_id=late.id))
    db.session.commit()
    latecomer = Browser(app, late)
    assert "Read your agreement and sign it" in latecomer.get("/home").text
    assert "3 of 4 have signed" in latecomer.get("/agreement").text
    sign(latecomer, version=1)
    assert "4 of 4 have signed" in latecomer.get("/agreement").text


def test_a_topic_off_limits_is_read_without_its_author(browsers: list[Browser]) -> None:
    browsers[1].post("/agreement/topics", {"topic": "Money"})
    browsers[2].post("/agreement/topics", {"topic": "Family"})
    page = browsers[0].get("/agreement").text
    assert page.index("Family") < page.index("Money")
    assert "From you:" not in page
    assert "From you:" in browsers[1].get("/agreement").text
    news = browsers[0].get("/home").text.partition("Since you were here")[2]
    assert "A topic was added" in news
    assert "Money" not in news and "Søren" not in news.partition("</section>")[0]


def test_a_topic_is_taken_back_by_its_author_alone(browsers: list[Browser]) -> None:
    browsers[1].post("/agreement/topics", {"topic": "Money"})
    topic = db.session.scalars(select(OffLimits)).one().id
    browsers[0].post(f"/agreement/topics/{topic}", {})
    assert "Money" in browsers[0].get("/agreement").text
    browsers[1].post(f"/agreement/topics/{topic}", {})
    assert "Money" not in browsers[0].get("/agreement").text


def test_another_circle_reads_and_signs_nothing_of_it(
    app: Flask, browsers: list[Browser], circle: list[Membership]
) -> None:
    write_agreement(browsers[0], purpose="Ours alone")
    others = [make_member(circle[0].context, name) for name in ("A B", "C D")]
    make_circle(others, number=8)
    stranger = Browser(app, others[0])
    assert "Ours alone" not in stranger.get("/agreement").text
    assert stranger.post("/agreement/sign", {**TICKS, "-version": "1"}).status_code == 404


def test_staff_see_none_a_draft_and_how_many_signed(
    app: Flask, browsers: list[Browser], circle: list[Membership]
) -> None:
    teacher = Browser(app, make_member(circle[0].context, "Dr Ruth Adeyemi", role="Instructor"))
    assert "Not written" in teacher.get("/board").text
    write_agreement(browsers[0])
    assert "A draft" in teacher.get("/board").text
    sign(browsers[0], version=1)
    sign(browsers[1], version=1)
    assert "Signed by 2 of 3" in teacher.get("/board").text
    assert teacher.get("/agreement").status_code == 403


def test_somebody_who_left_is_not_waited_for(
    app: Flask, browsers: list[Browser], circle: list[Membership]
) -> None:
    write_agreement(browsers[0])
    for one in browsers:
        sign(one, version=1)
    circle[2].left_at = utcnow()
    db.session.commit()
    assert "2 of 2 have signed" in browsers[0].get("/agreement").text
    teacher = make_member(circle[0].context, "Dr Ruth", role="Instructor")
    assert board_of(teacher, WHOLE).circles[0].signed == 2


def test_what_changed_is_told_once_and_not_to_whom_it_was_done_by(
    app: Flask, browsers: list[Browser], circle: list[Membership]
) -> None:
    write_agreement(browsers[1])
    assert "The agreement has its first text." in browsers[0].get("/home").text
    assert "The agreement has its first text." in browsers[0].get("/home").text
    assert "Since you were here" not in browsers[1].get("/home").text
    with time_machine.travel(utcnow() + timedelta(hours=2), tick=True):
        again = Browser(app, circle[0])
        assert "Since you were here" not in again.get("/home").text
        sign(Browser(app, circle[1]), version=1)
        for _ in range(2):
            page = again.get("/home").text
            assert "One more signature" in page
            assert "first text" not in page


def test_who_opens_the_page_of_the_platform_again_still_reads_what_is_new(
    app: Flask, browsers: list[Browser], circle: list[Membership]
) -> None:
    write_agreement(browsers[1])
    for _ in range(3):
        assert "The agreement has its first text." in Browser(app, circle[0]).get("/home").text


def _bounds(seen: int = 0, **left: list[str]) -> dict[str, object]:
    """All lines of the agreement as staff send them, but for those named here."""
    fields = load_forms((shipped("config"),))["agreement"].fields
    everything = {
        one.name: [option.value for option in one.options] for one in fields if one.options
    }
    return {**everything, "-version": str(seen), **left}


@pytest.fixture
def staff(app: Flask, circle: list[Membership]) -> Browser:
    return Browser(app, make_member(circle[0].context, "Dr Ruth", role="Instructor"))


def test_what_staff_take_away_no_circle_can_choose(browsers: list[Browser], staff: Browser) -> None:
    left = _bounds(rhythm=["weekly"], leaving=["thanks", "nothing"])
    assert staff.post("/agreement-bounds", left).status_code == 303
    page = browsers[0].get("/agreement/edit").text
    assert 'value="weekly" checked' in page
    assert 'value="fortnightly"' not in page
    refused = browsers[0].post("/agreement", {**AGREEMENT, "-version": "0"})
    assert refused.status_code == 422
    assert AGREEMENT["purpose"] in refused.text
    write_agreement(browsers[0], rhythm="weekly")


def test_what_was_agreed_before_stays_until_the_text_changes(
    browsers: list[Browser], staff: Browser
) -> None:
    write_agreement(browsers[0], rhythm="fortnightly")
    staff.post("/agreement-bounds", _bounds(rhythm=["weekly"]))
    assert "Every two weeks" in browsers[1].get("/agreement").text
    sign(browsers[1], version=1)


def test_a_choice_without_a_line_is_no_choice(staff: Browser) -> None:
    answer = staff.post("/agreement-bounds", _bounds(rhythm=[]))
    assert answer.status_code == 422
    assert "Leave at least one line." in answer.text


def test_the_second_of_two_staff_is_told(staff: Browser) -> None:
    assert staff.post("/agreement-bounds", _bounds(rhythm=["weekly"])).status_code == 303
    assert staff.post("/agreement-bounds", _bounds(mode=["online"])).status_code == 409


def test_students_set_no_bounds(browsers: list[Browser]) -> None:
    assert browsers[0].post("/agreement-bounds", _bounds()).status_code == 403


def test_another_course_is_not_bound(app: Flask, staff: Browser) -> None:
    staff.post("/agreement-bounds", _bounds(rhythm=["weekly"]))
    other = make_member(make_context())
    make_circle([other, make_member(other.context, "B B")])
    assert 'value="fortnightly"' in Browser(app, other).get("/agreement/edit").text
