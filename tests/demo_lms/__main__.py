"""`python -m tests.demo_lms`: the demo LMS on this machine until it is interrupted."""

from __future__ import annotations

import argparse
import signal
import threading

from tests.demo_lms.lms import create_lms
from tests.demo_lms.seed import add_groups
from tests.demo_lms.settings import LmsSettings


def parse() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo_lms", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="0 lets the system choose")
    parser.add_argument("--tool", default="http://127.0.0.1:8000", help="address of the tool")
    parser.add_argument("--temperament", choices=("canvas", "moodle"), default="canvas")
    parser.add_argument("--students", type=int, default=40, help="active students in the course")
    parser.add_argument("--nrps-ms", type=float, default=0, help="wait before each roster page")
    parser.add_argument("--scores-ms", type=float, default=0, help="wait before each score")
    parser.add_argument("--storage", action="store_true", help="offer platform storage (canvas)")
    parser.add_argument("--groups", action="store_true", help="with sections, groups, a service")
    parser.add_argument(
        "--trust-login-hint", action="store_true", help="no cookie needed: for load generators"
    )
    return parser.parse_args()


def settings_of(asked: argparse.Namespace) -> LmsSettings:
    """The settings that these arguments mean."""
    return LmsSettings(
        tool_url=asked.tool,
        temperament=asked.temperament,
        port=asked.port,
        students=asked.students,
        offers_storage=asked.storage,
        offers_groups=asked.groups,
        trusts_login_hint=asked.trust_login_hint,
        nrps_latency=asked.nrps_ms / 1000,
        scores_latency=asked.scores_ms / 1000,
    )


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    asked = parse()
    lms = create_lms(settings_of(asked))
    if asked.groups:
        add_groups(lms.course)
    lms.start()
    print(f"Demo LMS ready at {lms.url}", flush=True)
    done.wait()
    lms.stop()


if __name__ == "__main__":
    main()
