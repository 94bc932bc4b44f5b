"""The web process is killed with SIGKILL while people send forms: what was said to be saved is."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import requests

from lti_tool.db import db
from lti_tool.journey.goals.models import Goal
from lti_tool.programme.models import ParticipationEvent
from lti_tool.settings import PREFIX, Settings
from tests.demo_lms.lms import DemoLms
from tests.faults.conftest import counted, injected
from tests.journey.writers import key_of, sent
from tests.servers import wait_for
from tests.visitor import Visitor

KILLS, WRITERS, WORK = 2, 4, 1.5
PATIENCE = 60.0
"""Seconds."""
CHECKOUT = Path(__file__).parents[2]


@contextmanager
def web(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """The web side of the tool, at its public address."""
    ours = {
        "DATA_DIR": str(settings.data_dir),
        "PUBLIC_URL": settings.public_url,
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url.replace("+psycopg", ""),
    }
    command = [
        sys.executable, "-m", "gunicorn", "lti_tool.app:create_app()", "--threads", "4",
        "--bind", settings.public_url.removeprefix("http://"), "--log-level", "critical",
    ]  # fmt: skip
    env = {**os.environ, **{PREFIX + name: value for name, value in ours.items()}}
    process = subprocess.Popen(command, env=env, cwd=CHECKOUT, start_new_session=True)
    try:
        wait_for(f"{settings.public_url}/healthz", process)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def write_until_it_dies(
    browser: Visitor, root: str, numbers: Iterator[int], saved: list[str]
) -> None:
    """Write goal after goal; `saved` gets the titles of those answered with a redirect."""
    try:
        while True:
            page = browser.open(f"{root}/goals/new").text
            token = re.search(r'name="csrf" value="([^"]+)"', page)
            assert token, page
            form = {**sent(title=f"Goal {next(numbers)}"), "csrf": token[1]}
            answer = browser.send("POST", f"{root}/goals/{key_of(page, 'goals')}", data=form)
            assert answer.status_code == 303
            saved.append(form["title"])
    except requests.RequestException:
        return


def wait_until_all_have_saved(saved: Sequence[Sequence[str]]) -> None:
    """Each writer has saved something: on a busy machine that takes longer than on a quiet one."""
    deadline = time.monotonic() + PATIENCE
    while not all(saved) and time.monotonic() < deadline:
        time.sleep(0.05)


@pytest.mark.parametrize("lms", ["moodle"], indirect=True)
@pytest.mark.usefixtures("registration")
def test_what_was_said_to_be_saved_is_there_after_a_kill(lms: DemoLms, settings: Settings) -> None:
    numbers, saved, people = count(1), list[str](), lms.students_made[:WRITERS]
    for _ in range(KILLS):
        with web(settings) as process, ThreadPoolExecutor(WRITERS) as pool:
            each = [list[str]() for _ in people]
            writers = []
            for person, own in zip(people, each, strict=True):
                browser = Visitor(settings.public_url)
                landed = browser.launch(lms, person, lms.courses[0]).headers["Location"]
                root = "/".join(landed.split("/")[:3])
                writers.append(pool.submit(write_until_it_dies, browser, root, numbers, own))
            wait_until_all_have_saved(each)
            time.sleep(WORK)
            os.killpg(process.pid, signal.SIGKILL)
            for one in writers:
                one.result()
            saved += [title for own in each for title in own]
        injected(1)
    kept = {goal.answers["title"] for goal in db.session.query(Goal)}
    assert saved
    counted(forms=len(saved), lost=len(set(saved) - kept))
    assert set(saved) <= kept
    assert db.session.query(ParticipationEvent).filter_by(item="goal").count() >= WRITERS
