"""`peer-circles roster`: reading course lists from a terminal, and bringing one along."""

from pathlib import Path
from typing import Any

import click

from lti_tool.courses.queries import context_of
from lti_tool.roster.actions import sync as read_list
from lti_tool.roster.listed.actions import Effect, effect_of, take
from lti_tool.roster.listed.reading import Listing, ListWrong, read_listing, text_of
from lti_tool.roster.models import COMPLETE, RosterRead
from lti_tool.roster.queries import contexts_with_list
from lti_tool.roster.words import REASONS
from lti_tool.web.terminal import in_app, say_json


@click.group()
def roster() -> None:
    """The course lists of the platforms."""


@roster.command()
@click.option("--context", "context_id", type=int, help="One course, by our own number.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@in_app
def sync(context_id: int | None, as_json: bool) -> None:
    """Read the list of one course, or of all; the exit status is 1 when any failed."""
    ids = contexts_with_list() if context_id is None else [context_id]
    reads = [read_list(one) for one in ids]
    if as_json:
        say_json([_shown(read) for read in reads])
    else:
        click.echo("\n".join(map(_line, reads)) or "No course has a list to read.")
    if any(read.outcome != COMPLETE for read in reads):
        raise SystemExit(1)


@roster.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--context", "context_id", type=int, required=True, help="By our own number.")
@click.option("--leave-out", is_flag=True, help="Leave wrong lines out instead of stopping.")
@click.option("--dry-run", is_flag=True, help="Only say what it would change.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@in_app
def bring(file: Path, context_id: int, leave_out: bool, dry_run: bool, as_json: bool) -> None:
    """Keep the course list in a CSV file, where the platform gives none.

    The exit status is 1 when a line of it is wrong, 2 when it is no list; nothing is kept then.
    """
    context_of(context_id)
    listing = _listing(file)
    wrongs = [one.sentence % one.values for one in listing.wrongs]
    click.echo("\n".join(wrongs), err=True, nl=bool(wrongs))
    if wrongs and not leave_out:
        raise SystemExit(1)
    effect = (effect_of if dry_run else take)(context_id, listing.people)
    counts = {**_counted(effect), "left_out": len(wrongs)}
    if as_json:
        say_json({**counts, "is_dry_run": dry_run})
    else:
        click.echo(
            ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items())
        )


def _listing(file: Path) -> Listing:
    try:
        return read_listing(text_of(file.read_bytes()))
    except ListWrong as wrong:
        click.echo(wrong.sentence % wrong.values, err=True)
        raise SystemExit(2) from None


def _counted(effect: Effect) -> dict[str, int]:
    names = ("new", "renamed", "moved", "returned", "gone")
    return {**{name: len(getattr(effect, name)) for name in names}, "known": effect.known}


def _shown(read: RosterRead) -> dict[str, Any]:
    names = ("context_id", "outcome", "reason", "members", "joined", "returned", "renamed", "left")
    shown = {name: getattr(read, name) for name in names}
    return {**shown, "read_at": read.read_at.isoformat()}


def _line(read: RosterRead) -> str:
    if read.outcome != COMPLETE:
        return f"{read.context_id}  {read.outcome}: {REASONS.get(read.reason, '')}"
    counts = f"{read.joined} joined, {read.returned} came back, {read.renamed} renamed"
    return f"{read.context_id}  {read.members} members: {counts}, {read.left} left"
