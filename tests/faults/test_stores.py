"""The stores fail: the disk is full, the database is restarted, the queue is emptied."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import bindparam, event, text, update
from sqlalchemy.exc import OperationalError

from lti_tool.app import create_app
from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.gradebook.actions import send_due, settle_due
from lti_tool.journey.goals.models import Goal
from lti_tool.prepared import Prepared
from lti_tool.settings import Settings
from lti_tool.worker import queue_of
from tests.bench import stores
from tests.builders import Browser, make_context, make_member
from tests.conftest import needs
from tests.faults.conftest import check_grades, injected, send_until_quiet
from tests.gradebook.conftest import Classroom, does
from tests.journey.writers import key_of, sent
from tests.test_worker import work_off


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite may not grow its file by another page, on any connection."""

    def limit(connection: object, *_: object) -> None:
        connection.execute("PRAGMA max_page_count=1").close()  # type: ignore[attr-defined]

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", limit)
    yield
    event.remove(db.engine, "connect", limit)
    db.session.remove()
    db.engine.dispose()


def test_a_full_disk_loses_no_grade(room: Classroom) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's disk")
    people = room.students[:20]
    for person in people:
        does(room.enters(person), "goal", "step")
    with full_disk(), pytest.raises(OperationalError, match="full"):
        for _ in range(50):
            settle_due()
            send_due()
            db.session.execute(text("CREATE TABLE IF NOT EXISTS filler (what TEXT)"))
            db.session.execute(text("INSERT INTO filler VALUES (zeroblob(100000))"))
            db.session.commit()
    injected(1)
    db.session.rollback()
    send_until_quiet()
    check_grades(room, people)


def test_a_form_that_a_full_disk_cannot_keep_is_shown_again_and_harms_nothing(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's disk")
    browser = Browser(app, make_member(make_context()))
    page = browser.get("/goals/new").text
    form = sent(title="Write one page a day")
    answers = []
    with full_disk():
        for number in range(200):
            form["why"] = f"Because {number} " + "words " * 300
            path = f"/goals/{key_of(page, 'goals')[:-3]}{number:03}"
            ours = {"Origin": app.config["ORIGIN"]}
            answers.append(browser.post(path, form, headers=ours))
            if answers[-1].status_code != 303:
                break
    injected(1)
    assert answers[-1].status_code == 500
    assert "Something needs a look" in answers[-1].text
    assert "Write one page a day" in answers[-1].text
    kept = sum(one.status_code == 303 for one in answers)
    assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
    assert db.session.query(Goal).count() == kept
    assert browser.post(path, form).status_code == 303


@pytest.mark.parametrize("lms", ["canvas"], indirect=True)
def test_an_emptied_queue_loses_no_grade(room: Classroom, app: Flask) -> None:
    people = room.students[:6]
    for person in people:
        does(room.enters(person), "goal")
    queue = queue_of(app)
    queue.huey.flush()
    injected(1)
    assert queue.huey.pending_count() == 0
    queue.every_minute()
    while work_off(queue):
        pass
    check_grades(room, people)
    queue.huey.flush()
    queue.close()


def test_a_database_that_was_restarted_is_used_again_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("db", "prepared"):
        monkeypatch.setattr(f"lti_tool.{module}.RESTED", 0.1)
    rename = Prepared(update(Context).values(title=bindparam("said")))
    programs = stores.postgres_folder()
    needs("PostgreSQL (initdb)", programs)
    assert programs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with stores.postgres_server(folder, programs) as server:
            url = stores.new_database(server, "tool")
            app = create_app(settings_of(folder, url))
            with app.app_context():
                db.create_all()
                make_context()
                db.session.commit()
                db.session.remove()
                assert rename.run({"said": "before"}) == 1
        with stores.postgres_again(folder, programs, port=server.port), app.app_context():
            injected(1)
            assert rename.run({"said": "after"}) == 1
            assert db.session.query(Context).one().title == "after"
            db.session.remove()
            db.engine.dispose()


def settings_of(folder: Path, url: str) -> Settings:
    return Settings.from_env(
        {
            "PEER_CIRCLES_DATA_DIR": str(folder / "data"),
            "PEER_CIRCLES_SECRET_KEY": "a secret that only these tests know, long enough",
            "PEER_CIRCLES_DATABASE_URL": url,
        }
    )
