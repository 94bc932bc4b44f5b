"""A course whose platform sends no names runs from the first launch to the gradebook."""

from flask import Flask

from lti_tool.db import db
from tests.builders import Browser, make_circle
from tests.gradebook.conftest import Classroom, settle_and_send
from tests.journey.writers import sign, write_agreement, write_goal, write_reflection


def test_without_names_a_circle_signs_sets_goals_looks_back_and_earns(
    app: Flask, room: Classroom
) -> None:
    room.lms.registration.privacy = "anonymous"
    people = room.students[:3]
    members = [room.enters(one) for one in people]
    assert {(one.user.name, one.user.email) for one in members} == {("", "")}
    make_circle(members)
    db.session.commit()
    browsers = [Browser(app, one) for one in members]
    write_agreement(browsers[0])
    for browser in browsers:
        sign(browser, version=1)
        write_goal(browser, share="all")
        write_reflection(browser, share="all")
    settle_and_send()
    for person, member, browser in zip(people, members, browsers, strict=True):
        cell = room.cell(person)
        assert cell and cell.score
        page = browser.get("/home").text + browser.get("/agreement").text
        assert all(f"№ {mate.user_id}" in page for mate in members if mate is not member)
        assert not [one for one in people if one.name in page]
        assert browser.get("/own/data").json["chapters"]
