"""One way from an empty database to the models, on SQLite and on PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from lti_tool.db import Base
from lti_tool.settings import PREFIX
from tests.conftest import needs


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    url = os.environ.get("TEST_DATABASE_URL", "")
    needs("TEST_DATABASE_URL (PostgreSQL)", url)
    server = sa.create_engine(_with_driver(url), isolation_level="AUTOCOMMIT")
    given = sa.make_url(url)
    name = f"{given.database}_migrations"
    with server.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        yield given.set(database=name).render_as_string(hide_password=False)
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


def test_there_is_one_head(checkout: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(checkout / "lti_tool/migrations"))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_an_upgrade_from_empty_makes_what_the_models_say(
    house: Flask, empty_database: str, tmp_path: Path
) -> None:
    _upgrade(empty_database, tmp_path)
    engine = sa.create_engine(_with_driver(empty_database))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert difference == []


def test_an_upgrade_runs_twice_without_harm(empty_database: str, tmp_path: Path) -> None:
    _upgrade(empty_database, tmp_path)
    _upgrade(empty_database, tmp_path)


def _upgrade(database: str, data: Path) -> None:
    ours = {PREFIX + "DATABASE_URL": database, PREFIX + "DATA_DIR": str(data)}
    command = [str(Path(sys.executable).with_name("peer-circles")), "db", "upgrade"]
    subprocess.run(command, cwd=data, env={**os.environ, **ours}, check=True)


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
