"""What an operator may set stands in config/settings.example.env, and nowhere else is read."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lti_tool.settings import PREFIX, Settings


class Asked(Mapping[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values_, self.names = values, set[str]()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return self.values_[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)


def _example(checkout: Path) -> dict[str, str]:
    lines = (checkout / "config/settings.example.env").read_text("utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def test_every_setting_is_documented_and_no_other(checkout: Path, tmp_path: Path) -> None:
    asked = Asked({PREFIX + "DATA_DIR": str(tmp_path)})
    Settings.from_env(asked)
    assert asked.names == set(_example(checkout))


def test_every_setting_has_its_line_of_meaning(checkout: Path) -> None:
    blocks = (checkout / "config/settings.example.env").read_text("utf-8").strip().split("\n\n")
    for block in blocks[1:]:
        comment, *rest = block.splitlines()
        assert comment.startswith("# ") and comment.endswith("."), block
        assert len(rest) == 1, block


def test_the_example_as_it_stands_starts_the_tool_on_this_machine(
    checkout: Path, tmp_path: Path
) -> None:
    settings = Settings.from_env(_example(checkout) | {PREFIX + "DATA_DIR": str(tmp_path)})
    assert settings.database_url.startswith("sqlite:///")
    assert settings.redis_url is None


def test_the_environment_is_read_in_one_module(checkout: Path) -> None:
    readers = [
        file.name
        for file in (checkout / "lti_tool").rglob("*.py")
        if re.search(r"\b(environb?|getenv)\b", file.read_text("utf-8"))
    ]
    assert readers == ["settings.py"]
