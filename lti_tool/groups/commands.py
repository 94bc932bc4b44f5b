"""`peer-circles groups`: groups from files, without a database and without a platform."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from lti_tool.groups.files import report
from lti_tool.groups.files.asked import Asked
from lti_tool.groups.files.criteria import criteria
from lti_tool.groups.files.groupings import as_table, groups_in
from lti_tool.groups.files.task import Task, of_members, of_pair_scores
from lti_tool.groups.matching import ImpossibleSizes
from lti_tool.tables import FileWrong, Table
from lti_tool.web.terminal import progress, say_json

FILE = click.Path(path_type=Path)


@click.group()
def groups() -> None:
    """Groups of people, formed from files."""


@groups.command()
@click.option("--members", type=FILE, help="A CSV file with a line for each person.")
@click.option("--pair-scores", type=FILE, help="Instead: a CSV file of scores of all pairs.")
@click.option("--criteria", "criteria_file", type=FILE, help="What makes a good group (TOML).")
@click.option("--size", type=click.IntRange(1), default=4, show_default=True, help="Usual size.")
@click.option("--min", "minimum", type=click.IntRange(1), help="Smallest size [usually 3].")
@click.option("--max", "maximum", type=click.IntRange(1), help="Largest size [usual size and 1].")
@click.option("--keep", type=FILE, help="Groups as they are (CSV: id, group), to stay near to.")
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same groups.")
@click.option("--out", type=FILE, required=True, help="Where the groups go (CSV: id, group).")
@click.option("--explain", is_flag=True, help="Say how good each group is, and at what.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def form(out: Path, explain: bool, as_json: bool, **asked: Any) -> None:
    """Form groups and write them down; the exit status is 1 when not every rule holds."""
    with plain_wrongs():
        task = _task(**asked)
        _make_sure_of(out)
        with progress("Forming groups") as tick:
            made = task.form(seed=asked["seed"], tick=tick)
        _write(out, as_table(made.groups))
    clashes = task.clashes(made)
    if as_json:
        say_json(report.as_json(task, made, clashes, explain=explain))
    else:
        click.echo("\n".join(report.lines(task, made, out=out, explain=explain)))
        click.echo(
            "\n".join(report.complaints(task, made, clashes)), err=True, nl=made.broken != ()
        )
    if made.broken:
        raise SystemExit(1)


@contextmanager
def plain_wrongs() -> Iterator[None]:
    """Turn what is wrong with the files into one line on stderr and exit status 2."""
    try:
        yield
    except (FileWrong, ImpossibleSizes) as wrong:
        click.echo(str(wrong), err=True)
        raise SystemExit(2) from None


def _task(
    members: Path | None, pair_scores: Path | None, criteria_file: Path | None, **asked: Any
) -> Task:
    if (members is None) == (pair_scores is None):
        raise click.UsageError("Give either --members or --pair-scores.")
    wanted = criteria(str(criteria_file), _read(criteria_file)) if criteria_file else Asked()
    limits = {name: asked[name] for name in ("minimum", "maximum") if asked[name]}
    wanted = replace(wanted, counts={**wanted.counts, **limits})
    present = groups_in(_table(asked["keep"])) if asked["keep"] else ()
    if pair_scores is not None:
        return of_pair_scores(_table(pair_scores), wanted, size=asked["size"], present=present)
    return of_members(_table(members), wanted, size=asked["size"], present=present)


def _table(path: Path | None) -> Table:
    assert path is not None
    return Table.of(str(path), _read(path))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileWrong(str(path), None, f"{error.strerror}.") from None


def _make_sure_of(out: Path) -> None:
    """Say so before the search, not after it, when nothing can be written there."""
    where = out if out.exists() else out.parent
    if not out.parent.is_dir() or not os.access(where, os.W_OK):
        raise FileWrong(str(out), None, "Nothing can be written there.")


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise FileWrong(str(out), None, f"{error.strerror}.") from None
