"""`peer-circles roster`: reading course lists from a terminal."""

from typing import Any

import click

from lti_tool.roster.actions import sync as read_list
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


def _shown(read: RosterRead) -> dict[str, Any]:
    names = ("context_id", "outcome", "reason", "members", "joined", "returned", "renamed", "left")
    shown = {name: getattr(read, name) for name in names}
    return {**shown, "read_at": read.read_at.isoformat()}


def _line(read: RosterRead) -> str:
    if read.outcome != COMPLETE:
        return f"{read.context_id}  {read.outcome}: {REASONS.get(read.reason, '')}"
    counts = f"{read.joined} joined, {read.returned} came back, {read.renamed} renamed"
    return f"{read.context_id}  {read.members} members: {counts}, {read.left} left"
