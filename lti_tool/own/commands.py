"""`peer-circles export` and `erase`: for an operator whom a person has asked.

What somebody wrote goes into a file that only its owner reads, never onto the screen.
"""

import os
from pathlib import Path

import click

from lti_tool.courses.models import User
from lti_tool.own.actions import forget
from lti_tool.own.files import as_json, as_page
from lti_tool.own.queries import book_of, memberships_of, people_called, person_by
from lti_tool.web.languages import speaking
from lti_tool.web.terminal import in_app

WRITERS = {"html": as_page, "json": as_json}


@click.command()
@click.option("--registration", type=int, help="Number of the platform; see platforms list.")
@click.option("--subject", help="What the platform calls the person (sub, NRPS user_id).")
@click.option("--person", type=int, help="Our own number of the person instead.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new folder.")
@in_app
def export(registration: int | None, subject: str | None, person: int | None, out: Path) -> None:
    """Write all that a person wrote into a new folder, an HTML and a JSON file for each course."""
    found = _one(registration, subject, person)
    try:
        out.mkdir(mode=0o700)
    except OSError as error:
        raise click.UsageError(f"{out}: write a folder that is not there yet.") from error
    with speaking(found.language):
        books = [book_of(one) for one in memberships_of(found)]
        for number, book in enumerate(books, start=1):
            for ending, write in WRITERS.items():
                _keep(out / f"course-{number}.{ending}", write(book))
    click.echo(f"Written: {out} ({len(books)} courses). Hand it to this person alone.")


@click.command()
@click.option("--registration", type=int, help="Number of the platform; see platforms list.")
@click.option("--subject", help="What the platform calls the person (sub, NRPS user_id).")
@click.option("--person", type=int, help="Our own number of the person instead.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@in_app
def erase(registration: int | None, subject: str | None, person: int | None, yes: bool) -> None:
    """Delete all words of a person and forget who they were.

    Counts of taking part stay, under no name. Take the person out of the course first: the
    platform's next course list would bring their name again, as somebody new.
    """
    found = _one(registration, subject, person)
    courses = len(memberships_of(found))
    if not yes:
        click.confirm(
            f"Person {found.id}, {courses} courses. Nobody can bring it back.", abort=True
        )
    forget(found)
    click.echo(f"Erased: person {found.id}, {courses} courses.")


def _one(registration: int | None, subject: str | None, person: int | None) -> User:
    if person is not None:
        return person_by(person)
    if registration is None or not subject:
        raise click.UsageError("Say who: --registration and --subject, or --person.")
    found = people_called(registration, subject)
    if not found:
        raise click.UsageError(
            "Nobody goes by this subject there; see: peer-circles platforms list"
        )
    return found[0]


def _keep(file: Path, text: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
