"""The tool as an operator runs it: its commands, gunicorn with our file, a proxy in front."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.conftest import free_port
from tests.demo_lms import DemoLms, LmsSettings, create_lms
from tests.servers import running
from tests.visitor import Visitor

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
HOST = "circles.example"
PUBLIC_URL = f"https://{HOST}"


@dataclass
class ThroughProxy(Visitor):
    """A browser that speaks https to a proxy, which speaks http to the tool."""

    origin: str = PUBLIC_URL
    """What the browser writes into `Origin` when it sends a form."""

    def send(self, method: str, path: str, **kwargs: object) -> requests.Response:
        """Send a request as the proxy passes it on."""
        return super().send(method, path, auth=self._passed_on, **kwargs)

    def _passed_on(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        told = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        request.headers.update(told)
        if request.method == "POST":
            request.headers["Origin"] = self.origin
        return request


@pytest.fixture(scope="module")
def operator_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a production server, on SQLite in a folder of its own."""
    ours = {
        "PEER_CIRCLES_PUBLIC_URL": PUBLIC_URL,
        "PEER_CIRCLES_SECRET_KEY": "a secret that only these tests know, long enough",
        "PEER_CIRCLES_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "BIND": f"127.0.0.1:{free_port()}",
    }
    others = {n: v for n, v in os.environ.items() if not n.startswith("PEER_CIRCLES_")}
    return others | ours


@pytest.fixture(scope="module")
def peer_circles(operator_env: dict[str, str]) -> Callable[..., str]:
    """Runs a command of the tool and gives what it printed."""

    def run(*arguments: str) -> str:
        command = [str(PROGRAMS / "peer-circles"), *arguments]
        done = subprocess.run(
            command, cwd="/", env=operator_env, check=True, capture_output=True, text=True
        )
        return done.stdout

    return run


@pytest.fixture(scope="module")
def gunicorn() -> list[str]:
    """The command line of production."""
    return [str(PROGRAMS / "gunicorn"), "--config", str(CHECKOUT / "deploy/gunicorn.conf.py")]


@pytest.fixture(scope="module")
def served(
    gunicorn: list[str], operator_env: dict[str, str], peer_circles: Callable[..., str]
) -> Iterator[str]:
    """Where the proxy finds the tool."""
    peer_circles("db", "upgrade")
    url = f"http://{operator_env['BIND']}"
    with running(gunicorn, f"{url}/readyz", cwd=Path("/"), env=operator_env):
        yield url


@pytest.fixture(scope="module")
def lms(peer_circles: Callable[..., str], served: str) -> Iterator[DemoLms]:
    """A demo LMS that the operator has registered by the command."""
    made = create_lms(LmsSettings(tool_url=PUBLIC_URL, trusts_login_hint=True)).start()
    values = {
        "issuer": made.issuer,
        "client-id": made.client_id,
        "auth-login-url": made.auth_login_url,
        "auth-token-url": made.auth_token_url,
        "jwks-url": made.jwks_url,
        "deployment-id": made.deployment_id,
    }
    flags = [part for name, value in values.items() for part in (f"--{name}", value)]
    peer_circles("platforms", "add", "--name", "Demo LMS", *flags)
    yield made
    made.stop()
