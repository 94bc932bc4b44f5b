"""`peer-circles`: all commands of the terminal. Web processes never load this module."""

import click

from lti_tool import __version__, serve
from lti_tool.app import create_app
from lti_tool.gradebook import commands as gradebook
from lti_tool.groups import commands as groups
from lti_tool.insights.doctor import commands as doctor
from lti_tool.own import commands as own
from lti_tool.platforms import commands as platforms
from lti_tool.roster import commands as roster


@click.group()
@click.version_option(__version__, prog_name="peer-circles")
@click.pass_context
def cli(context: click.Context) -> None:
    """Peer mentoring inside the course: run the tool, and look after it."""
    context.obj = context.obj or create_app


COMMANDS = (
    serve.serve,
    serve.worker,
    serve.database,
    platforms.platforms,
    platforms.keys,
    roster.roster,
    groups.groups,
    gradebook.scores,
    doctor.doctor,
    own.export,
    own.erase,
)
for one in COMMANDS:
    cli.add_command(one)
