"""A key set that no honest platform publishes."""

import pytest
from werkzeug.wrappers import Response

from lti_tool.errors import PlatformUnclear
from lti_tool.lti.keysets import fetch_keys
from tests.lti.scripted import scripted


@pytest.mark.parametrize(
    "body", [b"[" + b" " * 10_000_000 + b"]", b"<!doctype html>", b"[]", b'{"keys": 7}']
)
def test_a_key_set_of_ten_megabytes_or_none_at_all_is_left(body: bytes) -> None:
    with scripted() as told, pytest.raises(PlatformUnclear):
        told.answer = lambda request: Response(body)
        fetch_keys(told.url)
