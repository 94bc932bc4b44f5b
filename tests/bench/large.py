"""A course of 100,000 people on one machine: circles asked for, formed, looked at, published.

Through the pages of staff and the work of the worker, on SQLite, in a process of its own.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from random import Random
from time import perf_counter

from sqlalchemy import insert

from lti_tool.app import create_app
from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db, utcnow
from lti_tool.groups.forming.working import form_due
from lti_tool.groups.plan.choices import to_json
from lti_tool.groups.plan.models import Plan
from lti_tool.groups.survey.models import KEY, Survey
from lti_tool.groups.survey.queries import survey_form
from lti_tool.settings import Settings
from tests.bench.staff import ids_of
from tests.builders import Browser, make_context, make_member
from tests.groups.answered import PLAN, answers_of

STUDENTS = 100_000
AT_ONCE = 5_000
STEPS = ("asked for", "formed by the worker", "looked at", "published", "a student's home")
Told = dict[str, float]


def large_course(students: int = STUDENTS) -> Told:
    """Seconds of each step, and `peak`: the most memory that the process had, in MiB."""
    command = [sys.executable, "-m", "tests.bench.large", str(students)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    found: Told = json.loads(told.stdout.splitlines()[-1])
    return found


def fill(context: Context, students: int) -> None:
    """People of a course who all answered the survey, straight into the tables."""
    db.session.add(Plan(context_id=context.id, choices=to_json(PLAN)))
    chance = Random(1)
    for first in range(0, students, AT_ONCE):
        _fill(context, range(first, min(first + AT_ONCE, students)), chance)
        db.session.commit()


def _fill(context: Context, numbers: range, chance: Random) -> None:
    registration, now, form = context.deployment.registration_id, utcnow(), survey_form()
    rows = [
        {"registration_id": registration, "subject": f"s{n}", "name": f"Student {n:06}"}
        for n in numbers
    ]
    learner = {"context_id": context.id, "launch_roles": ["Learner"], "is_learner": True}
    members = ids_of(Membership, [{**learner, "user_id": one} for one in ids_of(User, rows)])
    kept = {"key": KEY, "form_name": form.name, "form_version": form.version, "version": 1}
    kept |= {"is_shared": False, "done_at": now, "started_at": now, "saved_at": now}
    said = [{**kept, "membership_id": one, "answers": answers_of(chance)} for one in members]
    db.session.execute(insert(Survey), said)


def measure(students: int) -> Told:
    """Fill a course, then do what its teacher, the worker and a student do."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings.from_env({"PEER_CIRCLES_DATA_DIR": folder}))
        with app.app_context():
            db.create_all()
            context = make_context()
            fill(context, students)
            student = db.session.query(Membership).filter_by(context_id=context.id).first()
            assert student
            teacher = make_member(context, "Ruth Adeyemi", role="Instructor")
            return _told(Browser(app, teacher), Browser(app, student))


def _told(teacher: Browser, student: Browser) -> Told:
    """Each step with its seconds; raises AssertionError where one does not do what it should."""
    draft = 0

    def look() -> bool:
        nonlocal draft
        found = re.search(r'name="grouping" value="(\d+)"', teacher.get("/groups/").text)
        draft = int(found[1]) if found else 0
        return draft > 0

    deeds: tuple[Callable[[], bool], ...] = (
        lambda: teacher.post("/groups/propose", {"size": "4"}).status_code == 303,
        lambda: form_due() == 1,
        look,
        lambda: teacher.post("/groups/publish", {"grouping": draft}).status_code == 303,
        lambda: "<h1>Circle " in student.get("/home").text,
    )
    seconds = {name: _seconds(deed) for name, deed in zip(STEPS, deeds, strict=True)}
    return {**seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _seconds(deed: Callable[[], bool]) -> float:
    begun = perf_counter()
    assert deed()
    return perf_counter() - begun


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
