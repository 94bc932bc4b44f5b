"""What every command of the terminal shares: the app, one transaction, errors as plain lines.

A command is a function under `in_app` that calls one action and says what happened. The exit
status is 0 when it is done, 1 when it could not be done, 2 when it was asked for wrongly.
"""

import functools
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, ParamSpec, TypeVar
from urllib.parse import urlsplit

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from lti_tool.errors import PeerCirclesError
from lti_tool.settings import SettingWrong, is_loopback
from lti_tool.web.transaction import transaction

P = ParamSpec("P")
R = TypeVar("R")


def in_app(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command inside the app, as one transaction; what goes wrong becomes one line."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with plain_errors(), the_app().app_context(), transaction():
            return command(*args, **kwargs)

    return run


def the_app() -> Flask:
    """The app of this command: made from the environment unless the caller brought one."""
    root = click.get_current_context().find_root()
    if not isinstance(root.obj, Flask):
        root.obj = root.obj()
    made: Flask = root.obj
    return made


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn errors that we foresaw into one line on stderr and an exit status."""
    try:
        yield
    except SettingWrong as error:
        _end(str(error), status=2)
    except PeerCirclesError as error:
        _end(f"{error.advice} ({error.reason})" if error.reason else error.advice, status=1)
    except DBAPIError as error:
        said = str(error.orig).partition("\n")[0]
        _end(f"The database says: {said}. If it is new, run: peer-circles db upgrade", status=1)


def say_json(value: Any) -> None:
    """Print a value as a program would read it."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int, float], bool]]:
    """A function to be told (done, total, best so far); it is true once somebody pressed Ctrl-C.

    A bar is drawn where somebody sees it. A second Ctrl-C ends the command.
    """
    asked: list[int] = []

    def stop(number: int, _frame: Any) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, before)
        click.echo("\nStopping with what there is; once more to give up.", err=True)

    before = signal.signal(signal.SIGINT, stop)
    try:
        with click.progressbar(
            length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:

            def tick(done: int, total: int, best: float) -> bool:
                bar.length = total
                bar.update(done - bar.pos)
                return bool(asked)

            yield tick
            bar.update((bar.length or 0) - bar.pos)
    finally:
        signal.signal(signal.SIGINT, before)


class WebAddress(click.ParamType[str]):
    """An address of the web: https, or http on this machine (Security Framework 1.0, 2)."""

    name = "url"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """The address as it was written; ends the command with a sentence when it is none."""
        try:
            parts = urlsplit(value)
            host, _ = parts.hostname, parts.port
        except ValueError:
            host = None
        if not host or parts.scheme not in ("http", "https"):
            self.fail(f"{value!r} is no address; write one such as https://lms.example.edu/token")
        if parts.scheme == "http" and not is_loopback(host):
            self.fail(f"{value} must begin with https; http is for this machine only")
        return str(value)


def _end(sentence: str, *, status: int) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(status)
