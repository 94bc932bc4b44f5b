"""`peer-circles platforms`: registering learning platforms from a terminal."""

from typing import Any

import click

from lti_tool.platforms.actions import PlatformFacts, register
from lti_tool.platforms.models import Registration
from lti_tool.platforms.queries import deployments_of, registrations
from lti_tool.web.terminal import WebAddress, in_app, say_json

URL = WebAddress()


@click.group()
def platforms() -> None:
    """Learning platforms that may send people here."""


@platforms.command()
@click.option("--issuer", required=True, type=URL, help="As the platform calls itself (iss).")
@click.option("--client-id", required=True, help="What the platform calls this tool.")
@click.option("--auth-login-url", required=True, type=URL, help="Where logins are answered.")
@click.option("--auth-token-url", required=True, type=URL, help="Where access tokens come from.")
@click.option("--jwks-url", required=True, type=URL, help="The platform's public keys.")
@click.option("--deployment-id", multiple=True, help="A deployment; may be given several times.")
@click.option("--name", default="", help="For people; the issuer when left out.")
@click.option("--token-audience", help="Where the token endpoint wants another audience.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@in_app
def add(as_json: bool, deployment_id: tuple[str, ...], **facts: Any) -> None:
    """Add a platform, or bring one up to date: same issuer and client id, same platform."""
    facts["name"] = facts["name"] or facts["issuer"]
    row = register(PlatformFacts(**facts), deployment_id)
    if as_json:
        say_json(_shown(row))
    else:
        click.echo(f"Registered: {_line(row)}")


@platforms.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@in_app
def list_(as_json: bool) -> None:
    """The platforms that are registered."""
    rows = registrations()
    if as_json:
        say_json([_shown(row) for row in rows])
        return
    for row in rows:
        click.echo(_line(row))
    if not rows:
        click.echo("No platform is registered yet. Add one with: peer-circles platforms add")


def _line(row: Registration) -> str:
    off = "" if row.is_active else ", switched off"
    deployments = ", ".join(one.deployment_id for one in deployments_of(row)) or "none yet"
    facts = f"{row.issuer}, client {row.client_id}{off}; deployments: {deployments}"
    return f"{row.id}  {row.name}  ({facts})"


def _shown(row: Registration) -> dict[str, Any]:
    names = ("id", "name", "issuer", "client_id", "auth_login_url", "auth_token_url", "jwks_url")
    shown = {name: getattr(row, name) for name in (*names, "token_audience", "is_active")}
    return {**shown, "deployments": [one.deployment_id for one in deployments_of(row)]}
