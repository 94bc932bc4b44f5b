"""The benchmark in words: tables of what was measured, and which targets were reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.home import Home
from tests.bench.launch import AT_ONCE, ONE_PERSON, Tool
from tests.bench.machine import when_and_where
from tests.bench.services import CONNECTIONS, Job, Services
from tests.bench.warm import Asked

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Target:
    """One thing to reach: at most `limit`."""

    what: str
    limit: float
    reached: float
    unit: str = ""

    @property
    def row(self) -> tuple[str, str, str, str]:
        """The line of the table."""
        is_met = self.reached <= self.limit
        shown = f"{self.reached:.2f}" if self.unit else f"{self.reached:.0f}"
        limit = f"{self.limit:g}{self.unit}"
        return self.what, f"<= {limit}", f"{shown}{self.unit}", "yes" if is_met else "no"


def launches(tools: list[Tool], asked: Asked) -> str:
    """What a launch costs, and the page behind it."""
    ours = tools[0].launches.typical
    rows = [
        (
            tool.name, f"{tool.launches.typical:.2f}",
            f"{min(tool.launches.cpu):.2f}-{max(tool.launches.cpu):.2f}",
            f"{tool.launches.per_second:.0f}", f"{tool.launches.failed}",
            f"{tool.at_once.failed}", f"{ours / tool.launches.typical:.2f}x",
        )
        for tool in tools
    ]  # fmt: skip
    head = ("launch", "CPU ms", "min-max", "per s", "failed", "one person", "ours is")
    page = tools[0].pages
    return (
        f"{table(head, rows)}\n\n"
        f"CPU of tool and store, {AT_ONCE} launches at a time. One person: failures of "
        f"{ONE_PERSON} launches by one user, {AT_ONCE} at a time.\n"
        f"A warm launch: {asked.statements} statements, {asked.commits} commit, "
        f"{asked.requests} requests to the platform.\n"
        f"The page behind a launch (a student's home): {page.typical:.2f} ms of CPU, "
        f"{page.per_second:.0f} per s, {page.failed} failed.\n"
    )


def home(found: Home) -> str:
    """What a student's home costs once their circle has lived a year."""
    return (
        f"A home after a year: {found.statements} statements, {found.milliseconds:.1f} ms of CPU, "
        f"{found.kilobytes:.0f} kB.\n"
    )


def launch_targets(tools: list[Tool], asked: Asked) -> list[Target]:
    """What issue 2 wants of launches."""
    ours, floor, documented = (tool.launches.typical for tool in tools[:3])
    return [
        Target(f"launch to {tools[1].name}, CPU", 1.25, ours / floor, "x"),
        Target(f"launch to {tools[2].name}, CPU", 0.5, ours / documented, "x"),
        Target("requests to the platform, warm launch", 0, asked.requests),
        Target("commits, warm launch", 1, asked.commits),
        Target("statements, warm launch", 4, asked.statements),
        Target(f"failures, one user {AT_ONCE} at a time", 0, tools[0].at_once.failed),
    ]


def services(found: Services) -> str:
    """What rosters and scores cost."""
    total = found.rosters[0].done
    return (
        f"{_jobs('roster', 'members/s', found.rosters)}\n\n"
        f"{total} members in pages of 50. pylti1p3 as it is reads {found.as_documented} of them: "
        "it writes links in small letters.\n\n"
        f"{_jobs('scores', 'scores/s', found.scores)}\n\n"
        f"{found.scores[0].done} scores; ours go through the outbox, with its transactions.\n"
    )


def service_targets(found: Services) -> list[Target]:
    """What we want of rosters and scores beyond that, at 30 ms."""
    roster, bare_roster, _ = found.rosters[-3:]
    ours, bare = found.scores[-6:-4], found.scores[-4:-2]
    return [
        Target("roster to bare requests, 30 ms", 1.1, roster.seconds / bare_roster.seconds, "x"),
        *(
            Target(f"scores to bare, {n} at once, 30 ms", 1.3, mine.seconds / its.seconds, "x")
            for n, mine, its in zip(CONNECTIONS, ours, bare, strict=True)
        ),
        Target("access tokens for all scores", 1, max(one.tokens for one in ours)),
        Target("members and scores lost", 0, roster.lost + sum(one.lost for one in ours)),
    ]  # fmt: skip


def ending(targets: list[Target]) -> str:
    """The targets, then when and where this was."""
    head = ("target", "must", "reached", "met")
    return f"{table(head, [target.row for target in targets])}\n\n{when_and_where()}"


def table(head: Sequence[str], rows: Rows) -> str:
    """Columns under their heads, the first to the left, the others to the right."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    return "\n".join(_line(row, widths) for row in (head, *rows))


def _line(row: Sequence[str], widths: list[int]) -> str:
    first, *others = (
        cell.rjust(width) if n else cell.ljust(width)
        for n, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join((first, *others)).rstrip()


def _jobs(what: str, each: str, jobs: list[Job]) -> str:
    head = (what, "latency", "s", "CPU s", each, "tokens", "lost", "ours s", "ours CPU")
    return table(head, [_job(job, jobs) for job in jobs])


def _job(job: Job, jobs: list[Job]) -> tuple[str, ...]:
    ours = next(one for one in jobs if one.latency == job.latency)
    return (
        job.name, f"{1000 * job.latency:.0f} ms", f"{job.seconds:.2f}", f"{job.cpu_seconds:.2f}",
        f"{job.per_second:.0f}", f"{job.tokens}", f"{job.lost}",
        f"{ours.seconds / job.seconds:.2f}x", f"{ours.cpu_seconds / job.cpu_seconds:.2f}x",
    )  # fmt: skip
