"""Fetching what a stranger names: public https addresses, once, with an end."""

import itertools
import socket
from collections.abc import Iterator

import pytest
from werkzeug.wrappers import Request, Response

from lti_tool.errors import StrangerRefused, StrangerSilent
from lti_tool.lti import strangers as module
from lti_tool.lti.strangers import LARGEST, Strangers
from tests.lti.scripted import Scripted, scripted

OUTSIDE, HERE = Strangers(allows_loopback=False), Strangers(allows_loopback=True, seconds=1)


@pytest.fixture
def told() -> Iterator[Scripted]:
    """A stranger on the loopback."""
    with scripted() as made:
        yield made


@pytest.mark.parametrize(
    "url",
    [
        "http://lms.example/c",
        "https://127.0.0.1/c",
        "https://localhost/c",
        "https://10.1.2.3/c",
        "https://192.168.0.1/c",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://2130706433/",
        "https://user:word@lms.example/",
        "https://lms.example/c#part",
        "https://lms.example/a b",
        "https://lms.example/\r\nHost: x",
        "https://[half",
        "file:///etc/passwd",
        "",
        None,
        7,
    ],
)
def test_only_public_https_addresses_are_asked(url: object) -> None:
    with pytest.raises(StrangerRefused):
        OUTSIDE.check(url)


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "http://lms.example/", "https://10.0.0.1/"])
def test_a_tool_on_loopback_opens_nothing_but_loopback(url: str) -> None:
    with pytest.raises(StrangerRefused):
        HERE.check(url)


def test_one_private_address_among_many_spoils_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", (ip, 443)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)
    with pytest.raises(StrangerRefused):
        OUTSIDE.check("https://lms.example/")


def test_the_connection_goes_to_the_address_that_was_checked(
    told: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    resolve = socket.getaddrinfo

    def changing(host: str, *args: object, **more: object) -> object:
        asked.append(host)
        return resolve("127.0.0.1", *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(module.socket, "getaddrinfo", changing)
    told.answer = lambda request: Response(request.host)
    url = told.url.replace("127.0.0.1", "lms.localhost")
    assert HERE.get(url, {}).content.decode() == url.removeprefix("http://")
    assert [host for host in asked if host != "127.0.0.1"] == ["lms.localhost"]


def test_a_redirect_is_not_followed(told: Scripted) -> None:
    told.answer = lambda request: Response(status=302, headers={"Location": f"{told.url}/other"})
    with pytest.raises(StrangerRefused):
        HERE.get(f"{told.url}/first", {})
    assert told.seen == ["/first"]


def test_an_answer_that_is_too_large_is_left(told: Scripted) -> None:
    told.answer = lambda request: Response(b" " * (LARGEST + 1))
    with pytest.raises(StrangerSilent):
        HERE.get(told.url, {})


def test_an_answer_that_never_ends_is_left(told: Scripted) -> None:
    told.answer = lambda request: Response(itertools.repeat(b" " * 65536))
    with pytest.raises(StrangerSilent):
        HERE.get(told.url, {})


def test_an_answer_that_comes_a_byte_at_a_time_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        quick = Strangers(allows_loopback=True, seconds=0.2)
        with pytest.raises(StrangerSilent):
            quick.get(f"http://127.0.0.1:{port}/", {})


def test_json_that_is_nested_without_end_is_no_json(told: Scripted) -> None:
    told.answer = lambda request: Response("[" * 400_000)
    with pytest.raises(ValueError, match=r"nested|Expecting"):
        HERE.get(told.url, {}).json()


def test_a_body_is_posted(told: Scripted) -> None:
    told.answer = lambda request: Response(Request(request.environ).get_data(), status=201)
    answer = HERE.post(told.url, {"Content-Type": "application/json"}, body=b"{}")
    assert (answer.status, answer.content) == (201, b"{}")
