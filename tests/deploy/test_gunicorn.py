"""gunicorn with deploy/gunicorn.conf.py serves launches behind a proxy that speaks https."""

import re
import signal
import subprocess
from pathlib import Path

import requests

from tests.conftest import free_port
from tests.demo_lms import DemoLms, Role
from tests.deploy.conftest import ThroughProxy
from tests.servers import running

CSRF = re.compile(r'name="csrf"[^>]*value="([^"]+)"')


def test_an_operator_sees_that_it_lives_and_can_work(served: str) -> None:
    assert requests.get(served + "/healthz", timeout=10).text == "ok"
    assert requests.get(served + "/readyz", timeout=10).text == "ready"


def test_a_launch_through_the_proxy_lands_on_a_page(served: str, lms: DemoLms) -> None:
    page = _landed(ThroughProxy(served), lms)
    assert page.status_code == 200
    assert f"frame-ancestors {lms.url}" in page.headers["Content-Security-Policy"]


def test_a_form_is_taken_from_the_public_address_only(served: str, lms: DemoLms) -> None:
    browser = ThroughProxy(served)
    visit = f"/s/{_landed(browser, lms).url.split('/')[4]}"
    csrf = CSRF.findall(browser.open(f"{visit}/language").text)[0]
    form = {"language": "da", "csrf": csrf}
    assert browser.send("POST", f"{visit}/language", data=form).status_code == 303
    browser.origin = served
    assert browser.send("POST", f"{visit}/language", data=form).status_code == 403


def test_long_hints_in_a_login_by_get_reach_the_tool(served: str) -> None:
    answer = requests.get(served + "/lti/login", {"lti_message_hint": "x" * 7000}, timeout=10)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Content-Security-Policy" in answer.headers


def test_a_wrong_setting_stops_the_start_and_is_named(
    gunicorn: list[str], operator_env: dict[str, str], tmp_path: Path
) -> None:
    wrong = operator_env | _elsewhere() | {"PEER_CIRCLES_PUBLIC_URL": "http://circles.example"}
    run = subprocess.run(
        gunicorn, cwd=tmp_path, env=wrong, capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode != 0
    assert "PEER_CIRCLES_PUBLIC_URL: http://circles.example must begin with https" in run.stderr


def test_it_ends_in_good_order_when_asked(
    gunicorn: list[str], operator_env: dict[str, str], tmp_path: Path
) -> None:
    env = operator_env | _elsewhere()
    with running(gunicorn, f"http://{env['BIND']}/healthz", cwd=tmp_path, env=env) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def _landed(browser: ThroughProxy, lms: DemoLms) -> requests.Response:
    """The page where a student finds herself after a launch."""
    course = lms.courses[0]
    landed = browser.launch(lms, course.people(Role.STUDENT)[0], course)
    assert landed.status_code == 303
    return browser.open(landed.headers["Location"])


def _elsewhere() -> dict[str, str]:
    """Beside the server of the other tests."""
    return {"BIND": f"127.0.0.1:{free_port()}"}
