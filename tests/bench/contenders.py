"""The tools that are measured, each with a platform of its own: ours and the yardsticks.

Every one runs under the same gunicorn. `Store` says where they keep what they keep.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from lti_tool.app import create_app
from lti_tool.db import db
from lti_tool.platforms.models import Deployment, Registration
from lti_tool.settings import Settings
from tests.bench import stores
from tests.bench.launch import Tool
from tests.bench.processes import gunicorn
from tests.conftest import free_port
from tests.demo_lms.lms import DemoLms, create_lms
from tests.demo_lms.settings import LmsSettings

Pids = tuple[int, ...]
FLOOR_TABLE = "CREATE TABLE visits (nonce TEXT PRIMARY KEY, body TEXT)"
TEMPERAMENT = "canvas"


@dataclass(frozen=True)
class Store:
    """The servers of one run: PostgreSQL for ours and the floor, Redis for pylti1p3."""

    folder: Path
    postgres: stores.Server | None
    redis: stores.Server | None

    def database(self, name: str) -> str:
        """The address of a database of this name: PostgreSQL's, or a SQLite file's path."""
        if self.postgres:
            return stores.new_database(self.postgres, name)
        return str(self.folder / f"{name}.sqlite3")

    @property
    def pids(self) -> Pids:
        """Whose CPU counts as that of the database."""
        return (self.postgres.pid,) if self.postgres else ()


Start = Callable[[Store, int, DemoLms], AbstractContextManager[Pids]]


def contenders(stack: ExitStack, store: Store, students: int) -> list[Tool]:
    """Ours first, then the yardsticks; they run until the stack closes."""
    made = []
    for name, start in _named(store).items():
        port = free_port()
        lms = create_lms(
            LmsSettings(
                tool_url=f"http://127.0.0.1:{port}", students=students, temperament=TEMPERAMENT
            )
        )
        stack.callback(lms.start().stop)
        pids = stack.enter_context(start(store, port, lms))
        made.append(Tool(name=name, pids=pids, port=port, lms=lms))
    return made


def _named(store: Store) -> dict[str, Start]:
    kind = "PostgreSQL" if store.postgres else "SQLite"
    named: dict[str, Start] = {f"Peer Circles, {kind}": ours, f"the floor, {kind}": floor}
    if store.redis:
        named["pylti1p3, Redis cache"] = documented_with_cache
    return {**named, "pylti1p3, signed cookie": documented_with_cookie}


@contextmanager
def ours(store: Store, port: int, lms: DemoLms) -> Iterator[Pids]:
    """This tool with its settings as they come, on an empty database that knows the platform."""
    env = {
        "PEER_CIRCLES_DATA_DIR": str(store.folder / "ours"),
        "PEER_CIRCLES_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    if store.postgres:
        env["PEER_CIRCLES_DATABASE_URL"] = store.database("ours")
    with create_app(Settings.from_env(env)).app_context():
        db.create_all()
        register(lms)
        db.engine.dispose()
    with gunicorn("lti_tool.app:create_app()", port, env) as pid:
        yield (pid, *store.pids)


def register(lms: DemoLms) -> Registration:
    """Tell the tool of this application context about a platform."""
    registration = Registration(
        name="Bench", issuer=lms.issuer, client_id=lms.client_id, jwks_url=lms.jwks_url,
        auth_login_url=lms.auth_login_url, auth_token_url=lms.auth_token_url,
        product_family=TEMPERAMENT,
    )  # fmt: skip
    db.session.add(registration)
    db.session.flush()
    db.session.add(Deployment(registration_id=registration.id, deployment_id=lms.deployment_id))
    db.session.commit()
    return registration


@contextmanager
def floor(store: Store, port: int, lms: DemoLms) -> Iterator[Pids]:
    """The least Flask tool that makes all checks."""
    names = ("issuer", "client_id", "deployment_id", "auth_login_url", "jwks_url")
    env = {
        "FLOOR_PLATFORM": json.dumps({name: getattr(lms, name) for name in names}),
        "FLOOR_URL": f"http://127.0.0.1:{port}",
        "FLOOR_DATABASE": store.database("floor"),
    }
    if store.postgres:
        stores.run_in(env["FLOOR_DATABASE"], FLOOR_TABLE)
    with gunicorn("tests.bench.tools.floor:app", port, env) as pid:
        yield (pid, *store.pids)


@contextmanager
def documented_with_cache(store: Store, port: int, lms: DemoLms) -> Iterator[Pids]:
    """pylti1p3 as its README's Flask example: launch data in a cache."""
    assert store.redis
    redis = {"DOCUMENTED_REDIS": f"redis://127.0.0.1:{store.redis.port}/0"}
    env = {"DOCUMENTED_CONFIG": _configuration(store.folder, lms), **redis}
    with gunicorn("tests.bench.tools.documented:app", port, env) as pid:
        yield (pid, store.redis.pid)


@contextmanager
def documented_with_cookie(store: Store, port: int, lms: DemoLms) -> Iterator[Pids]:
    """pylti1p3 with its default storage: launch data in Flask's signed cookie."""
    env = {"DOCUMENTED_CONFIG": _configuration(store.folder, lms)}
    with gunicorn("tests.bench.tools.documented:app", port, env) as pid:
        yield (pid,)


def _configuration(folder: Path, lms: DemoLms) -> str:
    config = {
        "client_id": lms.client_id, "auth_login_url": lms.auth_login_url, "default": True,
        "auth_token_url": lms.auth_token_url, "key_set_url": lms.jwks_url,
        "deployment_ids": [lms.deployment_id], "private_key_file": "tool.pem",
    }  # fmt: skip
    own = folder / f"documented-{lms.port}"
    own.mkdir()
    (own / "tool.pem").write_bytes(new_key())
    (own / "config.json").write_text(json.dumps({lms.issuer: [config]}))
    return str(own / "config.json")


def new_key() -> bytes:
    """A private key as a tool would have it in a file."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
