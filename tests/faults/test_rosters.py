"""A course list that fails in every way we know of: nobody loses their place, and it heals."""

import pytest

from lti_tool.courses.queries import learners_of
from lti_tool.db import db
from lti_tool.roster.actions import sync
from tests.builders import make_circle
from tests.demo_lms.faults import Effect, Fault
from tests.faults.conftest import check_grades, injected, send_until_quiet
from tests.gradebook.conftest import Classroom, does

FAULTS = {
    "the pages turn in a circle": Fault("nrps", Effect.LOOP, after=1),
    "a page is dropped": Fault("nrps", Effect.NO_MEMBERS, after=1, times=1),
    "half a page is dropped": Fault("nrps", Effect.FEWER_MEMBERS, after=2, times=1),
    "the last pages are dropped": Fault("nrps", Effect.NO_NEXT, after=2, times=1),
    "everybody is dropped": Fault("nrps", Effect.NO_MEMBERS),
    "a page fails": Fault("nrps", status=500, after=2, times=1),
    "a page is too busy": Fault("nrps", status=429, retry_after=60, after=2, times=1),
    "a page is throttled by a sentence": Fault("nrps", Effect.THROTTLED_403, after=2, times=1),
    "a page is cut off": Fault("nrps", Effect.TRUNCATED, after=2, times=1),
    "a page is HTML": Fault("nrps", Effect.HTML, after=2, times=1),
    "a page hangs up": Fault("nrps", Effect.HANG_UP, after=2, times=1),
    "the list is forbidden": Fault("nrps", status=403, body="{}"),
    "there is no token": Fault("token", status=503),
}


@pytest.fixture(autouse=True)
def pages(room: Classroom) -> None:
    """Ten people on a page; of pages that nobody asked for Moodle sends one."""
    room.lms.page_size = 10


@pytest.mark.parametrize("lms", ["canvas"], indirect=True)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_list_that_goes_wrong_takes_nobody_out(room: Classroom, fault: Fault) -> None:
    people = room.students[:12]
    members = [room.enters(one) for one in people]
    context_id = members[0].context_id
    assert sync(context_id).outcome == "complete"
    circle, before = make_circle(members[:4]), here(context_id)
    db.session.commit()
    for member in members:
        does(member, "goal")
    room.lms.revoke_tokens()
    room.lms.faults.add(fault)
    assert sync(context_id).outcome != "complete"
    injected(room.lms.faults.hits(fault))
    assert here(context_id) == before
    assert len([one for one in circle.seats if not one.left_at]) == 4
    room.lms.faults.clear()
    assert sync(context_id).outcome == "complete"
    assert here(context_id) == before
    send_until_quiet()
    check_grades(room, people)


def test_a_token_that_runs_out_between_two_pages_is_renewed(room: Classroom) -> None:
    people = room.students[:4]
    context_id = room.enters(people[0]).context_id
    fault = room.lms.faults.add(Fault("nrps", Effect.EXPIRE_TOKENS, times=1))
    read = sync(context_id)
    injected(room.lms.faults.hits(fault))
    assert (read.outcome, read.left) == ("complete", 0)
    does(room.enters(people[0]), "goal")
    send_until_quiet()
    check_grades(room, people[:1])


def here(context_id: int) -> set[int]:
    db.session.expire_all()
    return {one.id for one in learners_of(context_id)}
