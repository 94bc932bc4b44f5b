"""A course copied in the LMS keeps its design, as its staff say, and nobody's rows."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lti_tool.courses.design import Designed
from lti_tool.courses.models import Context, Membership
from lti_tool.db import Base, db, utcnow
from lti_tool.groups.plan.choices import Choices, HardRules, from_json, to_json
from lti_tool.groups.plan.models import Plan
from lti_tool.journey.agreement.models import Bounds
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.programme.actions import programme_of
from lti_tool.programme.contacts.models import CourseContact
from lti_tool.programme.models import Activity, Grading, Programme
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.outline.queries import outline_of
from lti_tool.programme.queries import grading_of
from tests.builders import Browser, make_circle, make_context, make_member, make_registration
from tests.demo_lms.lms import DemoLms
from tests.journey.writers import write_goal, write_reflection
from tests.programme.copies.school import POINTS, SIZE, STUDENT, TEACHER, School

SECRET = "qzx-secret-of-the-source"
COMES_WITH_THE_TEACHER = {
    "contexts", "memberships", "notice_handlers", "platform_groups", "resource_links", "visits",
}  # fmt: skip
"""Rows that any first launch into a course writes: of the course itself and of who launches."""

pytestmark = [pytest.mark.usefixtures("registration")]
once = pytest.mark.parametrize(("settings", "lms"), [("sqlite", "canvas")], indirect=True)


@pytest.fixture
def school(tool: str, lms: DemoLms) -> School:
    return School(tool, lms)


def everything() -> dict[str, dict[tuple[Any, ...], Mapping[str, Any]]]:
    """Every row of every table, by its key."""
    db.session.rollback()
    return {
        table.name: {
            tuple(row[column] for column in table.primary_key): dict(row)
            for row in db.session.execute(select(table)).mappings()
        }
        for table in Base.metadata.sorted_tables
    }


def fill_with_people(app: Flask, school: School) -> None:
    """Students who wrote, sit in a circle and took part; rules that name them."""
    school.come(STUDENT), school.come("ida.holm")
    here = db.session.query(Membership).filter_by(context_id=school.context.id, is_learner=True)
    members = here.all()
    make_circle(members)
    for member in members:
        browser = Browser(app, member)
        write_goal(browser, title=f"{SECRET} goal", why=f"{SECRET} why", share="all")
        write_reflection(browser, share="all")
    named = Choices(rules=HardRules(minimum=3, apart=((members[0].id, members[1].id),)))
    columns = {SECRET: {str(members[0].id): SECRET}}
    db.session.add(Plan(context_id=school.context.id, choices=to_json(named), columns=columns))
    db.session.add(Outline(context_id=school.context.id, kind="pair", opened_at=utcnow()))
    db.session.add(Grading(context_id=school.context.id, model="pass", sends_since=utcnow()))
    near = {"name": "Student Counselling", "way": "112", "what": ""}
    db.session.add(CourseContact(context_id=school.context.id, **near))
    db.session.add(Bounds(context_id=school.context.id, allowed={"where": ["online"]}))
    db.session.commit()


def test_a_copy_holds_the_design_and_no_row_of_anybody(app: Flask, school: School) -> None:
    fill_with_people(app, school)
    before = everything()
    copy = school.copy()
    teacher = school.come(TEACHER, copy)
    assert teacher.send("/copy", reply="bring").status_code == 303
    after = everything()
    new = {
        name: [row for key, row in rows.items() if key not in before[name]]
        for name, rows in after.items()
    }
    designed = {one.__tablename__ for one in Designed.__subclasses__()}
    written = {name for name, rows in new.items() if rows}
    assert designed <= written <= designed | COMES_WITH_THE_TEACHER
    assert [row["user_id"] for row in new["memberships"]] == [teacher_id()]
    assert SECRET not in repr(new)
    assert {name: len(new[name]) for name in designed} == dict.fromkeys(designed, 1)
    assert school.set_up(copy) == (SIZE, POINTS, [school.key])
    kept = from_json(db.session.get(Plan, school.known(copy).id).choices)  # type: ignore[union-attr]
    assert (kept.rules.minimum, kept.rules.apart) == (3, ())
    outline = outline_of(school.known(copy).id)
    assert (outline.kind, outline.state) == ("pair", "preparing")
    grading = grading_of(school.known(copy).id)
    assert grading is not None
    assert (grading.model, grading.sends_since) == ("pass", None)


def teacher_id() -> int:
    """Our number of the only teacher."""
    query = select(Membership.user_id).filter_by(is_staff=True).distinct()
    return db.session.scalars(query).one()


def test_the_teacher_of_a_copy_is_asked_once(school: School) -> None:
    copy = school.copy()
    teacher = school.come(TEACHER, copy)
    page = teacher.open()
    assert "This course is a copy" in page.text
    assert "Research Methods 1" in page.text
    assert teacher.send("/copy", reply="bring").headers["Location"].endswith("/copy/answered")
    assert "The set-up has come along" in teacher.open("/copy/answered").text
    again = school.come(TEACHER, copy)
    assert again.path.endswith("/groups/")


@once
def test_starting_afresh_brings_nothing_and_is_final(school: School) -> None:
    copy = school.copy()
    teacher = school.come(TEACHER, copy)
    teacher.send("/copy", reply="afresh")
    assert "This course starts afresh" in teacher.open("/copy/answered").text
    assert school.set_up(copy) == (4, 5.0, [])
    again = school.come(TEACHER, copy)
    assert again.path.endswith("/groups/")
    assert again.visitor.open(f"/s/{again.sid}/copy").status_code == 303


@once
def test_an_answer_that_is_none_is_asked_again(school: School) -> None:
    copy = school.copy()
    teacher = school.come(TEACHER, copy)
    answer = teacher.send("/copy", reply="perhaps")
    assert answer.status_code == 422
    assert "Choose one of the two." in answer.text
    assert school.known(copy).copy_state == "waiting"


@once
def test_students_of_a_copy_are_not_asked(school: School) -> None:
    copy = school.copy()
    copy.enrol(school.lms.person(STUDENT))
    student = school.come(STUDENT, copy)
    assert student.path.endswith("/home")
    assert student.visitor.open(f"/s/{student.sid}/copy").status_code == 403


def test_a_copied_link_opens_its_activity_before_anybody_answered_and_after(
    school: School,
) -> None:
    copy = school.copy()
    copy.enrol(school.lms.person(STUDENT))
    link = copy.resource_links[-1]
    student = school.come(STUDENT, copy, link)
    assert student.open().status_code == 200
    assert student.path.endswith(f"/reflections/{school.key}")
    school.come(TEACHER, copy).send("/copy", reply="bring")
    again = school.come(STUDENT, copy, link)
    assert again.open().status_code == 200
    assert again.path.endswith(f"/reflections/{school.key}")


@once
def test_a_copied_link_alone_tells_where_the_course_came_from(school: School) -> None:
    school.lms.registration.custom = {}
    copy = school.copy()
    assert school.come(TEACHER, copy).open().url.endswith("/groups/")
    teacher = school.come(TEACHER, copy, copy.resource_links[-1])
    assert "This course is a copy" in teacher.open().text
    teacher.send("/copy", reply="bring")
    assert school.set_up(copy) == (SIZE, POINTS, [school.key])
    assert school.known(copy).copied_from_id == school.context.id


@once
def test_a_copied_link_is_known_by_the_history_of_links(school: School) -> None:
    school.come(STUDENT, link=school.link)
    custom = school.lms.registration.custom
    school.lms.registration.custom = {"pc_link_history": custom["pc_activity_history"]}
    copy = school.copy()
    link = copy.resource_links[-1]
    link.custom = {"pc_activity_history": ",".join(link.history)}
    assert "This course is a copy" in school.come(TEACHER, copy, link).open().text


def test_a_copy_of_a_copy_that_nobody_answered_has_the_first_design(school: School) -> None:
    first = school.copy()
    school.come(TEACHER, first)
    second = school.copy(first, "COPY2")
    teacher = school.come(TEACHER, second)
    teacher.send("/copy", reply="bring")
    assert school.known(second).copied_from_id == school.known(first).id
    assert school.set_up(second) == (SIZE, POINTS, [school.key])


@once
def test_a_copy_of_a_copy_has_the_nearest_design(school: School) -> None:
    first = school.copy()
    school.come(TEACHER, first).send("/copy", reply="bring")
    programme_of(school.known(first).id).group_size = 3
    db.session.commit()
    second = school.copy(first, "COPY2")
    school.come(TEACHER, second).send("/copy", reply="bring")
    assert school.set_up(second) == (3, POINTS, [school.key])


@once
def test_a_copy_of_a_course_that_was_never_opened_here_goes_back_to_the_one_before(
    school: School,
) -> None:
    second = school.copy(school.copy(), "COPY2")
    school.come(TEACHER, second).send("/copy", reply="bring")
    assert school.set_up(second) == (SIZE, POINTS, [school.key])


@once
def test_what_changes_in_the_running_source_is_brought_as_it_stands(school: School) -> None:
    copy = school.copy()
    teacher = school.come(TEACHER, copy)
    programme_of(school.context.id).group_size = 7
    db.session.commit()
    teacher.send("/copy", reply="bring")
    programme_of(school.context.id).group_size = 2
    db.session.commit()
    assert school.set_up(copy)[0] == 7


@once
def test_what_staff_set_up_in_the_copy_already_stays(school: School) -> None:
    copy = school.copy()
    teacher = school.come(TEACHER, copy)
    ours = programme_of(school.known(copy).id)
    ours.points = 20.0
    db.session.commit()
    teacher.send("/copy", reply="bring")
    assert school.set_up(copy) == (4, 20.0, [school.key])


@once
def test_a_course_copied_back_into_its_source_is_not_asked(school: School) -> None:
    copy = school.copy()
    school.come(TEACHER, copy).send("/copy", reply="bring")
    school.course.history = [copy.id, school.course.id]
    back = school.come(TEACHER, link=school.lms.add_link(school.course, "Back again"))
    assert back.open().url.endswith("/groups/")
    assert school.set_up(school.course) == (SIZE, POINTS, [school.key])


@once
def test_two_copies_at_once_are_two_courses(school: School) -> None:
    one, two = school.copy(label="ONE"), school.copy(label="TWO")
    first, second = school.come(TEACHER, one), school.come(TEACHER, two)
    first.send("/copy", reply="bring")
    second.send("/copy", reply="afresh")
    assert school.set_up(one) == (SIZE, POINTS, [school.key])
    assert school.set_up(two) == (4, 5.0, [])


@once
def test_of_two_answers_the_first_counts(school: School) -> None:
    copy = school.copy()
    one, two = school.come(TEACHER, copy), school.come(TEACHER, copy)
    assert two.csrf
    one.send("/copy", reply="afresh")
    late = two.send("/copy", reply="bring")
    assert late.headers["Location"].endswith("/copy/answered")
    assert school.set_up(copy) == (4, 5.0, [])


@pytest.mark.parametrize("lms", ["canvas"], indirect=True)
def test_answers_at_the_same_moment_are_one_answer(school: School) -> None:
    copy = school.copy()
    teachers = [school.come(TEACHER, copy) for _ in range(6)]
    replies = ["bring", "afresh"] * 3
    assert len({one.csrf for one in teachers}) == len(teachers)
    with ThreadPoolExecutor(len(teachers)) as together:
        answers = list(together.map(lambda one, reply: one.send("/copy", reply=reply),
                                    teachers, replies))  # fmt: skip
    assert {one.status_code for one in answers} == {303}
    state, held = school.known(copy).copy_state, school.set_up(copy)
    assert (state, held) in [
        ("brought", (SIZE, POINTS, [school.key])),
        ("afresh", (4, 5.0, [])),
    ]


def test_a_source_that_was_erased_is_not_asked_about(school: School) -> None:
    copy = school.copy()
    school.come(TEACHER, copy)
    db.session.delete(school.known(school.course))
    db.session.commit()
    assert school.come(TEACHER, copy).open().url.endswith("/groups/")


@once
def test_what_was_brought_stays_when_the_source_is_erased(school: School) -> None:
    copy = school.copy()
    school.come(TEACHER, copy).send("/copy", reply="bring")
    db.session.delete(school.known(school.course))
    db.session.commit()
    assert school.set_up(copy) == (SIZE, POINTS, [school.key])
    assert school.come(TEACHER, copy).path.endswith("/groups/")


@once
def test_a_course_with_nothing_set_up_is_copied_without_a_question(school: School) -> None:
    db.session.query(Activity).delete()
    db.session.query(Programme).delete()
    db.session.commit()
    assert school.come(TEACHER, school.copy()).open().url.endswith("/groups/")


@once
@pytest.mark.parametrize("history", ["", "$Context.id.history", ",,", " , ", "71,72,73", "x" * 300])
def test_a_history_that_says_nothing_known_is_no_copy(school: School, history: str) -> None:
    copy = school.copy()
    copy.history, copy.resource_links = [history], copy.resource_links[:1]
    assert school.come(TEACHER, copy).path.endswith("/groups/")
    assert school.known(copy).copy_state == ""


@once
def test_nothing_is_copied_from_another_registration(
    app: Flask, school: School, registration: Registration
) -> None:
    other = Registration(name="Other", issuer="https://other.example", client_id="other",
                         auth_login_url="https://other.example/a",
                         auth_token_url="https://other.example/t",
                         jwks_url="https://other.example/k")  # fmt: skip
    db.session.add(other)
    db.session.flush()
    context = db.session.get(Context, school.context.id)
    assert context
    context.deployment.registration_id = other.id
    db.session.commit()
    db.session.add(Deployment(registration_id=registration.id, deployment_id="again"))
    db.session.flush()
    db.session.commit()
    school.lms.registration.deployments.append("again")
    copy = school.copy()
    for link in copy.resource_links:
        link.deployment_id = "again"
    teacher = school.come(TEACHER, copy, copy.resource_links[-1])
    assert teacher.open().url.endswith("/groups/")
    assert school.known(copy).copy_state == ""


@once
def test_a_history_of_another_deployment_is_not_believed(
    school: School, registration: Registration
) -> None:
    second = school.lms.add_deployment(school.lms.registration)
    db.session.add(Deployment(registration_id=registration.id, deployment_id=second))
    db.session.commit()
    copy = school.copy()
    for link in copy.resource_links:
        link.deployment_id, link.custom = second, {}
    assert school.come(TEACHER, copy).open().url.endswith("/groups/")


@once
def test_the_title_of_a_course_is_text(app: Flask) -> None:
    registration = make_registration()
    source = make_context(registration, title='<b onclick="x">Maths & Co</b>')
    programme_of(source.id).group_size = 6
    copy = make_context(registration, copied_from_id=source.id, copy_state="waiting")
    page = Browser(app, make_member(copy, role="Instructor")).get("/copy")
    assert "<bdi>&lt;b onclick=&#34;x&#34;&gt;Maths &amp; Co&lt;/b&gt;</bdi>" in page.text
