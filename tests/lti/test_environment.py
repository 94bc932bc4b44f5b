"""What the environment of the process may change about requests to platforms, and what not."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.wrappers import Request, Response

from lti_tool.lti import connection
from tests.lti.scripted import Scripted, scripted


@pytest.fixture
def liar(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scripted]:
    """A platform, asked by a session that was not made yet."""
    monkeypatch.setattr(connection, "_own", threading.local())
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with scripted() as told:
        yield told


def test_a_password_kept_for_the_host_never_replaces_the_token(
    liar: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    told: list[str] = []

    def answer(request: Request) -> Response:
        told.append(request.headers["Authorization"])
        return Response()

    liar.answer = answer
    connection.send("GET", liar.url, headers={"Authorization": "Bearer t"})
    assert told == ["Bearer t"]


def test_a_proxy_of_the_environment_is_used(
    liar: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    liar.answer = lambda request: Response("through the proxy")
    monkeypatch.setenv("http_proxy", liar.url)
    assert connection.send("GET", "http://lms.example/").text == "through the proxy"


def test_certificates_of_the_environment_are_used(
    liar: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/school/ca.pem")
    assert connection.session().verify == "/school/ca.pem"
