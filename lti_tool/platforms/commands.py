"""`peer-circles platforms`: registering learning platforms from a terminal."""

from dataclasses import asdict
from typing import Any

import click
from flask import current_app

from lti_tool.platforms.actions import PlatformFacts, register
from lti_tool.platforms.actions import approve as let_in
from lti_tool.platforms.actions import disable as switch_off
from lti_tool.platforms.actions import invite as new_invitation
from lti_tool.platforms.keys import Key, all_keys, rotate_keys
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


@platforms.command()
@click.option("--name", default="", help="Whom the invitation is for, as people know it.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@in_app
def invite(name: str, as_json: bool) -> None:
    """Print a link with which one platform may connect itself, once, within seven days."""
    code = new_invitation(name)
    link = f"{current_app.config['PUBLIC_URL']}/lti/register?invite={code}"
    if as_json:
        say_json({"url": link, "name": name})
    else:
        click.echo(link)


@platforms.command()
@click.argument("registration", type=int)
@click.option("--deployment-id", multiple=True, help="A deployment; may be given several times.")
@in_app
def approve(registration: int, deployment_id: tuple[str, ...]) -> None:
    """Let in a platform that waits or was switched off; or let in one more deployment of it."""
    click.echo(f"Approved: {_line(let_in(registration, deployment_id))}")


@platforms.command()
@click.argument("registration", type=int)
@in_app
def disable(registration: int) -> None:
    """Switch a platform off: nobody comes in from there, and registering again changes nothing."""
    click.echo(f"Switched off: {_line(switch_off(registration))}")


@click.group()
def keys() -> None:
    """The keys with which this tool signs."""


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@in_app
def list_keys(as_json: bool) -> None:
    """The keys that are published; they rotate by themselves."""
    _say_keys(as_json)


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@in_app
def rotate(as_json: bool) -> None:
    """Publish a new key now; it signs as soon as every platform can have seen it."""
    rotate_keys()
    _say_keys(as_json)


def _say_keys(as_json: bool) -> None:
    found = all_keys()
    if as_json:
        say_json([{**asdict(key), "created_at": key.created_at.isoformat()} for key in found])
        return
    for key in found:
        click.echo(f"{key.kid}  {key.created_at:%Y-%m-%d %H:%M} UTC  {_standing(key)}")


def _standing(key: Key) -> str:
    return {"next": "published, signs soon", "signing": "signs"}.get(
        key.state, "published, signs no more"
    )


def _line(row: Registration) -> str:
    off = ", waits for approval" if row.is_waiting else ", switched off"
    off = "" if row.is_active else off
    deployments = ", ".join(one.deployment_id for one in deployments_of(row)) or "none yet"
    facts = f"{row.issuer}, client {row.client_id}{off}; deployments: {deployments}"
    return f"{row.id}  {row.name}  ({facts})"


def _shown(row: Registration) -> dict[str, Any]:
    names = ("id", "name", "issuer", "client_id", "auth_login_url", "auth_token_url", "jwks_url")
    shown = {
        name: getattr(row, name) for name in (*names, "token_audience", "is_active", "is_waiting")
    }
    return {**shown, "deployments": [one.deployment_id for one in deployments_of(row)]}
