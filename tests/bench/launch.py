"""What a launch costs: CPU milliseconds of a tool with its store, and launches per second.

A launch is measured from login initiation to the answer to the launch POST; the page behind it
is measured apart. The tools run in turn, in the same minutes, the order reversed every second
round; medians and ratios of the same run count, not single times.
"""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.bench.processes import cpu_seconds
from tests.demo_lms.lms import DemoLms
from tests.demo_lms.people import Person

FORM = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-Proto": "https"}
AT_ONCE = 8
ONE_PERSON = 160
REFUSED = "refused"
own = threading.local()


@dataclass
class Figures:
    """What rounds of one kind have cost: CPU ms for each thing done, and things per second."""

    cpu: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def typical(self) -> float:
        """The median of the CPU milliseconds."""
        return statistics.median(self.cpu)

    @property
    def per_second(self) -> float:
        """The median of the rates."""
        return statistics.median(self.rate)


@dataclass
class Tool:
    """One contender, running; `pids` are the processes whose CPU counts, store included."""

    name: str
    pids: tuple[int, ...]
    port: int
    lms: DemoLms
    launches: Figures = field(default_factory=Figures)
    at_once: Figures = field(default_factory=Figures)
    pages: Figures = field(default_factory=Figures)

    @property
    def students(self) -> list[Person]:
        """Everybody who comes in, once a round."""
        return list(self.lms.students_made)

    def launch(self, person: Person) -> tuple[str, str]:
        """One launch: where it led (REFUSED for an error), and the cookies it gave."""
        form = dict(self.lms.login_form(person, self.lms.courses[0]))
        location, cookies = self._ask("POST", "/lti/login", form)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        token = self.lms.mint(person, self.lms.courses[0], nonce=asked["nonce"])
        back = {"state": asked["state"], "id_token": token}
        return self._ask("POST", "/lti/launch", back, cookies)

    def enter(self, person: Person) -> bool:
        """One launch; whether it was let in."""
        return self.launch(person)[0] != REFUSED

    def read(self, landed: tuple[str, str]) -> bool:
        """The page that a launch has led to; whether it came."""
        return self._ask("GET", landed[0], None, landed[1])[0] != REFUSED

    def run(self, act: Callable[..., bool], on: Sequence[object], into: Figures) -> None:
        """Act on each of these, AT_ONCE at a time, and note the cost."""
        before, start = cpu_seconds(self.pids), time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            good = list(pool.map(act, on))
        into.rate.append(len(good) / (time.monotonic() - start))
        into.cpu.append(1000 * (cpu_seconds(self.pids) - before) / len(good))
        into.failed += good.count(False)

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None, cookies: str = ""
    ) -> tuple[str, str]:
        body = None if form is None else urlencode(form)
        wire = self._wire()
        wire.request(method, path, body, {**FORM, "Cookie": cookies})
        answer = wire.getresponse()
        answer.read()
        jar = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie") or []]
        where = REFUSED if answer.status >= 400 else answer.headers.get("Location", "")
        return where, "; ".join(jar)

    def _wire(self) -> http.client.HTTPConnection:
        """This thread's connection to this tool, kept alive."""
        wires = own.__dict__.setdefault("wires", {})
        if self.port not in wires:
            wires[self.port] = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        kept: http.client.HTTPConnection = wires[self.port]
        return kept


def measure(tools: list[Tool], rounds: int) -> None:
    """Launch everybody, `rounds` times in turn, after one round that does not count.

    Then one person comes in AT_ONCE times at a time, ONE_PERSON times in all.
    """
    for tool in tools:
        tool.run(tool.enter, tool.students, Figures())
    for turn in range(rounds):
        for tool in tools if turn % 2 == 0 else reversed(tools):
            tool.run(tool.enter, tool.students, tool.launches)
    for tool in tools:
        tool.run(tool.enter, tool.students[:1] * ONE_PERSON, tool.at_once)


def measure_page(tool: Tool, rounds: int) -> None:
    """Read the page behind the launch, as every student, `rounds` times."""
    landed = [tool.launch(person) for person in tool.students]
    tool.run(tool.read, landed, Figures())
    for _ in range(rounds):
        tool.run(tool.read, landed, tool.pages)
