"""Programmes to begin with are files; one that is wrong is named with its line, the rest works."""

from pathlib import Path

import pytest

from lti_tool.groups.opening.templates import load_templates
from lti_tool.settings import shipped

OURS = shipped("config")
GOOD = (OURS / "programmes" / "six_weeks.toml").read_text("utf-8")


def own(tmp_path: Path, text: str, *, name: str = "mine.toml") -> tuple[Path, ...]:
    """Folders of an institution with a template of its own."""
    (tmp_path / "programmes").mkdir()
    (tmp_path / "programmes" / name).write_text(text, "utf-8")
    return tmp_path, OURS


def test_the_shipped_templates_are_good_and_in_order() -> None:
    found = load_templates((OURS,))
    assert found.wrong == ()
    assert list(found.templates) == ["semester", "six_weeks", "transition", "pairs"]


def test_an_institution_replaces_one_of_ours(tmp_path: Path) -> None:
    found = load_templates(own(tmp_path, GOOD.replace("weeks = 6", "weeks = 7"), name="pairs.toml"))
    assert found.templates["pairs"].outline["weeks"] == 7


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weeks = 6", "wekks = 6", "mine.toml: weeks: this must be there, as int."),
        ("place = 2", "place = 2\nwekks = 1", "mine.toml, line 4: wekks: did you mean weeks."),
        ('say = "survey"', 'say = "lottery"', "mine.toml, line 8: say: 'lottery' is none of"),
        ("minutes = 50", "minutes = 5", "mine.toml, line 11: minutes: a whole number from 15 to"),
        ("size = 4", "size = 12", "mine.toml, line 7: size: a whole number from 3 to 6."),
        ('["goals"]', '["fame"]', "mine.toml, line 5: objectives: up to 3 of"),
        ("size = 4", "size = ", "at line 7"),
        ("title.en", "title.fr", "title.fr: none of"),
    ],
)
def test_a_wrong_key_is_named_with_file_and_line_and_the_rest_works(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in GOOD
    found = load_templates(own(tmp_path, GOOD.replace(old, new)))
    assert said in found.wrong[0]
    assert str(tmp_path) not in found.wrong[0]
    assert list(found.templates) == ["semester", "six_weeks", "transition", "pairs"]


def test_a_file_that_is_no_text_stops_nothing(tmp_path: Path) -> None:
    folders = own(tmp_path, "")
    (tmp_path / "programmes" / "picture.toml").write_text("<svg/>")
    (tmp_path / "programmes" / "mine.toml").write_bytes(b"\xff\xfe\x00")
    found = load_templates(folders)
    assert len(found.wrong) == 2
    assert len(found.templates) == 4
