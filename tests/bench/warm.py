"""What a warm launch asks of others: statements and commits of the database, platform requests."""

import tempfile
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient

from lti_tool.app import create_app
from lti_tool.db import db
from lti_tool.settings import Settings
from tests.bench.contenders import TEMPERAMENT, register
from tests.conftest import free_port
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.settings import LmsSettings
from tests.wire import counted


@dataclass
class Asked:
    """What one warm launch has asked."""

    statements: int
    commits: int
    requests: int


def warm_launch() -> Asked:
    """Launch one student twice in this process and count the second time."""
    url = f"http://127.0.0.1:{free_port()}"
    lms = create_lms(LmsSettings(tool_url=url, temperament=TEMPERAMENT)).start()
    with tempfile.TemporaryDirectory() as folder:
        env = {"PEER_CIRCLES_DATA_DIR": folder, "PEER_CIRCLES_PUBLIC_URL": url}
        app = create_app(Settings.from_env(env))
        with app.app_context():
            db.create_all()
            register(lms)
            engine = db.engine
        # Outside, as a server does it: a session that is open already would be used.
        _launch(app.test_client(), lms)
        known = len(lms.log)
        with counted(engine) as wire:
            _launch(app.test_client(), lms)
            asked = Asked(wire.statements, wire.commits, len(lms.log) - known)
        engine.dispose()
    lms.stop()
    return asked


def _launch(browser: FlaskClient, lms: DemoLms) -> None:
    person, course = lms.students_made[0], lms.courses[0]
    root = lms.settings.tool_url.replace("http:", "https:")
    start = browser.post("/lti/login", data=dict(lms.login_form(person, course)), base_url=root)
    asked = parse_qs(urlsplit(start.headers["Location"]).query)
    token = lms.mint(person, course, nonce=asked["nonce"][0])
    form = {"state": asked["state"][0], "id_token": token}
    answer = browser.post("/lti/launch", data=form, base_url=root)
    assert answer.status_code == 303, answer.status
