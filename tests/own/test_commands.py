"""An operator exports and erases when a person asks for it."""

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from lti_tool.cli import cli
from lti_tool.courses.models import Membership
from lti_tool.db import db
from lti_tool.programme.models import ParticipationEvent
from tests.journey import test_secrets
from tests.own.rows import all_rows
from tests.own.test_own_data import OF_THE_CIRCLE, SECRET

author = test_secrets.author
NAME = "Amara Okonkwo"


def _run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(cli, list(words), obj=app)


def _who(author: Membership) -> tuple[str, ...]:
    user = author.user
    return ("--registration", str(user.registration_id), "--subject", user.subject)


def test_the_export_is_a_folder_that_only_its_owner_reads(
    app: Flask, author: Membership, tmp_path: Path
) -> None:
    out = tmp_path / "asked-for"
    done = _run(app, "export", *_who(author), "--out", str(out))
    assert done.exit_code == 0, done.output
    assert SECRET not in done.output and NAME not in done.output
    files = sorted(out.iterdir())
    assert [one.name for one in files] == ["course-1.html", "course-1.json"]
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    assert all(SECRET in one.read_text("utf-8") for one in files)


def test_the_export_speaks_the_language_of_the_person(
    app: Flask, author: Membership, tmp_path: Path
) -> None:
    author.user.language = "da"
    db.session.commit()
    _run(app, "export", "--person", str(author.user_id), "--out", str(tmp_path / "out"))
    assert "Mine mål" in (tmp_path / "out" / "course-1.html").read_text("utf-8")


def test_an_export_never_writes_over_something(
    app: Flask, author: Membership, tmp_path: Path
) -> None:
    done = _run(app, "export", *_who(author), "--out", str(tmp_path))
    assert done.exit_code == 2


def test_a_person_who_is_erased_is_nowhere_any_more(app: Flask, author: Membership) -> None:
    subject, lines = author.user.subject, select(func.count(ParticipationEvent.id))
    number = author.id
    before = db.session.scalar(lines)
    done = _run(app, "erase", *_who(author), "--yes")
    assert done.exit_code == 0, done.output
    rows = all_rows()
    assert {name for name, held in rows.items() if SECRET in held} == OF_THE_CIRCLE
    assert [name for name, held in rows.items() if subject in held or NAME in held] == []
    assert f"'membership_id': {number}," not in rows["visits"]
    assert db.session.scalar(lines) == before
    theirs = lines.where(ParticipationEvent.membership_id == number)
    assert db.session.scalar(theirs.where(ParticipationEvent.scored_at.is_(None))) == 0


def test_nobody_is_erased_before_the_operator_says_so(app: Flask, author: Membership) -> None:
    before = all_rows()
    asked = _run(app, "erase", *_who(author))
    assert asked.exit_code == 1
    assert all_rows() == before


@pytest.mark.parametrize("command", ["export", "erase"])
def test_who_is_meant_must_be_said(app: Flask, tmp_path: Path, command: str) -> None:
    more = ("--out", str(tmp_path / "out")) if command == "export" else ("--yes",)
    for who in ((), ("--registration", "1", "--subject", "nobody"), ("--person", "99")):
        assert _run(app, command, *who, *more).exit_code in (1, 2)
    assert not (tmp_path / "out").exists()
