"""The file of countable items: what it may say, and how it complains."""

from pathlib import Path

import pytest

from lti_tool.programme.items import LANGUAGES, participation
from lti_tool.settings import SettingWrong, shipped

OURS = (shipped("config"),)
ITEM = '[[items]]\nkey = "goal"\nlabel = {en = "A", da = "B", de = "C", it = "D"}\n'


def complaint(folder: Path, text: str) -> str:
    (folder / "participation.toml").write_text(text)
    with pytest.raises(SettingWrong) as caught:
        participation((folder, *OURS))
    return str(caught.value)


BUNDLE = (
    '[[bundles]]\nkey = "basic"\nshare = 0.5\nneeds = {goal = 1}\n'
    'label = {en = "A", da = "B", de = "C", it = "D"}\n'
)


def test_every_act_of_the_mission_can_count() -> None:
    assert participation(OURS).keys == {
        "survey", "agreement", "goal", "step", "meeting", "note", "reflection", "feedback",
        "lesson", "pulse",
    }  # fmt: skip


def test_what_needs_others_is_marked_so() -> None:
    together = {one.key for one in participation(OURS).items if not one.kind.is_alone}
    assert together == {"agreement", "meeting", "note", "feedback"}


def test_levels_need_only_items_that_there_are_and_rise_in_worth() -> None:
    shares = [bundle.share for bundle, _ in participation(OURS).bundles]
    assert shares == sorted(shares) and shares[-1] == 1


def test_every_item_has_words_in_all_languages() -> None:
    for item in participation(OURS).items:
        assert all(item.label(language).strip() for language in LANGUAGES)
        assert item.label("fi") == item.label("en")


def test_the_file_of_the_institution_wins(tmp_path: Path) -> None:
    (tmp_path / "participation.toml").write_text(f'column = "Vi deltager"\n{ITEM}')
    assert participation((tmp_path, *OURS)).column.speak("de") == "Vi deltager"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SettingWrong, match=r"participation\.toml is in none"):
        participation((Path("/nowhere"),))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("column = 7\n" + ITEM, "column"),
        ("free_misses = -1\ncolumn = 'x'\n" + ITEM, "free_misses"),
        ("free_misses = true\ncolumn = 'x'\n" + ITEM, "free_misses"),
        ("colum = 'x'\n" + ITEM, "colum"),
        ("column = 'x'\n", "items"),
        ("column = 'x'\n" + ITEM + ITEM, "items: each key once"),
        ("column = 'x'\nitems = [3]", r"items[1]"),
        ("column = 'x'\n" + ITEM.replace("it =", "fi ="), "items[1].label"),
        ("column = 'x'\n" + ITEM.replace('"D"', '" "'), "items[1].label.it"),
        ("column = 'x'\n[[items]]\nkey = 'goal'\nlabel = 'A'", "items[1].label"),
        ("column = 'x'\n" + ITEM.replace("label =", "labels ="), "labels"),
        (f"column = '{'x' * 256}'\n" + ITEM, "column"),
        ("column = ", "Invalid value"),
        ("model = 'best'\ncolumn = 'x'\n" + ITEM, "model"),
        ("column.en = 'x'\n" + ITEM, "column.da"),
        ("column = 'x'\n" + ITEM + "alone = 1", "items[1].alone"),
        ("column = 'x'\n" + ITEM + "points = -1", "items[1].points"),
        ("column = 'x'\n" + ITEM + "weekly = 'x'", "items[1].weekly"),
        ("column = 'x'\n" + ITEM + BUNDLE.replace("goal", "chat"), "chat"),
        ("column = 'x'\n" + ITEM + BUNDLE.replace("0.5", "2"), "bundles[1].share"),
        ("column = 'x'\n" + ITEM + BUNDLE.replace("{goal = 1}", "1"), "bundles[1].needs"),
        ("column = 'x'\nbundles = 3\n" + ITEM, "bundles"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, named: str) -> None:
    said = complaint(tmp_path, text)
    assert str(tmp_path / "participation.toml") in said
    assert named in said
