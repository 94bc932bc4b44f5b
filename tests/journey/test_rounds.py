"""Rounds of questions: the same for all, counted with everyone; a pulse counts when opened."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.definition import Audience
from lti_tool.forms.entry import FormWrong
from lti_tool.forms.shelf import load_forms
from lti_tool.groups.models import Grouping
from lti_tool.journey.rounds.models import RoundAnswer
from lti_tool.journey.rounds.packs import load_measures
from lti_tool.journey.rounds.plan import rounds
from lti_tool.journey.rounds.queries import asked_now
from lti_tool.programme.models import ParticipationEvent
from lti_tool.programme.outline.models import Outline
from lti_tool.settings import shipped
from tests.builders import Browser, make_circle, make_member
from tests.journey.test_boxes import LINES, rule_of

START = datetime(2026, 9, 1, tzinfo=UTC)
FOLDERS = (shipped("config"),)


def days(number: float) -> timedelta:
    return timedelta(days=number)


def make_programme(member: Membership, *, opened_days_ago: float, weeks: int = 14) -> Outline:
    """An open programme, its circles published a week after it opened."""
    opened = utcnow() - days(opened_days_ago)
    outline = Outline(
        context_id=member.context_id, opened_at=opened, starts_on=opened.date(), weeks=weeks
    )
    outline.ends_on = (opened + timedelta(weeks=weeks)).date()
    db.session.add(outline)
    db.session.flush()
    return outline


def sat_down(member: Membership, days_ago: float) -> None:
    group = make_circle([member, make_member(member.context, "Mate Two")])
    grouping = db.session.get_one(Grouping, group.grouping_id)
    grouping.published_at = utcnow() - days(days_ago)
    db.session.flush()


def test_the_start_then_pulses_every_three_weeks_then_the_end() -> None:
    made = rounds(START, START + days(9), START + days(80))
    assert [(one.key, (one.opens - START).days) for one in made] == [
        ("before", 0), ("pulse-1", 30), ("pulse-2", 51), ("after", 80),
    ]  # fmt: skip
    assert all(one.closes <= after.opens for one, after in itertools.pairwise(made))


@pytest.mark.parametrize("circles", [None, START + days(9), START - days(200)])
@pytest.mark.parametrize("lasts", [0, 1, 20, 100, 900])
def test_no_two_rounds_are_open_at_once(circles: datetime | None, lasts: int) -> None:
    made = rounds(START, circles, START + days(lasts))
    assert made[-1].key == "after"
    for moment in range(-5, lasts + 30):
        assert sum(one.is_open_at(START + days(moment)) for one in made) <= 1


def test_before_the_programme_is_open_nobody_is_asked(me: Membership) -> None:
    assert asked_now(me) is None
    db.session.add(Outline(context_id=me.context_id))
    db.session.flush()
    assert asked_now(me) is None


def test_home_asks_until_it_is_answered_and_every_line_may_stay_empty(
    app: Flask, me: Membership
) -> None:
    make_programme(me, opened_days_ago=1)
    browser = Browser(app, me)
    assert "Where do you stand now?" in browser.get("/home").text
    assert "<strong>Nobody sees your answer.</strong>" in browser.get("/rounds/before").text
    sent = browser.post("/rounds/before", {"aim": "4", "-version": "0"})
    assert sent.status_code == 303
    assert "Where do you stand now?" not in browser.get("/home").text
    kept = db.session.scalars(select(RoundAnswer)).one()
    assert kept.answers["aim"] == 4
    assert kept.answers["part"] is None


def test_the_words_beside_each_line_of_a_round_equal_the_rule(app: Flask, me: Membership) -> None:
    make_programme(me, opened_days_ago=1)
    page = Browser(app, me).get("/rounds/before").text
    assert dict(LINES.findall(page)) == rule_of(load_forms(FOLDERS)["before"], mates=0)


def test_the_same_answers_sent_twice_are_one_and_others_are_shown_side_by_side(
    app: Flask, me: Membership
) -> None:
    make_programme(me, opened_days_ago=1)
    browser = Browser(app, me)
    for _ in range(2):
        assert browser.post("/rounds/before", {"aim": "4", "-version": "0"}).status_code == 303
    other = browser.post("/rounds/before", {"aim": "2", "-version": "0"})
    assert other.status_code == 409
    assert db.session.scalars(select(RoundAnswer)).one().answers["aim"] == 4
    assert browser.post("/rounds/before", {"aim": "2", "-version": "1"}).status_code == 303


def test_what_is_no_place_on_the_line_is_said_beside_it(app: Flask, me: Membership) -> None:
    make_programme(me, opened_days_ago=1)
    sent = Browser(app, me).post("/rounds/before", {"aim": "9", "part": "3", "-version": "0"})
    assert sent.status_code == 422
    assert "Choose a place on the line." in sent.text
    assert db.session.scalar(select(func.count(RoundAnswer.id))) == 0


def test_to_open_a_pulse_counts_once_and_nothing_has_to_be_answered(
    app: Flask, me: Membership
) -> None:
    make_programme(me, opened_days_ago=35)
    sat_down(me, days_ago=28)
    browser = Browser(app, me)
    assert "How were the last three weeks?" in browser.get("/home").text
    for _ in range(2):
        assert browser.get("/rounds/pulse-1").status_code == 200
    lines = db.session.scalars(select(ParticipationEvent)).all()
    assert [(one.item, one.piece) for one in lines] == [("pulse", "pulse-1")]
    assert db.session.scalar(select(func.count(RoundAnswer.id))) == 0


def test_a_round_that_is_not_open_is_not_here(app: Flask, me: Membership) -> None:
    make_programme(me, opened_days_ago=35)
    sat_down(me, days_ago=28)
    browser = Browser(app, me)
    for key in ("before", "after", "pulse-2", "nonsense"):
        assert browser.get(f"/rounds/{key}").status_code == 404
        assert browser.post(f"/rounds/{key}", {"aim": "3"}).status_code == 404


def test_a_programme_that_is_closed_early_asks_at_its_end_right_away(me: Membership) -> None:
    outline = make_programme(me, opened_days_ago=30)
    outline.closed_at = utcnow() - days(1)
    db.session.flush()
    asked = asked_now(me)
    assert asked is not None
    assert asked.key == "after"


def test_the_start_and_the_end_ask_the_same_lines_and_the_shipped_ones_are_for_the_cohort() -> None:
    forms = load_forms(FOLDERS)
    before, after = ({one.name: one for one in forms[name].fields} for name in ("before", "after"))
    assert set(before) < set(after)
    worded = {name for name in before if before[name].label != after[name].label}
    assert worded == {"safe"}
    every = [*before.values(), *after.values(), *forms["pulse"].fields]
    assert {one.audience for one in every} == {Audience.COHORT}
    assert not any(one.is_required for one in every)


def test_every_line_speaks_of_an_objective() -> None:
    forms, measures = load_forms(FOLDERS), load_measures(FOLDERS)
    named = [line for lines in measures.lines.values() for line in lines]
    asked = {one.name for name in ("after", "pulse") for one in forms[name].fields}
    assert sorted(named) == sorted(asked)
    assert measures.packs == ()


PACK = """
[[packs]]
form = "{form}"
source = "A paper"
licence = "{licence}"
confirmed_by = "{name}"
"""
LINE = 'version = 1\ntitle.en = "P"\n[[fields]]\nname = "{name}"\nkind = "scale"\n{more}\n'
WORDS = 'audience = "cohort"\nlabel.en = "L"\nlow.en = "l"\nhigh.en = "h"'


def with_pack(folder: Path, line: str = "pack_one", *, name: str = "Dr X", licence: str = "CC"):  # type: ignore[no-untyped-def]
    (folder / "forms").mkdir()
    (folder / "forms" / "pack.toml").write_text(LINE.format(name=line, more=WORDS))
    (folder / "measures.toml").write_text(PACK.format(form="pack", licence=licence, name=name))
    return load_measures((folder, *FOLDERS))


def test_a_pack_is_asked_only_when_somebody_confirmed_its_terms(tmp_path: Path) -> None:
    (tmp_path / "on").mkdir()
    (tmp_path / "off").mkdir()
    assert [one.form for one in with_pack(tmp_path / "on").packs] == ["pack"]
    assert with_pack(tmp_path / "off", name="").packs == ()


@pytest.mark.parametrize(("line", "licence"), [("aim", "CC"), ("pack_one", " ")])
def test_a_pack_needs_a_licence_and_names_of_its_own(
    tmp_path: Path, line: str, licence: str
) -> None:
    with pytest.raises(FormWrong, match="packs"):
        with_pack(tmp_path, line, licence=licence)
