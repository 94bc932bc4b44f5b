"""`peer-circles doctor`: what is wrong with a registration, in words that may be pasted."""

from dataclasses import asdict

import click

from lti_tool.insights.doctor.actions import Checkup, examine
from lti_tool.insights.doctor.ourselves import examine_ourselves
from lti_tool.insights.doctor.report import report
from lti_tool.insights.doctor.words import check_words
from lti_tool.lti.probes import column_writable, columns_readable, worst
from lti_tool.platforms.models import Registration
from lti_tool.platforms.queries import deployments_of, registrations
from lti_tool.web.terminal import in_app, say_json

TOOL = {"registration": None, "name": "Peer Circles", "issuer": None}


@click.command()
@click.option("--registration", type=int, help="This one only; its number is in platforms list.")
@click.option("--write", is_flag=True, help="Also make a gradebook column and take it away again.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@in_app
def doctor(registration: int | None, write: bool, as_json: bool) -> None:
    """Try out the tool and every platform: keys, clock, tokens, course list, gradebook.

    Tells no secret.

    The exit status is 1 when something fails.
    """
    probe = column_writable if write else columns_readable
    found = [] if registration is not None else [Checkup(None, None, examine_ourselves())]
    for row in _chosen(registration):
        found += examine(row, deployments_of(row), try_columns=probe)
    if as_json:
        say_json([_shown(one) for one in found])
    else:
        click.echo(report(found))
    if any(worst(one.findings) == "fail" for one in found):
        raise SystemExit(1)


def _chosen(number: int | None) -> list[Registration]:
    rows = [row for row in registrations() if number in (None, row.id)]
    if number is not None and not rows:
        raise click.UsageError("There is no such registration; see: peer-circles platforms list")
    return rows


def _shown(one: Checkup) -> dict[str, object]:
    findings = [
        {**asdict(finding), "words": check_words(finding.check)} for finding in one.findings
    ]
    row = one.registration
    names = {"registration": row.id, "name": row.name, "issuer": row.issuer} if row else TOOL
    return {**names, "deployment": one.deployment_id, "findings": findings}
