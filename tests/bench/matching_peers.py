"""What the matching bench compares with: a reference of our own, and the command on large files.

No peer on PyPI takes scores of pairs (team-formation counts missed constraints of its own), so the
reference does what exchange methods do (anticlust, in R, calls it local maximum): from random
groups, the best swap of each person in turn until none gains.
"""

import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
from numpy.typing import NDArray

from tests.bench.matching_roster import TOPICS, ids, roster

CRITERIA = """
[criteria.interests]
aim = "similar"
weight = 3
[criteria.region]
aim = "different"
[criteria.experience]
aim = "spread"
[criteria.exchange]
weight = 3
"""


@dataclass(frozen=True)
class Cost:
    """What a run cost: seconds of one core, and the largest memory."""

    seconds: float
    megabytes: float


def local_maximum(pair: NDArray[np.float64], groups: int, seed: int) -> tuple[float, float]:
    """The mean over groups of the mean pair score, and the seconds of one core it took."""
    start = process_time()
    people = len(pair)
    group = np.random.default_rng(seed).permutation(np.arange(people) % groups)
    with_group = np.stack([pair[group == one].sum(0) for one in range(groups)])
    gained = True
    while gained:
        gained = False
        for who in range(people):
            gained = _best_swap(pair, group, with_group, who) or gained
    inside = with_group[group, np.arange(people)].sum()
    size = people // groups
    return float(inside / groups / size / (size - 1)), process_time() - start


def _best_swap(
    pair: NDArray[np.float64], group: NDArray[np.intp], with_group: NDArray[np.float64], who: int
) -> bool:
    mine, everybody = group[who], np.arange(len(pair))
    own = with_group[group, everybody]
    change = with_group[mine] + with_group[group, who] - 2 * pair[who] - own - own[who]
    change[group == mine] = 0
    other = int(change.argmax())
    if change[other] <= 1e-9:
        return False
    theirs = group[other]
    with_group[mine] += pair[other] - pair[who]
    with_group[theirs] += pair[who] - pair[other]
    group[who], group[other] = theirs, mine
    return True


def command(n: int) -> Cost:
    """`peer-circles groups form` on a table of so many people."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write_members(folder / "members.csv", n)
        (folder / "criteria.toml").write_text(CRITERIA)
        files = ["--members", "members.csv", "--criteria", "criteria.toml", "--out", "groups.csv"]
        asked = f"from lti_tool.cli import cli; cli({['groups', 'form', *files]!r})"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", asked], cwd=folder, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, after.ru_maxrss * unit / 1e6)


def _write_members(path: Path, n: int) -> None:
    made = roster(n, 0)
    rows = zip(
        ids(n), made.interests, made.offers, made.wants, made.region, made.experience, strict=True
    )
    with path.open("w") as file:
        file.write("id,interests,offers,wants,region,experience\n")
        for name, interests, offers, wants, region, level in rows:
            sets = ",".join(map(_choices, (interests, offers, wants)))
            file.write(f"{name},{sets},r{region},{level}\n")


def _choices(mask: np.uint64) -> str:
    return ";".join(f"t{bit}" for bit in range(TOPICS) if int(mask) >> bit & 1)
