"""An institution writes its own forms; what is wrong in one is named by file and key."""

from pathlib import Path

import pytest

from lti_tool.forms.entry import FormWrong
from lti_tool.forms.shelf import load_forms, read_form
from lti_tool.settings import shipped

GOOD = """
version = 2
title.en = "Pulse"

[[fields]]
name = "mood"
kind = "choice"
audience = "cohort"
label.en = "How is it?"

[[fields.options]]
value = "well"
label.en = "Well"
"""


def _file(folder: Path, text: str, name: str = "pulse") -> Path:
    (folder / "forms").mkdir(exist_ok=True)
    file = folder / "forms" / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_file_becomes_a_form(tmp_path: Path) -> None:
    form = read_form(_file(tmp_path, GOOD))
    assert (form.name, form.version, form.fields[0].kind.word) == ("pulse", 2, "choice")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("audience =", "audiense =", r"fields\.mood\.audience"),
        ('audience = "cohort"', 'audience = "everyone"', r"fields\.mood\.audience.*'everyone'"),
        ('kind = "choice"', 'kind = "chioce"', r"fields\.mood\.kind"),
        ('label.en = "How is it?"', "", r"fields\.mood\.label"),
        ('label.en = "How is it?"', 'label.fr = "Ça va ?"', r"fields\.mood\.label\.fr"),
        ('label.en = "How is it?"', 'label.en = " "', r"fields\.mood\.label\.en"),
        ("version = 2", "", "version"),
        ("version = 2", 'version = "two"', "version"),
        ("version = 2", "version = 2\nvershun = 3", "vershun: did you mean version"),
        ('value = "well"', 'value = "well"\nopens = ["dairy"]', "dairy"),
        ('name = "mood"', 'name = "My mood"', "name"),
        ("[[fields.options]]", "[[fields.choices]]", "options"),
        ("version = 2", "version = ", "line 2"),
    ],
)
def test_a_wrong_key_is_named_with_its_file(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    file = _file(tmp_path, GOOD.replace(right, wrong, 1))
    with pytest.raises(FormWrong, match=said) as found:
        read_form(file)
    assert str(file) in str(found.value)


def test_a_field_that_is_open_already_cannot_be_opened_by_a_share_choice(tmp_path: Path) -> None:
    opened = GOOD.replace('value = "well"', 'value = "well"\nopens = ["mood"]')
    with pytest.raises(FormWrong, match="can be opened"):
        read_form(_file(tmp_path, opened))


def test_two_fields_of_one_name_are_refused(tmp_path: Path) -> None:
    twice = GOOD + GOOD[GOOD.index("[[fields]]") :]
    with pytest.raises(FormWrong, match="each name once"):
        read_form(_file(tmp_path, twice))


def test_the_institutions_own_file_wins_and_ours_fill_the_rest(tmp_path: Path) -> None:
    _file(tmp_path, GOOD, name="goal")
    forms = load_forms((tmp_path, shipped("config")))
    assert forms["goal"].title.speak("en") == "Pulse"
    assert forms["reflection"].field("now_what")


def test_a_form_in_one_language_is_read_in_that_language_everywhere(tmp_path: Path) -> None:
    form = read_form(_file(tmp_path, GOOD))
    assert form.title.speak("da") == "Pulse"
