"""What an operator may set: typed, read once from the environment, wrong values named in words.

Every setting stands in `config/settings.example.env` with one line of meaning. Only `create_app`
and the commands read settings; everybody else is handed what it needs.
"""

import ipaddress
import os
import re
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

Made = TypeVar("Made")
PACKAGE = Path(__file__).resolve().parent
PREFIX = "PEER_CIRCLES_"
SHORTEST_SECRET = 32
THREADS = 8
"""Requests that one web process serves at a time; it keeps a database connection for each."""


class SettingWrong(Exception):
    """A setting is missing or wrong; the message names it and says what would be right."""


def read_first(
    config_dirs: tuple[Path, ...], name: str, made: Callable[[dict[str, Any]], Made]
) -> Made:
    """What `made` makes of the first file of this name: the institution's own comes before ours.

    Raises SettingWrong naming the file; `made` raises ValueError saying what is wrong in it.
    """
    file = next((folder / name for folder in config_dirs if (folder / name).is_file()), None)
    if file is None:
        raise SettingWrong(f"{name} is in none of {', '.join(map(str, config_dirs))}.")
    try:
        return made(tomllib.loads(file.read_text("utf-8")))
    except ValueError as error:
        raise SettingWrong(f"{file}: {error}") from error


def shipped(folder: str) -> Path:
    """Where a top-level folder lies: inside the package in a wheel, beside it in a checkout."""
    installed = PACKAGE / "_data" / folder
    return installed if installed.is_dir() else PACKAGE.parent / folder


@dataclass(frozen=True)
class MailServer:
    """Where reminders are handed over, `smtp://` or `smtps://`, and from whom they come."""

    url: str
    sender: str


@dataclass(frozen=True)
class Settings:
    """The settings of one running tool.

    `public_url` is the tool as browsers see it, without a trailing slash. `config_dirs` are the
    folders where forms and texts are looked up, the institution's own before ours. `new_window`
    lets people go on in a window of their own where a browser keeps nothing for us in a frame.
    Without `mail` nobody is written to, and no address is kept.
    """

    public_url: str
    secret_key: str
    data_dir: Path
    database_url: str
    redis_url: str | None
    config_dirs: tuple[Path, ...]
    new_window: bool
    mail: MailServer | None

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings from the environment.

        Raises SettingWrong with one sentence that names the setting.
        """
        data_dir = _data_dir(env)
        public_url = _public_url(env.get(PREFIX + "PUBLIC_URL") or "http://127.0.0.1:8000")
        return cls(
            public_url=public_url,
            secret_key=_secret_key(env, data_dir, public_url=public_url),
            data_dir=data_dir,
            database_url=_database_url(env, data_dir),
            redis_url=_redis_url(env.get(PREFIX + "REDIS_URL")),
            config_dirs=_config_dirs(env.get(PREFIX + "CONFIG_DIR")),
            new_window=_on_or_off("NEW_WINDOW", env.get(PREFIX + "NEW_WINDOW") or "on"),
            mail=_mail(env.get(PREFIX + "SMTP_URL"), env.get(PREFIX + "MAIL_FROM")),
        )

    @property
    def origin(self) -> str:
        """Scheme, host and port of the tool, as browsers write it in `Origin`."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str | None) -> bool:
    """Whether a host name means this machine, where plain http is acceptable."""
    if host is None:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _data_dir(env: Mapping[str, str]) -> Path:
    folder = Path(env.get(PREFIX + "DATA_DIR") or "data").absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingWrong(f"{PREFIX}DATA_DIR: cannot make the folder {folder}: {error}") from error
    return folder


def _public_url(value: str) -> str:
    name = PREFIX + "PUBLIC_URL"
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise SettingWrong(f"{name}: {value!r} is not an address: {error}.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise SettingWrong(f"{name}: write an address such as https://circles.example.edu.")
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingWrong(f"{name}: {value} must begin with https; http is for this machine only.")
    if parts.query or parts.fragment or parts.path.strip("/"):
        raise SettingWrong(f"{name}: {value} must be a bare origin, without path or query.")
    return value.rstrip("/")


def _secret_key(env: Mapping[str, str], data_dir: Path, *, public_url: str) -> str:
    name = PREFIX + "SECRET_KEY"
    given = env.get(name) or None
    if given is None and is_loopback(urlsplit(public_url).hostname):
        return _kept_secret(data_dir / "secret-key")
    if given is None:
        raise SettingWrong(f"{name} is missing: set it to {SHORTEST_SECRET} or more characters.")
    if len(given) < SHORTEST_SECRET:
        raise SettingWrong(f"{name} is too short: {SHORTEST_SECRET} characters at least.")
    return given


def _kept_secret(file: Path) -> str:
    """Make a secret on first use and keep it, so that a restart ends nobody's visit."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secret := secrets.token_urlsafe(48))
    return secret


def _database_url(env: Mapping[str, str], data_dir: Path) -> str:
    name = PREFIX + "DATABASE_URL"
    url = env.get(name) or f"sqlite:///{data_dir / 'peer-circles.sqlite3'}"
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingWrong(f"{name}: begin with sqlite:/// or postgresql://.")
    return url


def _redis_url(value: str | None) -> str | None:
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise SettingWrong(f"{PREFIX}REDIS_URL: begin with redis://, rediss:// or unix://.")
    return value or None


def _mail(url: str | None, sender: str | None) -> MailServer | None:
    """Without an address of a server no mail; with one, also the sender must be there."""
    name = PREFIX + "SMTP_URL"
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise SettingWrong(f"{name} is not an address: {error}.") from error
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise SettingWrong(f"{name}: write smtp://USER:PASSWORD@HOST:PORT or smtps://….")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(sender or "")[1]):
        raise SettingWrong(f"{PREFIX}MAIL_FROM: write an address such as circles@example.edu.")
    return MailServer(url, sender or "")


def _on_or_off(name: str, value: str) -> bool:
    if value not in ("on", "off"):
        raise SettingWrong(f"{PREFIX}{name}: write on or off, not {value!r}.")
    return value == "on"


def _config_dirs(own: str | None) -> tuple[Path, ...]:
    if not own:
        return (shipped("config"),)
    if not Path(own).is_dir():
        raise SettingWrong(f"{PREFIX}CONFIG_DIR: there is no folder {own}.")
    return (Path(own), shipped("config"))
