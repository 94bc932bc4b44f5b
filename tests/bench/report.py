"""The benchmark in words: tables of what was measured, and which targets were reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.bare import Page
from tests.bench.credit import Scoring
from tests.bench.launch import AT_ONCE, ONE_PERSON, Tool
from tests.bench.machine import when_and_where
from tests.bench.memory import Peak
from tests.bench.services import CONNECTIONS, TROUBLES, Job, Services
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


def pages(found: list[Page], when: str) -> str:
    """What some pages cost."""
    return "".join(
        f"{one.name} {when}: {one.statements} statements, {one.milliseconds:.1f} ms of CPU, "
        f"{one.kilobytes:.0f} kB; {one.ratio:.1f} times a bare page of this size.\n"
        for one in found
    )


def page_targets(found: list[Page], when: str, *, statements: int) -> list[Target]:
    """What we want of them: at most so many statements, and three times a bare page."""
    return [
        target
        for one in found
        for target in (
            Target(f"{one.name.lower()} {when} to a bare page, CPU", 3, one.ratio, "x"),
            Target(f"statements, {one.name.lower()} {when}", statements, one.statements),
        )
    ]


def scoring(found: Sequence[Scoring]) -> str:
    """What it costs to turn the ledger into scores."""
    rows = [
        (
            one.model, f"{one.students:,}", f"{one.events:,}", f"{one.seconds:.2f}",
            f"{one.events / one.seconds:,.0f}", f"{one.ratio:.2f}",
        )
        for one in found
    ]  # fmt: skip
    head = ("scoring", "students", "lines", "CPU s", "lines/s", "linear")
    return (
        f"{table(head, rows)}\n\n"
        "From lines of the ledger to standings, on one core. Linear: the cost of a student to that "
        "of one among a tenth as many.\n"
    )


def scoring_targets(found: Sequence[Scoring]) -> list[Target]:
    """Ten times as many students cost ten times as much, and a little for a busy machine."""
    return [Target(f"scoring by {one.model}, linear", 1.25, one.ratio, "x") for one in found]


def launch_targets(tools: list[Tool], asked: Asked, *, signatures: float) -> list[Target]:
    """What we want of launches, and of the proof behind each token."""
    ours, floor, documented = (tool.launches.typical for tool in tools[:3])
    return [
        Target(f"launch to {tools[1].name}, CPU", 1.25, ours / floor, "x"),
        Target(f"launch to {tools[2].name}, CPU", 0.5, ours / documented, "x"),
        Target("requests to the platform, warm launch", 0, asked.requests),
        Target("commits, warm launch", 1, asked.commits),
        Target("statements, warm launch", 4, asked.statements),
        Target("a token's proof to an RS256 signature, CPU", 1.3, signatures, "x"),
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
        f"{found.scores[0].done} scores; ours go through the outbox, with its transactions.\n\n"
        f"{_many(found.many)}"
        f"{_lost(found)}\n\n"
        f"Of {found.tried} scores, when every twentieth answer is a 429 or 503; ours are sent to "
        "the end, the others once.\n"
    )


def _many(jobs: list[Job]) -> str:
    return f"{_jobs('many scores', 'scores/s', jobs)}\n\n{jobs[0].done} scores.\n\n" if jobs else ""


def _lost(found: Services) -> str:
    rows = [(name, *(str(lost[one]) for one in TROUBLES)) for name, lost in found.lost.items()]
    return table(("scores lost", *map(str, TROUBLES)), rows)


def memory(peaks: list[Peak]) -> str:
    """How much memory work took."""
    rows = [(one.kind, f"{one.courses:,}", f"{one.students:,}", f"{one.mib:.0f}") for one in peaks]
    return f"{table(('memory', 'courses', 'students', 'peak MiB'), rows)}\n"


def large(found: dict[str, float]) -> str:
    """What each step takes in a course as large as this."""
    rows = [(name, f"{seconds:.1f} s") for name, seconds in found.items() if name != "peak"]
    rows.append(("peak", f"{found['peak']:.0f} MiB"))
    return f"{table(('one large course', ''), rows)}\n"


def memory_targets(peaks: list[Peak]) -> list[Target]:
    """Ten or a hundred times as many students take no more memory."""
    found = {kind: [one.mib for one in peaks if one.kind == kind] for kind in ("lists", "scores")}
    return [
        Target(f"memory, {kind}, most to fewest students", 1.2, mib[-1] / mib[0], "x")
        for kind, mib in found.items()
    ]


def service_targets(found: Services) -> list[Target]:
    """What we want of rosters and scores beyond that, at 30 ms."""
    quick, bare_quick, _ = found.rosters[:3]
    roster, bare_roster, _ = found.rosters[-3:]
    ours, bare = found.scores[-6:-4], found.scores[-4:-2]
    many, bare_many = found.many[:2], found.many[2:]
    cpu = quick.cpu_seconds / bare_quick.cpu_seconds
    return [
        Target("roster to bare requests, 30 ms", 1.1, roster.fastest / bare_roster.fastest, "x"),
        *(
            Target(f"scores to bare, {n} at once, 30 ms", 1.3, mine.seconds / its.seconds, "x")
            for n, mine, its in zip(CONNECTIONS, ours, bare, strict=True)
        ),
        Target("roster to bare requests, CPU", 1.2, cpu, "x"),
        Target("access tokens for a roster", 1, roster.tokens),
        Target("statements about people, unchanged list", 0, found.rewritten),
        *(
            Target(f"many scores to bare, {n} at once", 1.3, mine.seconds / its.seconds, "x")
            for n, mine, its in zip(CONNECTIONS, many, bare_many, strict=False)
        ),
        Target("scores lost under 429 and 503", 0, sum(found.lost["Peer Circles"].values())),
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
