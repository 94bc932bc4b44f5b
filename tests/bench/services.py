"""What a platform's services cost: members read and scores sent per second, wall and CPU.

The demo LMS runs in a process of its own, so CPU is that of the client alone. All clients do the
same work in turn, in the same run; medians count.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lti_tool.app import create_app
from lti_tool.db import db
from lti_tool.lti.keys import new_key, public_jwk
from lti_tool.settings import Settings
from tests.bench import clients, course
from tests.bench.clients import Bench, Client
from tests.bench.platform import Platform, platform

TROUBLES = (429, 503)
LATENCIES = (0.0, 0.03)
CONNECTIONS = (4, 8)
"""Requests at once: ours by default, and where an institution allows more."""
ROSTERS: dict[str, Client] = {
    "Peer Circles": clients.our_roster,
    "bare requests": clients.bare_roster,
    "pylti1p3, links repaired": clients.repaired_roster,
}
SCORES: dict[str, Client] = {
    **{f"Peer Circles, {n} at once": clients.our_scores(n) for n in CONNECTIONS},
    **{f"bare requests, {n} at once": clients.bare_scores(n) for n in CONNECTIONS},
    "bare requests, one by one": clients.bare_scores(1),
    "pylti1p3": clients.documented_scores,
}

MANY = {name: client for name, client in SCORES.items() if "at once" in name}
LOSERS: dict[str, Client] = {
    "Peer Circles": clients.our_scores_to_the_end,
    "bare requests": clients.bare_scores(1),
    "pylti1p3": clients.documented_scores_whatever_comes,
}


@dataclass
class Job:
    """One client at one latency: what it did, and what the platform saw, in every round."""

    name: str
    latency: float
    done: int = 0
    tokens: int = 0
    lost: int = 0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median of the time it took."""
        return statistics.median(self.wall)

    @property
    def fastest(self) -> float:
        """The shortest of them: of waiting, all that is more is the machine's other work."""
        return min(self.wall)

    @property
    def cpu_seconds(self) -> float:
        """The median of the CPU time of the client."""
        return statistics.median(self.cpu)

    @property
    def per_second(self) -> float:
        """Members or scores each second."""
        return self.done / self.seconds


@dataclass
class Services:
    """All that was measured; `as_documented` is how many members pylti1p3 reads as it is.

    `rewritten` are the statements that wrote about people when a list was read again unchanged;
    `lost` the scores that each client loses when every twentieth answer is a 429 or 503, of
    `tried`.
    """

    rosters: list[Job]
    scores: list[Job]
    many: list[Job]
    as_documented: int
    rewritten: int
    lost: dict[str, dict[int, int]]
    tried: int


def measure(*, members: int, scores: int, many: int, rounds: int) -> Services:
    """Read a course list of `members` and send `scores`, `rounds` times, at once and late.

    Late scores are measured once: most of their time is waiting, which does not vary; `many` more
    are sent late as well.
    """
    with _bench(members, scores) as (bench, lms):
        as_documented = clients.documented_roster(bench)
        lms.asked()
        found = Services(
            _in_turn(ROSTERS, bench, lms, rounds=(rounds, rounds), count=_count_roster),
            _in_turn(SCORES, bench, lms, rounds=(rounds, 1), count=_count_scores),
            many=[],
            as_documented=as_documented,
            rewritten=course.rewritten(bench),
            lost={name: _losses(client, bench, lms) for name, client in LOSERS.items()},
            tried=scores,
        )
    if many:
        with _bench(many, many) as (bench, lms):
            found.many = _in_turn(MANY, bench, lms, rounds=(0, 1), count=_count_scores)
    return found


def _losses(client: Client, bench: Bench, lms: Platform) -> dict[int, int]:
    """How many scores are lost, by the status that every twentieth answer has."""
    lost = {}
    lms.wait_before_answers(0.0)
    for status in TROUBLES:
        course.fill_outbox(bench)
        lms.fail(status)
        client(bench)
        lms.fail(0)
        lost[status] = bench.scores - lms.scored()
    return lost


@contextmanager
def _bench(members: int, scores: int) -> Iterator[tuple[Bench, Platform]]:
    key = new_key()
    jwks = {"keys": [public_jwk(key)]}
    with tempfile.TemporaryDirectory() as folder, platform(jwks, members=members) as lms:
        env = {
            "PEER_CIRCLES_DATA_DIR": str(Path(folder) / "data"),
            "PEER_CIRCLES_CONFIG_DIR": folder,
        }
        app = create_app(Settings.from_env(env))
        bench = Bench(lms.facts, app, key, scores)
        with app.app_context():
            course.prepare(bench)
            yield bench, lms
            db.session.remove()
            db.engine.dispose()


Count = Callable[[Job, Bench, Platform], None]


def _in_turn(
    named: dict[str, Client], bench: Bench, lms: Platform, *, rounds: tuple[int, int], count: Count
) -> list[Job]:
    """`rounds` are those at each of the LATENCIES."""
    asked = dict(zip(LATENCIES, rounds, strict=True))
    jobs = [Job(name, latency) for latency in LATENCIES for name in named if asked[latency]]
    for latency in LATENCIES:
        lms.wait_before_answers(latency)
        here = [job for job in jobs if job.latency == latency]
        for turn in range(asked[latency]):
            for job in here if turn % 2 == 0 else reversed(here):
                course.fill_outbox(bench)
                _time(job, named[job.name], bench)
                count(job, bench, lms)
    return jobs


def _time(job: Job, client: Client, bench: Bench) -> None:
    cpu, start = time.process_time(), time.monotonic()
    job.done = client(bench)
    job.wall.append(time.monotonic() - start)
    job.cpu.append(time.process_time() - cpu)


def _count_roster(job: Job, bench: Bench, lms: Platform) -> None:
    job.tokens = max(job.tokens, lms.asked().get("token", 0))
    job.lost = max(job.lost, len(bench.facts.subjects) - job.done)


def _count_scores(job: Job, bench: Bench, lms: Platform) -> None:
    job.tokens = max(job.tokens, lms.asked().get("token", 0))
    job.lost = max(job.lost, bench.scores - lms.scored())
