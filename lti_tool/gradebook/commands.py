"""`peer-circles scores`: sending scores from a terminal."""

from dataclasses import asdict

import click

from lti_tool.gradebook.actions import send_due, settle_due
from lti_tool.web.terminal import in_app, say_json


@click.group()
def scores() -> None:
    """What members earned, on its way to the gradebooks."""


@scores.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@in_app
def send(as_json: bool) -> None:
    """Work out the scores that changed and send those that are due."""
    settled, report = settle_due(), send_due()
    if as_json:
        said = asdict(report)
        say_json({"settled": settled} | {key: said[key] for key in ("sent", "waiting", "failed")})
    else:
        click.echo(f"{report.sent} sent, {report.waiting} wait, {report.failed} refused.")
