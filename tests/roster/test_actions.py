"""The course list heals itself: what a read changes, and what changes nothing."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from lti_tool.courses.models import Context, User
from lti_tool.db import db, utcnow
from lti_tool.errors import NotHere
from lti_tool.launch.actions import VISIT_LASTS
from lti_tool.launch.models import Visit
from lti_tool.programme.actions import record
from lti_tool.programme.models import ParticipationEvent
from lti_tool.roster.actions import confirm_shrinking, sync, sync_due, want
from lti_tool.roster.models import RosterPlan, RosterRead
from lti_tool.roster.queries import due_contexts, status
from tests.builders import make_context, make_member
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.people import Role
from tests.roster.course import launched, people_of


def test_a_first_read_brings_everybody_who_is_active(lms: DemoLms, context: Context) -> None:
    read = sync(context.id)
    people = people_of(context)
    active = {one.id: one.name for one, _ in lms.courses[0].active()}
    assert (read.outcome, read.joined, read.members) == ("complete", len(active), len(active))
    assert {subject: one.user.name for subject, one in people.items()} == active


def test_students_are_learners_and_teachers_are_staff(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    people = people_of(context)
    learners = {subject for subject, one in people.items() if one.is_learner}
    students = {one.id for one in lms.courses[0].people(Role.STUDENT)}
    assert students <= learners
    assert people[lms.person("ruth.adeyemi").id].is_staff
    assert not people[lms.person("ruth.adeyemi").id].is_learner
    assert lms.person("sven.gone").id not in people


def test_a_test_student_and_an_observer_take_no_part(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    people = people_of(context)
    for username in {"test.student", "olga.brandt"} & set(lms.people):
        listed = people.get(lms.person(username).id)
        if lms.temperament.name == "canvas":
            assert listed is None or not listed.is_learner


def test_an_assistant_who_launched_as_staff_is_never_demoted(
    lms: DemoLms, context: Context
) -> None:
    sync(context.id)
    tutor = people_of(context)[lms.person("tomas.ferreira").id]
    launched(tutor, "Instructor")
    sync(context.id)
    tutor = people_of(context)[lms.person("tomas.ferreira").id]
    assert tutor.is_staff
    assert not tutor.is_learner


def test_an_unchanged_list_writes_nothing_about_people(app: Flask, context: Context) -> None:
    sync(context.id)
    written: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            written.append(statement.split("(", maxsplit=1)[0].strip())

    event.listen(db.engine, "before_cursor_execute", note)
    read = sync(context.id)
    event.remove(db.engine, "before_cursor_execute", note)
    assert (read.outcome, read.joined, read.left, read.renamed) == ("complete", 0, 0, 0)
    assert {one.split()[2] for one in written if one.startswith("INSERT")} == {
        "roster_plans",
        "roster_reads",
    }
    assert {one.split()[1] for one in written if one.startswith("UPDATE")} <= {"roster_plans"}


def test_who_left_stays_with_a_date_and_may_come_back(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    person = lms.person("zoe.mueller")
    lms.courses[0].suspend(person)
    assert sync(context.id).left == 1
    assert people_of(context)[person.id].left_at is not None
    lms.courses[0].reactivate(person)
    read = sync(context.id)
    assert (read.returned, read.left) == (1, 0)
    assert people_of(context)[person.id].left_at is None


def test_a_new_name_is_kept(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    lms.person("zoe.mueller").family_name = "Smith & Jones"
    assert sync(context.id).renamed == 1
    assert people_of(context)[lms.person("zoe.mueller").id].user.name == "Zoë Smith & Jones"


def test_a_name_is_not_lost_when_the_platform_keeps_names_to_itself(
    lms: DemoLms, context: Context
) -> None:
    sync(context.id)
    lms.registration.privacy = "anonymous"
    assert sync(context.id).renamed == 0
    assert people_of(context)[lms.person("ida.holm").id].user.given_name == "Ida"


def test_a_student_who_becomes_a_teacher_takes_part_no_more_and_may_become_a_student_again(
    lms: DemoLms, context: Context
) -> None:
    sync(context.id)
    ida = lms.person("ida.holm")
    for role, is_staff in ((Role.TEACHER, True), (Role.STUDENT, False)):
        lms.courses[0].drop(ida)
        lms.courses[0].enrol(ida, role)
        read = sync(context.id)
        assert (read.joined, read.left) == (0, 0)
        member = people_of(context)[ida.id]
        assert (member.is_staff, member.is_learner) == (is_staff, not is_staff)


def test_what_somebody_wrote_stays_when_they_leave(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    zoe = people_of(context)[lms.person("zoe.mueller").id]
    record(zoe, "goal", is_done=True)
    db.session.commit()
    lms.courses[0].drop(lms.person("zoe.mueller"))
    sync(context.id)
    assert people_of(context)[lms.person("zoe.mueller").id].left_at is not None
    assert [one.membership_id for one in db.session.query(ParticipationEvent)] == [zoe.id]


def test_a_late_joiner_is_added(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    (late,) = lms.add_students(lms.courses[0], 1)
    assert sync(context.id).joined == 1
    assert people_of(context)[late.id].is_learner


def test_somebody_known_from_another_course_is_one_user(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    other = make_context(context.deployment.registration, memberships_url=context.memberships_url)
    db.session.commit()
    users = db.session.query(User).count()
    assert sync(other.id).outcome == "complete"
    assert db.session.query(User).count() == users


def test_who_launched_while_the_list_was_read_has_not_left(lms: DemoLms, context: Context) -> None:
    with time_machine.travel(utcnow().timestamp() + 60, tick=True):
        arrives = make_member(context, "Late Arrival")
        db.session.commit()
    sync(context.id)
    assert people_of(context)[arrives.user.subject].left_at is None


def test_who_came_back_by_a_launch_while_the_list_was_read_has_not_left(
    lms: DemoLms, context: Context
) -> None:
    sync(context.id)
    member = people_of(context)[lms.person("zoe.mueller").id]
    lms.courses[0].suspend(lms.person("zoe.mueller"))
    later = utcnow() + VISIT_LASTS
    db.session.add(
        Visit(sid="s", secret_hash="h", membership_id=member.id, is_staff=False, is_admin=False,
              created_at=later, ends_at=later)
    )  # fmt: skip
    db.session.commit()
    assert sync(context.id).left == 0


def test_an_administrator_who_was_never_listed_does_not_leave(context: Context) -> None:
    guest = make_member(context, "Ada Castellan", role="Instructor")
    guest.joined_at = utcnow() - VISIT_LASTS
    db.session.commit()
    sync(context.id)
    assert people_of(context)[guest.user.subject].left_at is None


def test_an_empty_list_changes_nothing(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    lms.courses[0].members.clear()
    read = sync(context.id)
    assert (read.outcome, read.reason) == ("suspicious", "empty")
    assert all(one.left_at is None for one in people_of(context).values())


def test_a_list_that_lost_a_third_asks_first(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    gone = lms.courses[0].people(Role.STUDENT)[:20]
    for person in gone:
        lms.courses[0].drop(person)
    read = sync(context.id)
    assert (read.outcome, read.reason, read.left) == ("suspicious", "shrunken", 20)
    assert all(one.left_at is None for one in people_of(context).values())
    confirm_shrinking(context.id)
    db.session.commit()
    assert sync_due() == 1
    assert {s for s, one in people_of(context).items() if one.left_at} == {o.id for o in gone}


def leave(lms: DemoLms, number: int) -> set[str]:
    gone = lms.courses[0].people(Role.STUDENT)[:number]
    for person in gone:
        lms.courses[0].drop(person)
    return {one.id for one in gone}


def left(context: Context) -> set[str]:
    return {subject for subject, one in people_of(context).items() if one.left_at}


def test_many_who_vanish_at_once_are_believed_when_the_next_list_says_so_too(
    lms: DemoLms, context: Context
) -> None:
    sync(context.id)
    gone = leave(lms, 6)
    read = sync(context.id)
    assert (read.outcome, read.reason, read.left) == ("suspicious", "many", 6)
    assert left(context) == set()
    assert sync(context.id).left == 6
    assert left(context) == gone


def test_others_who_vanish_the_next_time_are_doubted_again(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    before = list(lms.courses[0].members)
    leave(lms, 6)
    sync(context.id)
    lms.courses[0].members = before[:-6]
    assert sync(context.id).reason == "many"
    lms.courses[0].members = before
    assert sync(context.id).outcome == "complete"
    assert left(context) == set()


def test_a_confirmation_is_good_for_one_read_and_never_for_an_empty_one(
    lms: DemoLms, context: Context
) -> None:
    sync(context.id)
    confirm_shrinking(context.id)
    db.session.commit()
    everybody, lms.courses[0].members = lms.courses[0].members, []
    assert sync(context.id).outcome == "suspicious"
    lms.courses[0].members = everybody
    assert sync(context.id).outcome == "complete"
    lms.courses[0].members = everybody[:5]
    assert sync(context.id).outcome == "suspicious"


def test_a_refusal_changes_nothing_and_is_told(lms: DemoLms, context: Context) -> None:
    sync(context.id)
    lms.registration.scopes = tuple(s for s in lms.registration.scopes if "nrps" not in s)
    lms.tokens.revoke_all()
    read = sync(context.id)
    assert (read.outcome, read.reason) == ("failed", "refused")
    assert "Names and Roles" in status(context.id).sentence
    assert all(one.left_at is None for one in people_of(context).values())


def test_a_platform_that_is_away_is_tried_again_later_and_later(
    lms: DemoLms, context: Context
) -> None:
    lms.stop()
    pauses = []
    for _ in range(3):
        assert sync(context.id).reason == "busy"
        pauses.append((db.session.get(RosterPlan, context.id).next_at - utcnow()).seconds)
    assert [round(pause / 60) for pause in pauses] == [5, 10, 20]


def test_a_newer_read_is_not_overwritten_by_an_older_one(context: Context) -> None:
    newer = RosterRead(
        context_id=context.id, read_at=utcnow() + VISIT_LASTS, outcome="complete", members=3
    )
    db.session.add(newer)
    db.session.commit()
    assert sync(context.id).id == newer.id
    assert people_of(context) == {}


def test_a_course_without_a_list_is_not_read(app: Flask) -> None:
    context = make_context()
    db.session.commit()
    with pytest.raises(NotHere):
        sync(context.id)
    assert status(context.id).state == "absent"
    assert due_contexts() == []


def test_a_course_is_due_at_first_then_after_half_a_day_or_when_wanted(context: Context) -> None:
    assert due_contexts() == [context.id]
    assert sync_due() == 1
    assert due_contexts() == []
    with time_machine.travel(utcnow().timestamp() + 12 * 3600 + 1, tick=False):
        assert due_contexts() == [context.id]
    want(context.id)
    db.session.commit()
    assert status(context.id).state == "waits"
    assert sync_due() == 1
    assert status(context.id).state == "complete"


def test_a_wish_during_a_read_makes_another(context: Context) -> None:
    sync(context.id)
    want(context.id)
    db.session.get(RosterPlan, context.id).wanted_at = utcnow() + VISIT_LASTS
    db.session.commit()
    sync(context.id)
    assert due_contexts() == [context.id]


def test_a_course_that_another_worker_took_is_left_to_it(context: Context) -> None:
    db.session.add(RosterPlan(context_id=context.id, next_at=utcnow() + VISIT_LASTS))
    db.session.commit()
    assert sync_due() == 0


def test_one_broken_course_does_not_stop_the_others(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    broken = make_context(context.deployment.registration, memberships_url="https://[")
    db.session.commit()
    assert sync_due() == 2
    assert status(context.id).state == "complete"
    assert str(broken.id) in caplog.text
