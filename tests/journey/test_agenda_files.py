"""An institution writes its own agendas; what is wrong in one stops the start, by file and key."""

from pathlib import Path

import pytest

from lti_tool.app import create_app
from lti_tool.forms.entry import FormWrong
from lti_tool.journey.meetings.agendas import load_agendas
from lti_tool.settings import Settings, shipped
from lti_tool.web.languages import LANGUAGES

GOOD = """
title.en = "Walk"

[[parts]]
minutes = 50
each = true
title.en = "Talk while walking"
"""


def _file(folder: Path, text: str, name: str = "walk") -> None:
    (folder / "agendas").mkdir(exist_ok=True)
    (folder / "agendas" / f"{name}.toml").write_text(text, encoding="utf-8")


def test_ones_own_agenda_stands_beside_ours(tmp_path: Path) -> None:
    _file(tmp_path, GOOD)
    agendas = load_agendas((tmp_path, shipped("config")))
    assert agendas["walk"].parts[0].each
    assert "check_in" in agendas


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("minutes = 50", "minutes = 0", "parts.1.minutes: a whole number from 1"),
        ("minutes = 50", "length = 50", "parts.1.minutes: this must be there"),
        ("each = true", "each = 1", "parts.1.each: this must be there, as bool"),
        ("[[parts]]", "[parts]", "parts: this must be there, as list"),
        ('title.en = "Walk"', 'title.xx = "Walk"', "title.xx"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_key(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    _file(tmp_path, GOOD.replace(right, wrong, 1))
    with pytest.raises(FormWrong) as found:
        load_agendas((tmp_path,))
    assert "walk.toml" in str(found.value) and said in str(found.value)


def test_a_form_that_offers_an_agenda_nobody_wrote_stops_the_start(tmp_path: Path) -> None:
    text = (shipped("config") / "forms" / "meetings.toml").read_text("utf-8")
    (tmp_path / "forms").mkdir()
    own = text.replace('value = "role_play"', 'value = "walk"')
    (tmp_path / "forms" / "meetings.toml").write_text(own, encoding="utf-8")
    env = {"PEER_CIRCLES_DATA_DIR": str(tmp_path), "PEER_CIRCLES_CONFIG_DIR": str(tmp_path)}
    with pytest.raises(FormWrong, match=r"agendas/walk\.toml"):
        create_app(Settings.from_env(env))


def test_a_plan_without_a_field_that_a_series_needs_stops_the_start(tmp_path: Path) -> None:
    text = (shipped("config") / "forms" / "meetings.toml").read_text("utf-8")
    (tmp_path / "forms").mkdir()
    own = text.replace('name = "place"', 'name = "room"')
    (tmp_path / "forms" / "meetings.toml").write_text(own, encoding="utf-8")
    env = {"PEER_CIRCLES_DATA_DIR": str(tmp_path), "PEER_CIRCLES_CONFIG_DIR": str(tmp_path)}
    with pytest.raises(FormWrong, match="needs the field place"):
        create_app(Settings.from_env(env))


def test_an_agenda_with_cards_that_nobody_wrote_stops_the_start(tmp_path: Path) -> None:
    _file(tmp_path, GOOD.replace("each = true", 'each = true\ncards = "tarot"'))
    env = {"PEER_CIRCLES_DATA_DIR": str(tmp_path), "PEER_CIRCLES_CONFIG_DIR": str(tmp_path)}
    with pytest.raises(FormWrong, match=r"walk\.toml: there is no cards/tarot\.toml"):
        create_app(Settings.from_env(env))


def test_a_check_half_way_and_a_hard_talk_are_among_our_agendas() -> None:
    agendas = load_agendas((shipped("config"),))
    for name in ("health_check", "conflict_talk"):
        assert sum(part.minutes for part in agendas[name].parts) == 50


def test_every_word_of_our_agendas_stands_in_four_languages() -> None:
    for agenda in load_agendas((shipped("config"),)).values():
        words = [agenda.title, *(part.title for part in agenda.parts)]
        words += [part.hint for part in agenda.parts if part.hint.texts]
        assert all(set(one.texts) == set(LANGUAGES) for one in words), agenda.name
