"""What a course wants and can give is told as counts, of which none points at anybody."""

from datetime import timedelta

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.courses.models import Context
from lti_tool.db import db, utcnow
from lti_tool.groups.needs.counts import FEWEST, Need, Needs, count_needs
from lti_tool.groups.survey.models import KEY, Survey, Window
from lti_tool.groups.survey.queries import survey_form
from tests.builders import Browser, make_context, make_member

TOPICS = ("one", "two", "three")
SIDE = st.dictionaries(st.sampled_from(TOPICS), st.integers(1, 3), max_size=3)
ANSWERS = st.lists(st.fixed_dictionaries({"want": SIDE, "give": SIDE}), max_size=25)


def every(found: Needs | None) -> list[Need]:
    return [*found.told, *([found.others] if found.others else [])] if found else []


@given(ANSWERS)
def test_no_number_under_the_fewest_is_ever_told(answers: list[dict[str, dict[str, int]]]) -> None:
    for one in every(count_needs(answers, TOPICS)):
        assert one.wanted is None or one.wanted >= FEWEST
        assert one.offered is None or one.offered >= FEWEST


@given(ANSWERS)
def test_each_topic_stands_in_one_line_and_told_numbers_are_true(
    answers: list[dict[str, dict[str, int]]],
) -> None:
    found = every(count_needs(answers, TOPICS))
    assert not found or sorted(topic for one in found for topic in one.topics) == sorted(TOPICS)
    for one in found:
        truly = sum(any(topic in said["want"] for topic in one.topics) for said in answers)
        assert one.wanted == (truly if truly >= FEWEST else None)


def test_where_many_want_and_nobody_offers_there_is_a_gap() -> None:
    answers = [{"want": {"one": 1}, "give": {"two": 1}}] * 6
    first, second = every(count_needs(answers, TOPICS))[:2]
    assert (first.topics, first.is_gap) == (("one",), True)
    assert (second.topics, second.is_gap) == (("two",), False)


def course_of(students: int, *, is_open: bool) -> Context:
    """A course whose students all want help with the first topic of the survey."""
    topics = next(one for one in survey_form().fields if one.kind.word == "topics")
    course, now = make_context(), utcnow()
    for number in range(students):
        member = make_member(course, f"Student {number}")
        said = Survey(membership_id=member.id, key=KEY, answers={})
        said.keep(survey_form(), {topics.name: {"want": {topics.options[0].value: 2}, "give": {}}})
        db.session.add(said)
    closes = now + timedelta(days=1 if is_open else -1)
    opens = now - timedelta(days=8)
    db.session.add(Window(context_id=course.id, opens_at=opens, closes_at=closes))
    db.session.commit()
    return course


def page(app: Flask, course: Context, *, role: str = "Instructor"):  # type: ignore[no-untyped-def]
    return Browser(app, make_member(course, role=role)).get("/groups/plan/needs")


def test_the_page_names_gaps_and_nobody(app: Flask) -> None:
    text = page(app, course_of(6, is_open=False)).text
    assert "More asked for than offered" in text
    assert "Student" not in text
    assert "fewer than 5" in text


def test_while_the_survey_is_open_no_count_is_told(app: Flask) -> None:
    assert "The survey is still open" in page(app, course_of(6, is_open=True)).text


def test_four_answers_tell_nothing(app: Flask) -> None:
    assert "Not enough answers yet" in page(app, course_of(4, is_open=False)).text


def test_who_leaves_the_course_changes_no_count(app: Flask) -> None:
    course = course_of(6, is_open=False)
    before = page(app, course).text.split("<main")[1]
    member = db.session.query(Survey).first()
    assert member
    db.session.get(type(make_member(course)), member.membership_id).left_at = utcnow()  # type: ignore[union-attr]
    db.session.commit()
    after = page(app, course).text.split("<main")[1]
    assert (
        after.split("<table")[1].split("</table")[0]
        == before.split("<table")[1].split("</table")[0]
    )


def test_students_see_none_of_it(app: Flask) -> None:
    assert page(app, course_of(6, is_open=False), role="Learner").status_code == 403
