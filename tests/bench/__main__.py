"""`python -m tests.bench`: measure launches, services, scoring and matching (`make bench`)."""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench import credit, launch, matching, memory, report, services, stores, warm
from tests.bench.assertions import cost_in_signatures
from tests.bench.contenders import Store, contenders
from tests.bench.home import pages_after_a_year
from tests.bench.large import STUDENTS, large_course
from tests.bench.launch import Tool
from tests.bench.staff import staff_pages

LAUNCHES = {False: {"rounds": 7, "students": 400}, True: {"rounds": 3, "students": 160}}
SERVICES = {
    False: {"members": 10_000, "scores": 1000, "many": 10_000, "rounds": 3},
    True: {"members": 1000, "scores": 100, "many": 0, "rounds": 1},
}
"""How much is measured, by whether it shall be quick."""
SCORED = {False: 100_000, True: 10_000}
"""Students, fifty lines of the ledger each."""


PARTS = ("launch", "services", "scoring", "memory", "matching", "large", "pages")


def parse() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and rough: about a minute")
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--only", choices=PARTS, help="a part of it")
    return parser.parse_args()


def measured_launches(store: str, *, rounds: int, students: int) -> list[Tool]:
    """Every contender, with its figures; ours first."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        tools = contenders(stack, _servers(stack, Path(folder), store), students)
        launch.measure(tools, rounds)
        launch.measure_page(tools[0], rounds)
        return tools


def _servers(stack: ExitStack, folder: Path, store: str) -> Store:
    postgres = redis = None
    if store == "postgres":
        programs = stores.postgres_folder()
        if programs is None:
            sys.exit("PostgreSQL is not here: initdb is neither on PATH nor where it usually lies.")
        postgres = stack.enter_context(stores.postgres_server(folder, programs))
    if stores.redis_found():
        redis = stack.enter_context(stores.redis_server(folder))
    return Store(folder, postgres, redis)


def main() -> None:
    """Print the tables, then the targets."""
    asked = parse()
    if not Path("/proc/self/stat").exists():
        sys.exit("CPU time is read from /proc, so the benchmark runs on Linux only.")
    targets: list[report.Target] = []
    if asked.only in (None, "launch"):
        targets += launches(asked.store, LAUNCHES[asked.quick])
    if asked.only in (None, "services"):
        targets += platform_services(SERVICES[asked.quick])
    if asked.only in (None, "scoring"):
        targets += scoring(SCORED[asked.quick])
    if asked.only in (None, "memory"):
        found = memory.peaks(memory.STUDENTS[:2] if asked.quick else memory.STUDENTS)
        print(report.memory(found), flush=True)
        targets += report.memory_targets(found)
    if asked.only in (None, "matching"):
        matching.show(matching.table(quick=asked.quick))
    if asked.only in (None, "large"):
        print(report.large(large_course(2_500 if asked.quick else STUDENTS)), flush=True)
    if asked.only in (None, "pages"):
        targets += pages()
    print(report.ending(targets))


def launches(store: str, sizes: dict[str, int]) -> list[report.Target]:
    """Measure launches and print them; gives their targets."""
    tools, counts = measured_launches(store, **sizes), warm.warm_launch()
    print(report.launches(tools, counts), flush=True)
    return report.launch_targets(tools, counts, signatures=cost_in_signatures())


def scoring(students: int) -> list[report.Target]:
    """Measure the way from the ledger to scores and print it; gives its targets."""
    found = credit.measure(students)
    print(report.scoring(found), flush=True)
    return report.scoring_targets(found)


def platform_services(sizes: dict[str, int]) -> list[report.Target]:
    """Measure rosters and scores and print them; gives their targets."""
    found = services.measure(**sizes)
    print(report.services(found), flush=True)
    return report.service_targets(found)


def pages() -> list[report.Target]:
    """Measure pages with much behind them and print it; gives their targets."""
    students, staff = pages_after_a_year(), staff_pages()
    year, large = "after a year", "of 250 circles"
    print(report.pages(students, year) + report.pages(staff, large), flush=True)
    return [
        *report.page_targets(students, year, statements=12),
        *report.page_targets(staff, large, statements=20),
    ]


if __name__ == "__main__":
    main()
