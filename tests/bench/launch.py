"""What a launch costs: CPU milliseconds of the tool with its store, against two yardsticks.

`python -m tests.bench.launch` prints a table. A launch is measured from login initiation to the
answer to the launch POST. The three tools run in turn, in the same minute, the order reversed
every second round; medians and ratios of the same run count, not single times.
"""

import argparse
import http.client
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from lti_tool.app import create_app
from lti_tool.db import db
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.settings import Settings
from tests.bench.processes import cpu_seconds, gunicorn
from tests.conftest import free_port
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.people import Person
from tests.demo_lms.settings import LmsSettings

FORM = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-Proto": "https"}
AT_ONCE = 8
own = threading.local()


@dataclass
class Tool:
    """One contender, running: its costs so far, in CPU ms per launch and launches per second."""

    name: str
    pid: int
    port: int
    lms: DemoLms
    cpu: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    failed: int = 0

    def launch(self, person: Person) -> bool:
        """One launch; whether it was let in."""
        wire = self._wire()
        form = dict(self.lms.login_form(person, self.lms.courses[0]))
        location, cookies = _post(wire, "/lti/login", form)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        token = self.lms.mint(person, self.lms.courses[0], nonce=asked["nonce"])
        back = {"state": asked["state"], "id_token": token}
        return _post(wire, "/lti/launch", back, cookies)[0] != "refused"

    def run(self, people: list[Person]) -> None:
        """Launch all these people, AT_ONCE at a time, and note the cost."""
        before, start = cpu_seconds(self.pid), time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            good = list(pool.map(self.launch, people))
        self.rate.append(len(good) / (time.monotonic() - start))
        self.cpu.append(1000 * (cpu_seconds(self.pid) - before) / len(good))
        self.failed += good.count(False)

    def _wire(self) -> http.client.HTTPConnection:
        wires = own.__dict__.setdefault("wires", {})
        if self.port not in wires:
            wires[self.port] = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        kept: http.client.HTTPConnection = wires[self.port]
        return kept


def _post(
    wire: http.client.HTTPConnection, path: str, form: dict[str, str], cookies: str = ""
) -> tuple[str, str]:
    """Post a form; where the answer leads ("refused" for an error), and its cookies."""
    wire.request("POST", path, urlencode(form), {**FORM, "Cookie": cookies})
    answer = wire.getresponse()
    answer.read()
    jar = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie") or []]
    where = "refused" if answer.status >= 400 else answer.headers.get("Location", "")
    return where, "; ".join(jar)


def contenders(stack: ExitStack, folder: Path, students: int) -> list[Tool]:
    """The three tools, each with a platform of its own, running until the stack closes."""
    made = []
    for name, start in (("Peer Circles", _ours), ("the floor", _floor), ("pylti1p3", _documented)):
        port = free_port()
        lms = create_lms(LmsSettings(tool_url=f"http://127.0.0.1:{port}", students=students))
        stack.callback(lms.start().stop)
        pid = stack.enter_context(start(folder, port, lms))
        made.append(Tool(name=name, pid=pid, port=port, lms=lms))
    return made


@contextmanager
def _ours(folder: Path, port: int, lms: DemoLms) -> Iterator[int]:
    env = {
        "PEER_CIRCLES_DATA_DIR": str(folder / "ours"),
        "PEER_CIRCLES_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    with create_app(Settings.from_env(env)).app_context():
        db.create_all()
        registration = Registration(
            name="Bench", issuer=lms.issuer, client_id=lms.client_id, jwks_url=lms.jwks_url,
            auth_login_url=lms.auth_login_url, auth_token_url=lms.auth_token_url,
        )  # fmt: skip
        db.session.add(registration)
        db.session.flush()
        db.session.add(
            Deployment(registration_id=registration.id, deployment_id=lms.deployment_id)
        )
        db.session.commit()
        db.engine.dispose()
    with gunicorn("lti_tool.app:create_app()", port, env) as pid:
        yield pid


@contextmanager
def _floor(folder: Path, port: int, lms: DemoLms) -> Iterator[int]:
    platform = {
        name: getattr(lms, name)
        for name in ("issuer", "client_id", "deployment_id", "auth_login_url", "jwks_url")
    }
    env = {
        "FLOOR_PLATFORM": json.dumps(platform),
        "FLOOR_URL": f"http://127.0.0.1:{port}",
        "FLOOR_FILE": str(folder / "floor.sqlite3"),
    }
    with gunicorn("tests.bench.tools.floor:app", port, env) as pid:
        yield pid


@contextmanager
def _documented(folder: Path, port: int, lms: DemoLms) -> Iterator[int]:
    config = {
        "client_id": lms.client_id, "auth_login_url": lms.auth_login_url, "default": True,
        "auth_token_url": lms.auth_token_url, "key_set_url": lms.jwks_url,
        "deployment_ids": [lms.deployment_id], "private_key_file": "tool.pem",
    }  # fmt: skip
    (folder / "tool.pem").write_bytes(_new_key())
    file = folder / "documented.json"
    file.write_text(json.dumps({lms.issuer: [config]}))
    env = {"DOCUMENTED_CONFIG": str(file)}
    with gunicorn("tests.bench.tools.documented:app", port, env) as pid:
        yield pid


def _new_key() -> bytes:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def measure(rounds: int, launches: int) -> list[Tool]:
    """Run all contenders in turn and give them back with their figures."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        tools = contenders(stack, Path(folder), launches)
        for tool in tools:
            tool.run(_students(tool))
            tool.cpu.clear(), tool.rate.clear()
        for turn in range(rounds):
            for tool in tools if turn % 2 == 0 else reversed(tools):
                tool.run(_students(tool))
        one = _students(tools[0])[0]
        tools[0].run([one] * 160)
        tools[0].cpu.pop(), tools[0].rate.pop()
        return tools


def _students(tool: Tool) -> list[Person]:
    return list(tool.lms.students_made)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--launches", type=int, default=400)
    asked = parser.parse_args()
    tools = measure(asked.rounds, asked.launches)
    ours = statistics.median(tools[0].cpu)
    print(f"{'launch':<14}{'CPU ms':>9}{'min-max':>14}{'per s':>8}{'failed':>8}{'ours is':>9}")
    for tool in tools:
        middle = statistics.median(tool.cpu)
        spread = f"{min(tool.cpu):.1f}-{max(tool.cpu):.1f}"
        row = f"{tool.name:<14}{middle:>9.2f}{spread:>14}{statistics.median(tool.rate):>8.0f}"
        print(f"{row}{tool.failed:>8}{ours / middle:>8.2f}x")


if __name__ == "__main__":
    main()
