"""A design goes from one course to another as a file, and a file from a stranger harms nothing."""

import io
import re
import tomllib
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from lti_tool.courses.models import Context
from lti_tool.db import db
from lti_tool.gradebook.credit.actions import choose as choose_credit
from lti_tool.groups.opening.actions import choose, choose_kind
from lti_tool.groups.plan.actions import add_set
from lti_tool.groups.plan.queries import choices_of, plan_of
from lti_tool.journey.agreement.actions import bound
from lti_tool.programme.actions import programme_of
from lti_tool.programme.designs.files import DesignWrong, read, text_of, written
from lti_tool.programme.designs.queries import Sections, models_by_section, sections_of
from lti_tool.programme.models import Activity
from lti_tool.programme.outline.actions import kept_outline
from lti_tool.programme.outline.extras import EXTRAS
from tests.builders import Browser, make_context, make_member

BEGINNING = "peer_circles = 1\n"


@pytest.fixture
def course(app: Flask) -> Context:
    """A course of which every section was set up, with a rule that names two people."""
    made = make_context(title="Rhetoric, by Secret Person")
    people = [make_member(made, f"Secret {number}") for number in range(4)]
    kept_outline(made.id)
    choose_kind(made.id, "pair", seen=1)
    choose(
        made.id,
        {"own_objective": "Say “no” = well", "keeps_days": 90, "without": ["rounds"]},
        seen=2,
    )
    plan = plan_of(made.id)
    add_set(made.id, "apart", (people[0].id, people[1].id), seen=plan.version if plan else 0)
    choose_credit(made.id, {"model": "points", "leaves_out": ["goal"]}, points=12, seen=0)
    bound(made.id, allowed={}, seen=0)
    link = {"key": "k" * 12, "kind": "home", "title": "", "has_column": False}
    db.session.add(Activity(context_id=made.id, **link))
    db.session.commit()
    return made


@pytest.fixture
def staff(app: Flask, course: Context) -> Browser:
    return Browser(app, make_member(course, "Dr Ruth Adeyemi", role="Instructor"))


def other_course(app: Flask) -> tuple[Context, Browser]:
    """A course that nobody has set up, and its teacher."""
    made = make_context()
    return made, Browser(app, make_member(made, "Jonas Weber", role="Instructor"))


def bring(browser: Browser, text: str | bytes) -> TestResponse:
    """Choose a file and look at it."""
    data = text.encode() if isinstance(text, str) else text
    sent: dict[str, Any] = {"file": (io.BytesIO(data), "peer-circles.toml")}
    return browser.post("/design", sent, content_type="multipart/form-data")


def hidden(page: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None
    return found[1]


def take(browser: Browser, text: str, seen: str) -> TestResponse:
    return browser.post("/design/take", {"text": text, "seen": seen})


def test_a_course_set_up_by_a_file_is_set_up_like_the_first(
    app: Flask, course: Context, staff: Browser
) -> None:
    file = staff.get("/design/peer-circles.toml").text
    other, browser = other_course(app)
    page = bring(browser, file)
    assert page.status_code == 200, page.text
    assert sections_of(other) != sections_of(course), "a look changes nothing"
    assert take(browser, file, hidden(page, "seen")).status_code == 303
    db.session.expire_all()
    assert sections_of(other) == sections_of(course)
    assert "set up like this already" in bring(browser, file).text


def test_nobody_stands_in_the_file(course: Context, staff: Browser) -> None:
    file = staff.get("/design/peer-circles.toml").text
    assert "Secret" not in file
    assert "Adeyemi" not in file
    assert choices_of(course.id).rules.apart
    assert tomllib.loads(file)["plan"]["choices"]["rules"]["apart"] == []
    assert "k" * 12 not in file


def test_rules_about_people_of_the_course_stay(course: Context, staff: Browser) -> None:
    file = staff.get("/design/peer-circles.toml").text.replace("weight = 1", "weight = 2")
    page = bring(staff, file + "\n")
    before = choices_of(course.id).rules.apart
    if "seen" in page.text:
        take(staff, file, hidden(page, "seen"))
    db.session.expire_all()
    assert choices_of(course.id).rules.apart == before


def test_a_section_that_is_not_in_the_file_stays_as_it_is(
    app: Flask, course: Context, staff: Browser
) -> None:
    before = sections_of(course)
    text = f"{BEGINNING}[programme]\ngroup_size = 6\nplaces_late_joiners = true\npoints = 7\n"
    take(staff, text, hidden(bring(staff, text), "seen"))
    db.session.expire_all()
    after = sections_of(course)
    assert after["programme"] == {"group_size": 6, "places_late_joiners": True, "points": 7.0}
    assert {k: v for k, v in after.items() if k != "programme"} == {
        k: v for k, v in before.items() if k != "programme"
    }


def test_what_a_section_does_not_say_is_not_chosen(app: Flask, staff: Browser) -> None:
    other, browser = other_course(app)
    text = f'{BEGINNING}[grading]\nmodel = "pass"\n'
    take(browser, text, hidden(bring(browser, text), "seen"))
    assert sections_of(other)["grading"]["minimum"] is None
    assert sections_of(other)["grading"]["model"] == "pass"


def test_who_is_second_sees_what_the_first_one_chose(app: Flask, staff: Browser) -> None:
    other, browser = other_course(app)
    text = f"{BEGINNING}[programme]\ngroup_size = 6\n"
    seen = hidden(bring(browser, text), "seen")
    programme_of(other.id).points = 99
    db.session.commit()
    answer = take(browser, text, seen)
    assert answer.status_code == 409
    assert "99" in answer.text
    db.session.expire_all()
    assert programme_of(other.id).group_size == 4
    assert take(browser, text, hidden(answer, "seen")).status_code == 303


WRONG = [
    ("", "no file of a set-up"),
    ("peer_circles = 2\n", "no file of a set-up"),
    (BEGINNING + "[programme\n", "Line 2: This is not written in TOML"),
    (BEGINNING + "[people]\nname = 1\n", "Line 2: people: There is no such section"),
    (BEGINNING + "programme = 3\n", "programme: There is no such section"),
    (BEGINNING + "[programme]\nsize = 4\n", "Line 3: programme.size: There is no such key"),
    (BEGINNING + "[programme]\n\ngroup_size = 9\n", "Line 4: programme.group_size: Write a whole"),
    (BEGINNING + "[programme]\ngroup_size = true\n", "Write a whole number from 2 to 8"),
    (BEGINNING + "[programme]\ngroup_size = 4.0\n", "Write a whole number from 2 to 8"),
    (BEGINNING + "[programme]\npoints = nan\n", "Write a number from 1 to 1000"),
    (BEGINNING + "[programme]\npoints = 1e400\n", "Write a number from 1 to 1000"),
    (BEGINNING + f"[programme]\npoints = {'9' * 5000}\n", "not written in TOML"),
    (BEGINNING + "[programme]\nplaces_late_joiners = 1\n", "Write true or false"),
    (BEGINNING + '[grading]\nmodel = "harsh"\n', "completion, points, bundles"),
    (BEGINNING + '[grading]\nleaves_out = ["goal", "nose"]\n', "grading.leaves_out"),
    (BEGINNING + "[grading]\nlooks_back = false\n", "Write one of these: 0, 2, 4"),
    (BEGINNING + '[outline]\nkind = "cult"\n', "Line 3: outline.kind"),
    (BEGINNING + '[outline]\nkind = ["pair"]\n', "Line 3: outline.kind"),
    (BEGINNING + '[outline]\nsupport = "a\\u0000b"\n', "outline.support: Write a text"),
    (BEGINNING + f'[outline]\nown_objective = "{"x" * 121}"\n', "120 signs at most"),
    (BEGINNING + "[outline]\nlanguages = []\n", "outline.languages"),
    (BEGINNING + '[outline]\nwithout = ["survey"]\n', "some of these: reflections, lessons"),
    (BEGINNING + '[plan]\nchoices = "hat"\n', "plan.choices: This is not understood"),
    (
        BEGINNING + '[plan.choices]\nsay = "me"\n',
        "Line 2: plan.choices: This is not under",
    ),
    (BEGINNING + "[plan.choices.rules]\nminimum = -1\n", "not understood: rules.minimum"),
    (BEGINNING + "[plan.choices.rules]\napart = [[1, 2]]\n", "not understood: rules.apart"),
    (BEGINNING + "[plan.choices.rules]\napart = 5\n", "not understood: rules"),
    (BEGINNING + "[plan.choices]\ncriteria = { goals = 3 }\n", "not understood: criteria.goals"),
    (BEGINNING + "[agreement]\nallowed = { nose = [] }\n", "not understood: nose"),
    ("a = " + "[" * 20_000, "not written in TOML"),
    ("# " + "x" * 70_000, "too large"),
    (b"\xff\xfe\x00", "not text in UTF-8"),
]


@pytest.mark.parametrize(("text", "why"), WRONG)
def test_a_file_that_is_wrong_is_told_so_and_changes_nothing(
    app: Flask, text: str | bytes, why: str
) -> None:
    other, browser = other_course(app)
    page = bring(browser, text)
    assert page.status_code == 422
    assert why in page.text
    assert sections_of(other) == {}


def test_all_that_is_wrong_is_told_at_once(app: Flask) -> None:
    _, browser = other_course(app)
    three = '[programme]\ngroup_size = 1\npoints = ""\n[grading]\nx = 1\n'
    page = bring(browser, BEGINNING + three)
    assert [page.text.count(f"Line {number}:") for number in (3, 4, 6)] == [1, 1, 1]


def test_a_byte_order_mark_is_no_fault(app: Flask) -> None:
    _, browser = other_course(app)
    assert bring(browser, b"\xef\xbb\xbf" + f"{BEGINNING}[programme]\n".encode()).status_code == 200


def test_a_text_that_was_changed_on_its_way_is_read_like_any_file(app: Flask) -> None:
    _, browser = other_course(app)
    assert take(browser, f"{BEGINNING}[programme]\ngroup_size = 99\n", "").status_code == 422
    assert take(browser, "x" * 70_000, "").status_code == 422


def test_students_do_not_open_the_page(app: Flask, course: Context) -> None:
    student = Browser(app, make_member(course))
    for path in ("/design", "/design/peer-circles.toml"):
        assert student.get(path).status_code == 403


def test_every_column_that_travels_is_checked(app: Flask) -> None:
    for model in models_by_section().values():
        assert set(model.checks) == set(model.travels), model


def _designs() -> st.SearchStrategy[Sections]:
    """Designs as staff could have chosen them."""
    line = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
    return st.fixed_dictionaries(
        {
            "programme": st.fixed_dictionaries(
                {
                    "group_size": st.integers(2, 8),
                    "places_late_joiners": st.booleans(),
                    "points": st.integers(1, 1000),
                }
            ),
            "grading": st.fixed_dictionaries(
                {
                    "model": st.sampled_from([None, "points", "pass"]),
                    "free_misses": st.none() | st.integers(0, 20),
                    "full": st.none() | st.integers(1, 1000),
                    "minimum": st.none() | st.integers(1, 100),
                    "leaves_out": st.lists(st.sampled_from(["goal", "survey"]), unique=True),
                    "looks_back": st.sampled_from([0, 2, 4]),
                    "columns": st.sampled_from(["one", "each"]),
                    "lessons": st.integers(0, 20),
                }
            ),
            "outline": st.fixed_dictionaries(
                {
                    "template": line,
                    "kind": st.sampled_from(["group", "pair"]),
                    "objectives": st.just(["goals"]),
                    "own_objective": line,
                    "weeks": st.integers(1, 52),
                    "survey_days": st.integers(1, 60),
                    "rhythm": st.sampled_from(["weekly", "monthly"]),
                    "minutes": st.integers(15, 180),
                    "languages": st.just(["en", "da"]),
                    "support": line,
                    "joining": st.sampled_from(["everybody", "opt_in"]),
                    "keeps_days": st.none() | st.integers(1, 3650),
                    "without": st.lists(st.sampled_from(EXTRAS), unique=True),
                }
            ),
        }
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(design=_designs())
def test_what_is_written_is_read_back_the_same(app: Flask, design: Sections) -> None:
    assert read(written(design)) == design


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_is_brought_is_read_or_refused(app: Flask, data: bytes) -> None:
    try:
        read(text_of(data))
    except DesignWrong as wrong:
        assert wrong.faults
