"""The matching bench: `python -m tests.bench.matching [--quick]` prints what the engine reaches.

Medians over five seeds of one run (one seed beyond 1,000 people), in seconds of one core. Bounds
and optima are proven here and now by highspy, exact pairs by rustworkx; a case whose library is not
installed is left out.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import gettempdir

# One thread, or seconds of one core would not be what they say.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from lti_tool.groups.matching import form_by_pair_scores, sizes
from lti_tool.groups.matching.anneal import Plan
from lti_tool.groups.matching.exact import optimum as proven
from tests.bench import matching_cases as cases
from tests.bench import matching_peers as peers
from tests.bench.matching_bound import upper_bound
from tests.bench.matching_roster import ids, roster


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    case: str
    must: str
    reached: str
    holds: bool | None  # None: left out, or nothing to hold


def left_out(case: str, library: str) -> Line:
    """A case that cannot be measured here."""
    return Line(case, "", f"left out: {library} is not installed", None)


def optimum(seeds: range) -> Line:
    """Small courses against the proven optimum, by the search alone."""
    missed, runs = [], 0
    for n in range(12, 37, 4):
        for seed in seeds:
            made = cases.problem(roster(n, seed), sizes(n, target=4, minimum=4, maximum=4))
            state = cases.searched(made, seed)
            best = made.worth(proven(made, state.seats), np.arange(len(state.seats))).sum()
            runs += 1
            missed += [n] if state.best_total < best else []
    reached = f"{runs - len(missed)} of {runs} runs" + (
        f", missed at n = {missed}" if missed else ""
    )
    return Line("n = 12 to 36", "proven optimum on every seed", reached, not missed)


def near_the_bound(n: int, percent: float, seconds: float, seeds: range) -> Line:
    """The gap to a bound proven in the same run."""
    gaps, times = [], []
    for seed in seeds:
        made = cases.problem(roster(n, seed), [4] * (n // 4))
        run = cases.timed(lambda made=made, seed=seed: cases.searched(made, seed))
        more = [cases.searched(made, other, Plan(rounds=1_500)).seats for other in range(4)]
        found = np.concatenate((*more, run.result.seats))
        bound = upper_bound(made.pair[:-1, :-1].astype(float), found)
        gaps.append(100 * (1 - cases.score(run.result) / bound))
        times.append(run.seconds)
    gap, time = median(gaps), median(times)
    must = f"within {percent} % of the proven bound in {seconds} s"
    holds = gap <= percent and time <= seconds
    return Line(f"n = {n}", must, f"{gap:.2f} % in {time:.2f} s", holds)


def thousand(seeds: range) -> Iterator[Line]:
    """A thousand people against random groups: at once, and in full."""
    for must, seconds, plan in ((1.53, 0.2, Plan(rounds=150, heat=0)), (1.58, 5.0, None)):
        ratios, times = [], []
        for seed in seeds:
            made = roster(1_000, seed)
            problem = cases.problem(made, [4] * 250)
            run = cases.timed(lambda p=problem, s=seed, q=plan: cases.searched(p, s, q))
            ratios.append(cases.score(run.result) / cases.random_score(made, 1_000))
            times.append(run.seconds)
        ratio, time = median(ratios), median(times)
        name = "n = 1,000" + (", greedy and local search" if plan else "")
        reached = f"{ratio:.3f} x in {time:.2f} s"
        holds = ratio >= must and time <= seconds
        yield Line(name, f"{must} x random in {seconds} s", reached, holds)


def references(seeds: range) -> Iterator[Line]:
    """What exchange methods reach in the same courses, to compare with; nothing must be reached."""
    for n in (120, 500, 1_000):
        made = [roster(n, seed) for seed in seeds]
        squares = [one.block(np.arange(n)).astype(float) for one in made]
        runs = [
            peers.local_maximum(pair, n // 4, seed)
            for pair, seed in zip(squares, seeds, strict=True)
        ]
        ours = [cases.score(cases.searched(cases.problem(one, [4] * (n // 4)), 0)) for one in made]
        score, seconds = np.median(runs, axis=0)
        reached = f"{score:.1f} in {seconds:.3f} s; ours {median(ours):.1f}"
        yield Line(f"  reference: swaps to a local maximum, {n:,}", "", reached, None)


def on_the_terminal(counts: tuple[int, ...]) -> Iterator[Line]:
    """`peer-circles groups form` on a table, with reading and writing; nothing must be reached."""
    for n in counts:
        cost = peers.command(n)
        reached = f"{cost.seconds:.0f} s, {cost.megabytes:.0f} MB"
        yield Line(f"  the command on a table, n = {n:,}", "", reached, None)


def large(counts: tuple[int, ...]) -> Iterator[Line]:
    """Courses beyond one table, each in a process of its own for its peak of memory."""
    before = 0.0
    for n in counts:
        told = json.loads(
            subprocess.run(
                [sys.executable, "-m", "tests.bench.matching", "--one", str(n)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        ratio, seconds, peak = told["ratio"], told["seconds"], told["megabytes"]
        reached = f"{ratio:.3f} x, {peak:.0f} MB, {seconds:.0f} s"
        holds = ratio >= 1.6 and peak <= 300
        yield Line(f"n = {n:,}", "1.60 x random, at most 300 MB", reached, holds)
        if before:
            growth = seconds / before
            yield Line("  ten times the people", "15 x the time", f"{growth:.1f} x", growth <= 15)
        before = seconds


def one_large(n: int) -> None:
    """Print what one large course reaches, for `large`."""
    made = roster(n, 0)
    run = cases.timed(lambda: form_by_pair_scores(ids(n), made.block, rules=cases.FOURS))
    unit = 1 if sys.platform == "darwin" else 1024
    told = {
        "ratio": run.result.score / cases.random_score(made, n),
        "seconds": run.seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6,
    }
    print(json.dumps(told))


def changes(seeds: range) -> Iterator[Line]:
    """Five percent leave, five percent arrive."""
    for n in (120, 500):
        kept, score = np.median([cases.changed_by_pairs(n, seed) for seed in seeds], axis=0)
        reached = f"{100 * kept:.1f} % kept, {100 * score:.1f} % of the score"
        holds = bool(kept >= 0.95 and score >= 0.98)
        must = "95 % of pairs kept, 98 % of the score"
        yield Line(f"5 % leave and arrive, n = {n}", must, reached, holds)


def changes_with_rules(n: int, seeds: range) -> Line:
    """The same with all rules on."""
    made = [cases.changed_with_rules(n, seed) for seed in seeds]
    kept, score, _ = np.median(made, axis=0)
    every = sorted(int(one[2]) for one in made)
    reached = f"{100 * kept:.1f} %, {100 * score:.1f} %, broken {every}"
    holds = bool(kept >= 0.88 and score >= 0.94 and not any(every))
    must = "88 %, 94 %, no rule broken"
    return Line(f"5 % leave and arrive, all rules, n = {n:,}", must, reached, holds)


def rules(n: int, size: int, seeds: range) -> Line:
    """All criteria and hard rules at once."""
    limit, times = (10, 8) if size == 4 else (30, 12)
    made = [cases.with_all_rules(n, size, seed) for seed in seeds]
    broken = sorted(one[0] for one in made)
    seconds, ratio = (median(one[place] for one in made) for place in (1, 2))
    reached = f"broken {broken}, {seconds:.1f} s, {ratio:.1f} x"
    holds = not any(broken) and seconds <= limit and ratio <= times
    must = f"all held, {limit} s, {times} x plain"
    return Line(f"all rules on, n = {n:,}, k = {size}", must, reached, holds)


def small_with_rules(seeds: range) -> Line:
    """Small courses with all rules against the proven optimum of the same objective."""
    made = [cases.small_with_rules(n, seed) for n in (12, 16, 20, 24) for seed in seeds]
    possible, right, alone = (sum(one[place] for one in made) for place in range(3))
    reached = f"{right} of {len(made)}, {possible} can hold; search alone {alone}"
    must = "proven optimum, or the proven clash"
    return Line("all rules on, n = 12 to 24", must, reached, right == len(made))


def pairs(seeds: range) -> Line:
    """Pairs against an exact matching of all pairs."""
    equal = [cases.pairs_are_exact(500, seed) for seed in seeds]
    reached = f"{sum(equal)} of {len(equal)} runs"
    return Line("pairs, n = 500", "equal to exact matching", reached, all(equal))


def importing() -> Line:
    """Loading the engine beside loading NumPy."""
    both = ["import numpy", "import lti_tool.groups.matching as m; m.form"]
    tried = [[_processed(code) for code in both] for _ in range(25)]
    least = [min(times) for times in zip(*tried, strict=True)]
    ratio = least[1] / least[0]
    return Line("import of the engine", "1.1 x import numpy", f"{ratio:.2f} x", ratio <= 1.1)


def _processed(code: str) -> float:
    # With bytecode kept, as an installed package has it; the first of several runs makes it.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(Path(gettempdir()) / "peer-circles-bench")
    timed = f"import time; a = time.process_time(); {code}; print(time.process_time() - a)"
    made = subprocess.run(
        [sys.executable, "-c", timed], check=True, capture_output=True, text=True, env=kept
    )
    return float(made.stdout)


def lines(seeds: range, *, big: tuple[int, ...]) -> Iterator[Line]:
    """The whole table, as it comes."""
    if find_spec("highspy"):
        yield optimum(seeds)
        yield near_the_bound(120, 0.65, 1.0, seeds)
        yield near_the_bound(500, 2.2, 1.5, seeds)
    else:
        yield left_out("n = 12 to 500 against proofs", "highspy")
    yield from thousand(seeds)
    yield from references(seeds)
    yield from large(big)
    yield from on_the_terminal(big)
    yield from changes(seeds)
    for n in (500, 1_000):
        yield changes_with_rules(n, seeds)
    for size in (4, 6):
        yield rules(1_000, size, seeds)
    yield small_with_rules(seeds) if find_spec("highspy") else left_out("all rules", "highspy")
    yield pairs(seeds[:1]) if find_spec("rustworkx") else left_out("pairs", "rustworkx")
    yield importing()


def table(*, quick: bool) -> Iterator[Line]:
    """The table over five seeds, or over two and without the largest course."""
    return lines(range(2 if quick else 5), big=(10_000,) if quick else (10_000, 100_000))


def show(made: Iterator[Line]) -> bool:
    """Print the lines as they come; whether all that was measured holds."""
    verdicts: dict[bool | None, str] = {True: "yes", False: "no", None: "-"}
    print(f"{'case':<42}{'must reach':<46}{'reached':<44}")
    good = True
    for line in made:
        print(f"{line.case:<42}{line.must:<46}{line.reached:<44}{verdicts[line.holds]}", flush=True)
        good = good and line.holds is not False
    return good


def main() -> int:
    """Read the arguments and print the table; 1 when a line does not hold."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--quick", action="store_true", help="two seeds, at most 10,000 people")
    reader.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = reader.parse_args()
    if asked.one:
        one_large(asked.one)
        return 0
    return 0 if show(table(quick=asked.quick)) else 1


if __name__ == "__main__":
    sys.exit(main())
