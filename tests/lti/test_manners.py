"""The files of manners, and how they complain."""

from pathlib import Path

import pytest

from lti_tool.lti.manners import manners_of
from lti_tool.settings import SettingWrong, shipped

OURS = (shipped("config"),)
GOOD = """comment = "always"
refuses_with_empty_list = false
older_timestamp = [409]
[refusals]
404 = "no-column"
[score_extension]
"""


def complaint(folder: Path, text: str) -> str:
    (folder / "platforms").mkdir()
    (folder / "platforms" / "moodle.toml").write_text(text)
    with pytest.raises(SettingWrong) as caught:
        manners_of("moodle", (folder, *OURS))
    return str(caught.value)


def test_canvas_adds_comments_so_they_are_sent_once() -> None:
    canvas = manners_of("canvas", OURS)
    assert canvas.comment == "when-changed"
    extension = canvas.score_extension["https://canvas.instructure.com/lti/submission"]
    assert extension == {"new_submission": False}


def test_moodle_refuses_with_an_empty_list() -> None:
    moodle = manners_of("moodle", OURS)
    assert moodle.refuses_with_empty_list
    assert (moodle.refusal(500), moodle.refusal(418)) == ("locked", "refused")


@pytest.mark.parametrize("family", ["", "brightspace", "../../settings", "Moodle", "x" * 300])
def test_a_family_we_know_nothing_of_gets_the_default(family: str) -> None:
    assert manners_of(family, OURS) == manners_of("default", OURS)


def test_the_file_of_the_institution_wins(tmp_path: Path) -> None:
    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms" / "brightspace.toml").write_text(GOOD.replace("409", "412"))
    assert manners_of("brightspace", (tmp_path, *OURS)).older_timestamp == (412,)


def test_without_any_file_it_says_which_is_missing() -> None:
    with pytest.raises(SettingWrong, match=r"platforms/default\.toml"):
        manners_of("moodle", (Path("/nowhere"),))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"always"', '"often"', "comment"),
        ("= false", '= "no"', "refuses_with_empty_list"),
        ("= [409]", "= 409", "older_timestamp"),
        ("[409]", '["409"]', "older_timestamp"),
        ("404 =", "lost =", "refusals.lost"),
        ('"no-column"', '"gone"', "refusals.404"),
        ("[score_extension]", "[extension]", "extension"),
        ("[score_extension]", "", "score_extension"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, old: str, new: str, named: str) -> None:
    said = complaint(tmp_path, GOOD.replace(old, new))
    assert "moodle.toml" in said
    assert named in said
