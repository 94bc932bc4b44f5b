"""How much memory reading course lists and sending scores takes, by the number of students.

`python -m tests.bench.memory KIND COURSES STUDENTS` does one of them in a process of its own, with
a platform that answers by rote, and prints the peak in MiB. `peaks` asks for all of them.
"""

import json
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import insert, select

from lti_tool.app import create_app
from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.gradebook.actions import send_due
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.lti.claims import SCOPE_SCORE
from lti_tool.lti.memberships import MEDIA_TYPE
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.programme.items import TAG
from lti_tool.programme.models import Grading
from lti_tool.roster.actions import sync_due
from lti_tool.settings import Settings

PAGE = 500
STUDENTS = (1_000, 10_000, 100_000)
OF_A_COURSE = 1_000
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"


@dataclass(frozen=True)
class Peak:
    """The most memory that one kind of work took, in MiB, with so many students in courses."""

    kind: str
    courses: int
    students: int
    mib: float


def peaks(students: tuple[int, ...] = STUDENTS) -> list[Peak]:
    """Lists of many courses and their scores, then one list of all."""
    found = []
    for kind in ("lists", "scores", "one list"):
        for number in students:
            courses = 1 if kind == "one list" else number // OF_A_COURSE
            command = [sys.executable, "-m", "tests.bench.memory", kind, str(courses), str(number)]
            told = subprocess.run(command, check=True, capture_output=True, text=True)
            found.append(Peak(kind, courses, number, float(told.stdout.splitlines()[-1])))
    return found


class Rote(BaseHTTPRequestHandler):
    """A platform that says what it always says."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        """A page of a course list: `/COURSE?students=N&from=M`."""
        parts = urlsplit(self.path)
        asked = {name: int(value[0]) for name, value in parse_qs(parts.query).items()}
        start, end = asked.get("from", 0), min(asked.get("from", 0) + PAGE, asked["students"])
        course = parts.path.strip("/")
        members = [
            {"user_id": f"{course}-{n}", "name": f"Student {n} Of Course {course}",
             "given_name": f"Student {n}", "roles": [LEARNER], "status": "Active"}
            for n in range(start, end)
        ]  # fmt: skip
        onward = f'</{course}?students={asked["students"]}&from={end}>; rel="next"'
        more = {"Link": onward} if end < asked["students"] else {}
        self._say({"id": "x", "context": {"id": course}, "members": members}, MEDIA_TYPE, more)

    def do_POST(self) -> None:
        """A token, or thanks for a score."""
        self.rfile.read(int(self.headers["Content-Length"]))
        token = {"access_token": "t", "token_type": "bearer", "expires_in": 3600}
        self._say(token if self.path == "/token" else {}, "application/json", {})

    def _say(self, what: object, kind: str, more: dict[str, str]) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        for name, value in {"Content-Type": kind, "Content-Length": len(body), **more}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def _platform() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Rote)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _prepare(url: str, courses: int, students: int) -> None:
    """Courses whose lists are due."""
    names = {name: f"{url}/{name}" for name in ("auth_login_url", "jwks_url")}
    registration = Registration(
        name="Rote", issuer=url, client_id="c", auth_token_url=f"{url}/token",
        product_family="canvas", **names,
    )  # fmt: skip
    db.session.add(registration)
    db.session.flush()
    deployment = Deployment(registration_id=registration.id, deployment_id="d")
    db.session.add(deployment)
    db.session.flush()
    each = students // courses
    db.session.execute(insert(Context), [
        {"deployment_id": deployment.id, "context_id": str(n), "scopes": [SCOPE_SCORE],
         "memberships_url": f"{url}/{n}?students={each}", "line_items_url": f"{url}/{n}/items"}
        for n in range(courses)
    ])  # fmt: skip
    db.session.commit()


def _fill_outbox(url: str) -> None:
    """Everybody has a score that waits."""
    row = {"score_given": 8.0, "score_maximum": 10.0, "comment": "8 of 10", "state": "waiting",
           "decided_at": utcnow().replace(microsecond=0), "next_try_at": utcnow()}  # fmt: skip
    for context_id in db.session.scalars(select(Context.id)).all():
        item = LineItem(
            context_id=context_id, tag=TAG, url=f"{url}/item/{context_id}", score_maximum=10.0
        )
        db.session.add_all([item, Grading(context_id=context_id, sends_since=utcnow())])
        db.session.flush()
        members = db.session.scalars(select(Membership.id).filter_by(context_id=context_id))
        rows = [{**row, "line_item_id": item.id, "membership_id": one} for one in members]
        db.session.execute(insert(OutboxScore), rows)
        db.session.commit()
    db.session.remove()


def main(kind: str, courses: int, students: int) -> None:
    """Do the work and print the peak so far; before the scores are sent, everybody is enrolled."""
    with _platform() as url, tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings.from_env({"PEER_CIRCLES_DATA_DIR": folder}))
        with app.app_context():
            db.create_all()
            _prepare(url, courses, students)
            while sync_due():
                db.session.remove()
            if kind == "scores":
                _fill_outbox(url)
                while send_due().sent:
                    db.session.remove()
                assert not db.session.query(OutboxScore).filter_by(state="waiting").count()
            db.engine.dispose()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
