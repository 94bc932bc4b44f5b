"""What `make demo` runs: the tool and the demo LMS on this machine, ready to be clicked through.

Both are started as anybody would start them: the tool by its own commands, the LMS as a program
that knows nothing of the tool but its address.
"""

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

from tests.servers import DidNotStart, running

CHECKOUT = Path(__file__).resolve().parents[1]
COMMAND = str(Path(sys.executable).with_name("peer-circles"))
OURS = "PEER_CIRCLES_"

Running = contextlib.AbstractContextManager[subprocess.Popen[bytes]]


def main() -> int:
    """Bring both up, say where to click, and stay until Ctrl-C; the exit status."""
    chosen = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        try:
            _run(chosen)
        except (DidNotStart, subprocess.CalledProcessError) as error:
            print(f"The demo could not start: {error}", file=sys.stderr)
            return 1
    return 0


def _run(chosen: argparse.Namespace) -> None:
    tool = f"http://127.0.0.1:{_free(chosen.port)}"
    lms = f"http://localhost:{_free(chosen.lms_port)}"
    env = _environment(chosen.data, tool)
    if chosen.data.exists() and not chosen.keep:
        shutil.rmtree(chosen.data)
    subprocess.run([COMMAND, "db", "upgrade"], env=env, cwd=CHECKOUT, check=True)
    with contextlib.ExitStack() as started:
        platform = started.enter_context(_platform(lms, tool, chosen.temperament))
        values = requests.get(f"{lms}/.well-known/demo-registration.json", timeout=10).json()
        subprocess.run(_add_platform(values), env=env, cwd=CHECKOUT, check=True)
        web = started.enter_context(_tool(tool, env))
        print(_where_to_click(lms), flush=True)
        _stay(platform, web)


def _platform(url: str, tool: str, temperament: str) -> Running:
    port = url.rpartition(":")[2]
    command = [sys.executable, "-m", "tests.demo_lms", "--port", port, "--tool", tool]
    command += ["--temperament", temperament, "--groups"]
    return running(command, url, cwd=CHECKOUT, env=os.environ)


def _tool(url: str, env: dict[str, str]) -> Running:
    command = [COMMAND, "serve", "--port", url.rpartition(":")[2]]
    return running(command, f"{url}/readyz", cwd=CHECKOUT, env=env)


def _add_platform(values: dict[str, Any]) -> list[str]:
    names = ("issuer", "client_id", "auth_login_url", "auth_token_url", "jwks_url", "deployment_id")
    flags = [part for name in names for part in (f"--{name.replace('_', '-')}", values[name])]
    return [COMMAND, "platforms", "add", "--name", "Demo LMS", *flags]


def _environment(data: Path, tool: str) -> dict[str, str]:
    """This process's environment with the demo's settings only."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**others, OURS + "PUBLIC_URL": tool, OURS + "DATA_DIR": str(data)}


def _free(port: int) -> int:
    """The port wanted, or any other when somebody listens there already."""
    for wanted in (port, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", wanted))
            return int(probe.getsockname()[1])
    raise DidNotStart("no port is free")


def _stay(*processes: subprocess.Popen[bytes]) -> None:
    """Until Ctrl-C, or until one of the programs ends by itself."""
    with contextlib.suppress(ChildProcessError):
        ended, _ = os.wait()
        name = next((one.args for one in processes if one.pid == ended), "a program")
        raise DidNotStart(f"{name!r} has ended")


def _where_to_click(lms: str) -> str:
    return f"""
Peer Circles is up. Open {lms}

  1. Be "Dr Ruth Adeyemi", open the course Research Methods 1: form the groups, publish them.
  2. Be a student: write a goal, look back, tick a step.
  3. As Dr Ruth Adeyemi, look at the gradebook here and have the scores sent.
  4. Open the gradebook of the course: from now on participation arrives by itself.

Ctrl-C stops everything."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="of the tool, if it is free")
    parser.add_argument("--lms-port", type=int, default=8080, help="of the LMS, if it is free")
    parser.add_argument("--data", type=Path, default=CHECKOUT / "data/demo", help="its folder")
    parser.add_argument("--keep", action="store_true", help="go on with the data of last time")
    parser.add_argument("--temperament", choices=("canvas", "moodle"), default="canvas")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
