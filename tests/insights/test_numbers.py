"""The numbers of a course: they tell of the course, and of nobody in it."""

import random
import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete

from lti_tool.courses.models import Context, Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.shelf import form
from lti_tool.groups.models import ALONE, Exit
from lti_tool.insights.numbers.queries import MOVES, moved
from lti_tool.insights.numbers.words import sentence
from lti_tool.journey.rounds.models import RoundAnswer
from lti_tool.programme.actions import record
from lti_tool.programme.outline.models import Outline
from tests.builders import Browser, make_circle, make_context, make_member

LINE = "part"


def over(context: Context) -> Outline:
    """A programme that was closed long ago, so that all its rounds have closed."""
    outline = Outline(context_id=context.id, opened_at=utcnow() - timedelta(days=150))
    outline.starts_on = outline.opened_at.date()
    outline.ends_on = outline.starts_on + timedelta(days=100)
    db.session.add(outline)
    db.session.flush()
    return outline


def answers(member: Membership, key: str, **said: object) -> None:
    kept = RoundAnswer(membership_id=member.id, key=key)
    kept.keep(form(key.partition("-")[0]), dict(said))
    db.session.add(kept)
    db.session.flush()


def course(count: int) -> list[Membership]:
    context = make_context()
    over(context)
    return [make_member(context, f"Student {n:02}") for n in range(count)]


def teacher(context: Context) -> Membership:
    return make_member(context, "Ruth Adeyemi", role="Instructor")


def page(app: Flask, context: Context) -> str:
    text: str = Browser(app, teacher(context)).get("/numbers").text
    return text.partition("<main")[2]


def test_students_do_not_open_the_numbers(app: Flask) -> None:
    assert Browser(app, make_member(make_context())).get("/numbers").status_code == 403


def test_only_those_who_answered_both_times_are_in_a_change(app: Flask) -> None:
    students = course(24)
    for n, one in enumerate(students):
        answers(one, "before", part=2)
        if n < 22:
            answers(one, "after", part=3 if n % 2 else 2)
    answers(make_member(students[0].context, "Late"), "after", part=5)
    text = page(app, students[0].context)
    assert "2.0 → 2.5, a change of +0.5 (likely between +0.3 and +0.7)" in text
    assert "both times: n = 22" in text


def test_under_twenty_there_are_shares_and_no_average(app: Flask) -> None:
    students = course(19)
    for n, one in enumerate(students):
        answers(one, "before", part=3)
        answers(one, "after", part=4 if n < 12 else 3)
    text = page(app, students[0].context)
    assert "12 moved up, 7 stayed or moved down." in text
    assert "→" not in text


def test_under_five_nothing_is_told_but_how_many_answered(app: Flask) -> None:
    students = course(4)
    for one in students:
        answers(one, "before", part=3)
        answers(one, "after", part=4)
    text = page(app, students[0].context)
    assert "Not shown: fewer than 5 answered." in text
    assert "moved up," not in text


def test_the_caution_about_cause_is_always_there(app: Flask) -> None:
    assert "is not proof that it was caused by it" in page(app, make_context())


def test_nothing_is_counted_while_a_round_is_open(app: Flask) -> None:
    students = course(12)
    outline = db.session.query(Outline).one()
    outline.ends_on = utcnow().date() + timedelta(days=2)
    for n, one in enumerate(students):
        answers(one, "before", part=3)
        answers(one, "after", part=3 + n % 2)
    assert "Comes when the questions at the end have closed." in page(app, students[0].context)


def test_objectives_of_the_programme_come_first(app: Flask) -> None:
    students = course(12)
    db.session.query(Outline).one().objectives = ["confidence"]
    for n, one in enumerate(students):
        for key in ("before", "after"):
            answers(one, key, part=3 + n % 2, help=3)
    text = page(app, students[0].context)
    assert text.index("Confidence in one’s own learning") < text.index("Belonging to the course")


def test_the_funnel_counts_everybody_once_and_leaving_the_course_is_no_failure(app: Flask) -> None:
    students = course(8)
    make_circle(students[:7])
    for one in students[:6]:
        record(one, "agreement")
    for one in students[:5]:
        record(one, "meeting", "m1")
    students[6].left_at = utcnow()
    db.session.add(Exit(membership_id=students[5].id, kind=ALONE))
    db.session.add(Exit(membership_id=students[6].id, kind=ALONE))
    text = page(app, students[0].context)
    bars = [int(one) for one in re.findall(r'class="v">(\d+)<', text)]
    assert bars[:4] == [8, 7, 6, 5]
    assert "1 student left the course. 1 more goes on alone or stopped" in text


def term(count: int, met: int, *, title: str, before: Context | None = None) -> Context:
    """A course of so many, of whom some met; a copy of another one, if told."""
    context = make_context(title=title, copied_from_id=before.id if before else None)
    over(context)
    students = [make_member(context, f"{title} {n:02}") for n in range(count)]
    make_circle(students)
    for one in students:
        record(one, "agreement")
    for one in students[:met]:
        record(one, "meeting", "m1")
    return context


def terms_read(app: Flask, here: Context, *taught: Context) -> str:
    """What somebody reads from term to term who teaches here and taught those courses."""
    reader = teacher(here)
    for one in taught:
        row = {"context_id": one.id, "user_id": reader.user_id, "launch_roles": ["Instructor"]}
        db.session.add(Membership(**row, roster_roles=[], is_staff=True))
    text: str = Browser(app, reader).get("/numbers").text
    told = text.partition('id="terms"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", told).split())


def test_from_term_to_term_counts_stand_with_how_many_they_are_of(app: Flask) -> None:
    spring = term(8, 6, title="Spring")
    autumn = term(10, 9, title="Autumn", before=spring)
    told = terms_read(app, autumn, spring)
    assert told.index("Spring") < told.index("6 of 8") < told.index("9 of 10")
    assert "Spring 0" not in told
    assert "a difference is not a proof" in told


def test_a_term_of_very_few_or_of_other_teachers_is_not_told(app: Flask) -> None:
    few = term(4, 4, title="Tiny")
    spring = term(8, 6, title="Spring", before=few)
    autumn = term(10, 9, title="Autumn", before=spring)
    told = terms_read(app, autumn, spring, few)
    assert "Tiny" not in told
    assert "6 of 8" in told
    assert terms_read(app, autumn, few) == ""


def planted(seed: int, count: int) -> list[Membership]:
    """A course in which somebody is to be unmasked: the last one, whose answers stand out."""
    dice, students = random.Random(seed), course(count)
    for one in students:
        for key in ("before", "after"):
            answers(one, key, part=dice.randint(2, 4), aim=dice.randint(1, 5))
    answers_of = db.session.query(RoundAnswer).filter_by(membership_id=students[-1].id)
    for kept in answers_of:
        kept.answers = {"part": 1 if kept.key == "before" else 5, "aim": 5}
    db.session.flush()
    return students


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("deed", ["deletes", "leaves", "changes", "comes late"])
def test_nobody_is_worked_out_from_how_the_numbers_move(app: Flask, seed: int, deed: str) -> None:
    """Whoever looks before and after one person's deed sees the same numbers of answers."""
    students = planted(seed, 21 + seed)
    browser = Browser(app, teacher(students[0].context))
    before = _told(browser.get("/numbers").text)
    assert "both times" in before
    target = students[-1]
    if deed == "deletes":
        db.session.execute(delete(RoundAnswer).filter_by(membership_id=target.id))
    elif deed == "leaves":
        target.left_at = utcnow()
    elif deed == "changes":
        for kept in db.session.query(RoundAnswer).filter_by(membership_id=target.id):
            kept.answers = {"part": 3, "aim": 1}
    else:
        late = make_member(target.context, "Late Comer")
        answers(late, "before", part=5, aim=5)
        answers(late, "after", part=1, aim=1)
    db.session.commit()
    assert _told(browser.get("/numbers").text) == before


@pytest.mark.parametrize("path", ["/numbers/numbers.csv", "/board/status.csv"])
def test_files_hold_no_answer_that_the_page_hides(app: Flask, path: str) -> None:
    """A file has the numbers of the page, to the same decimal, and no row of a person's answers."""
    students = planted(2, 23)
    browser = Browser(app, teacher(students[0].context))
    page_text, text = browser.get("/numbers").text, browser.get(path).text
    rows = [line.split(",") for line in text.lstrip("\ufeff").splitlines()[1:]]
    if path.startswith("/board"):
        assert len(rows) == len(students)
        assert not {"1", "2", "3", "4", "5"}.intersection(cell for row in rows for cell in row[2:])
        return
    told = [row for row in rows if row[0] == "after"]
    assert {row[1] for row in told} >= {"part", "aim"}
    for row in told:
        value = row[4].replace("-", "−")
        assert not value or value in page_text, row
        assert "Student" not in ",".join(row)


def test_the_codebook_names_every_line_and_its_source(app: Flask) -> None:
    text = Browser(app, teacher(make_context())).get("/numbers/codebook.csv").text
    for name in ("before", "pulse", "after"):
        for field in form(name).fields:
            assert f"{name},{field.name}," in text
    assert "not a validated scale" in text


def _told(text: str) -> str:
    """What the page tells of answers: the funnel above counts people, and may move."""
    return text.partition('id="about-1"')[2].partition('id="table"')[0]


@pytest.mark.parametrize("count", [5, 6, 9, 12, 19, 25])
def test_of_one_who_differs_from_all_others_nothing_is_told(count: int, app: Flask) -> None:
    """All but one stayed: that one moved would be told by any share, average or rest."""
    (line,) = [one for one in form("after").fields if one.name == LINE]
    for odd in (1, 5):
        finding = moved(line, [(3, 3)] * (count - 1) + [(3, odd)])
        assert finding.parts == ()
        assert finding.change is None
        assert sentence(finding) == "Not shown, so that nobody’s answer can be worked out."
    assert MOVES == ("up", "same", "down")


def test_no_filter_divides_the_answers(app: Flask) -> None:
    """What a filter shows could be subtracted from the whole, so there is none."""
    students = planted(1, 24)
    browser = Browser(app, teacher(students[0].context))
    whole = _told(browser.get("/numbers").text)
    assert _told(browser.get("/numbers?section=1&page=2&circle=3").text) == whole


def test_a_large_course_costs_as_many_requests_as_a_small_one(
    app: Flask, statements: list[str]
) -> None:
    counts = []
    for number in (4, 60):
        students = course(number)
        make_circle(students)
        browser = Browser(app, teacher(students[0].context))
        browser.get("/numbers")
        statements.clear()
        assert browser.get("/numbers").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 20


def test_a_year_stands_on_one_sheet_with_the_courses_of_its_reader(app: Flask) -> None:
    spring, autumn, few = (
        term(8, 6, title="Spring"),
        term(10, 9, title="Autumn"),
        term(4, 4, title="Tiny"),
    )
    others, reader = term(9, 9, title="Elsewhere"), teacher(autumn)
    for one in (spring, few):
        db.session.add(Membership(context_id=one.id, user_id=reader.user_id, is_staff=True))
    db.session.commit()
    told = Browser(app, reader).get("/numbers/year").text
    assert "2 courses, 18 students" in told
    assert "15 of 18" in told
    assert "Tiny" not in told
    assert others.title not in told
    assert Browser(app, make_member(autumn)).get("/numbers/year").status_code == 403


def test_what_was_opened_before_the_year_is_not_told(app: Flask) -> None:
    autumn = term(10, 9, title="Autumn")
    reader = teacher(autumn)
    with time_machine.travel(utcnow() + timedelta(days=365)):
        assert "Nothing to tell yet" in Browser(app, reader).get("/numbers/year").text
