"""A tool on servers of its own, PostgreSQL, Redis and workers, each of which may be hurt."""

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from lti_tool.settings import PREFIX, Settings
from tests.bench import stores

WORKER = (
    "from lti_tool.app import create_app; from lti_tool.worker import run_worker;"
    "run_worker(create_app())"
)
SECRET = "a secret that only these tests know, long enough"


class Cluster:
    """Servers and two workers; `settings` are those of every process."""

    def __init__(self, folder: Path, programs: Path, *, url: str) -> None:
        self._folder, self._programs = folder, programs
        self._running: dict[str, ExitStack] = {}
        self._workers: list[subprocess.Popen[bytes]] = []
        self._database = self._start("database", stores.postgres_server(folder, programs))
        self._queue = self._start("queue", stores.redis_server(folder))
        self._env = {
            PREFIX + "DATA_DIR": str(folder / "data"),
            PREFIX + "PUBLIC_URL": url,
            PREFIX + "SECRET_KEY": SECRET,
            PREFIX + "DATABASE_URL": stores.new_database(self._database, "tool"),
            PREFIX + "REDIS_URL": f"redis://127.0.0.1:{self._queue.port}/0",
        }
        self.settings = Settings.from_env(self._env)

    def restart_database(self) -> None:
        """PostgreSQL stops at once, as in a power cut, and comes back."""
        os.kill(self._database.pid, signal.SIGQUIT)
        self._running["database"].close()
        again = stores.postgres_again(self._folder, self._programs, port=self._database.port)
        self._database = self._start("database", again)

    def empty_queue(self) -> None:
        """Redis is killed and comes back with nothing in it."""
        os.kill(self._queue.pid, signal.SIGKILL)
        self._running["queue"].close()
        self._queue = self._start("queue", stores.redis_again(self._folder, port=self._queue.port))

    def add_worker(self) -> None:
        """One more worker."""
        env = {**os.environ, **self._env}
        command = [sys.executable, "-c", WORKER]
        self._workers.append(subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL))

    def replace_worker(self) -> None:
        """A worker is killed, and another one begins."""
        self._end(self._workers.pop(0))
        self.add_worker()

    def stop(self) -> None:
        """End everything."""
        for worker in self._workers:
            self._end(worker)
        for one in self._running.values():
            one.close()

    def _start(self, name: str, server: AbstractContextManager[stores.Server]) -> stores.Server:
        self._running[name] = ExitStack()
        return self._running[name].enter_context(server)

    def _end(self, worker: subprocess.Popen[bytes]) -> None:
        worker.kill()
        worker.wait()
