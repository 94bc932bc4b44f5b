"""What is for the circles alone: its author reads it, the engine counts it, nobody else knows.

Every page that answers to GET is opened in every role, before and after the secrets are kept:
nothing on it may change.
"""

import itertools
import logging
import re
from collections.abc import Iterator, Sequence

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from lti_tool.db import db
from lti_tool.groups.actions import Drafted, keep_draft
from lti_tool.groups.brief.queries import brief_of, is_private
from lti_tool.groups.matching import Judge
from lti_tool.groups.models import Grouping
from lti_tool.groups.plan.actions import choose_say
from lti_tool.groups.plan.choices import Say
from lti_tool.groups.survey.actions import forget_secrets, save_answers
from lti_tool.groups.survey.models import SurveySecret
from lti_tool.groups.survey.queries import survey_of
from lti_tool.programme.actions import programme_of
from lti_tool.programme.outline.actions import kept_outline
from lti_tool.worker import tidy
from tests.builders import Browser, make_circle, make_context, make_member
from tests.groups.survey.answering import answer, close_survey, open_survey

PRIZE = "qzx-secret-prize"
STAFF = ("Instructor", "TeachingAssistant", "Mentor", "Administrator")
ALL_ROLES = (*STAFF, "mate", "disliked", "stranger")


class World:
    """A course with an author, a mate who asks for the same, and a mate whom both want far away.

    They sit in one circle, published and in a draft: the worst that an explanation could be about.
    """

    def __init__(self, app: Flask) -> None:
        self.app, self.context = app, make_context()
        names = ("Amara Okonkwo", "Minh Anh", "Søren Kierkegaard", "Jonas Weber")
        self.people = [make_member(self.context, name) for name in names]
        self.author, self.mate, self.disliked, _ = self.people
        others = [make_member(self.context, f"Student {number}") for number in range(4)]
        # What the first look of staff makes stands already, so that it is no difference later.
        kept_outline(self.context.id)
        programme_of(self.context.id)
        open_survey(self.context.id)
        choose_say(self.context.id, Say.HYBRID, preset="balanced", seen=0)
        make_circle(self.people)
        make_circle(others, number=2)
        seated = ([str(one.id) for one in some] for some in (self.people, others))
        keep_draft(self.context.id, dict(enumerate(map(Drafted, seated), 1)), size=4, seed=1)
        for one in (self.author, self.mate):
            save_answers(one, {"goals": ["skill"], "share": "most"}, seen=0)
        db.session.commit()

    def keep_secrets(self) -> None:
        """Both ask for everything that is asked in private."""
        for one, other in ((self.author, self.mate), (self.mate, self.author)):
            values = {
                "wished": [other.id],
                "please_not": [self.disliked.id],
                "contest": PRIZE,
                "not_only": ["health", "parent"],
            }
            kept = survey_of(one)
            save_answers(one, values, seen=kept.version if kept else 0)
        db.session.commit()

    def reader(self, role: str) -> Browser:
        if role == "mate":
            return Browser(self.app, self.people[3])
        if role == "disliked":
            return Browser(self.app, self.disliked)
        if role == "stranger":
            return Browser(self.app, make_member(make_context(), "Somebody Else"))
        return Browser(self.app, make_member(self.context, "Dr Ruth Adeyemi", role=role))

    def paths(self) -> list[str]:
        """Every address below a visit that answers to GET, with what could stand in it."""
        numbers = {str(self.author.id), str(self.disliked.id)}
        numbers |= {str(one) for one in db.session.scalars(select(Grouping.id))}
        rules = [
            rule.rule.removeprefix("/s/<sid>")
            for rule in self.app.url_map.iter_rules()
            if rule.rule.startswith("/s/<sid>/") and "GET" in (rule.methods or ())
        ]
        return sorted(path for rule in rules for path in _filled(rule, sorted(numbers)))

    def pages(self, browser: Browser) -> dict[str, str]:
        """The text of every page, without the name of the visit."""
        return {path: browser.get(path).text.replace(browser.sid, "-") for path in self.paths()}


def _filled(rule: str, numbers: Sequence[str]) -> Iterator[str]:
    parts = re.findall(r"<(?:\w+(?:\([^)]*\))?:)?\w+>", rule)
    choices = [numbers if part.startswith("<int") else ["people", numbers[0]] for part in parts]
    for chosen in itertools.product(*choices):
        path = rule
        for value in chosen:
            path = re.sub(r"<[^>]+>", value, path, count=1)
        yield path


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    """A clock that stands still, so that no page changes by itself."""
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        yield World(app)


NEW_EACH_TIME = re.compile(
    r"[2-9A-Z]{4}-[2-9A-Z]{4}"  # the number of an error
    r'|name="-version" value="\d+"'
    r"|(?<=/)[\w-]{12}(?=[\"/?])"  # the key of an empty form
)


def _visible(page: str) -> str:
    """A page without what is new each time it is drawn."""
    return NEW_EACH_TIME.sub("", page)


@pytest.mark.parametrize("role", ALL_ROLES)
def test_no_page_of_anybody_else_changes_when_secrets_are_kept(world: World, role: str) -> None:
    reader = world.reader(role)
    before = world.pages(reader)
    world.keep_secrets()
    after = world.pages(reader)
    assert [path for path in before if _visible(before[path]) != _visible(after[path])] == []
    assert [path for path, page in after.items() if PRIZE in page] == []
    assert sum("</h1>" in page for page in after.values()) > 10


def test_the_author_reads_it_where_it_was_written_and_among_their_own_data_and_nowhere_else(
    world: World,
) -> None:
    world.keep_secrets()
    pages = world.pages(Browser(world.app, world.author))
    found = [path for path, page in pages.items() if PRIZE in page]
    assert [path for path in found if not path.startswith("/own")] == ["/survey/people"]


def test_nothing_of_it_is_kept_as_a_draft_before_it_is_sealed(world: World) -> None:
    browser = Browser(world.app, world.author)
    assert "drafts.js" not in browser.get("/survey/people").text
    assert "drafts.js" in browser.get("/survey/share").text


def test_no_log_line_and_no_error_page_repeats_a_secret(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world.keep_secrets()
    browser = Browser(world.app, world.author)
    answer(browser, "people", contest=PRIZE + "x" * 200)
    close_survey(world.context.id)
    browser.post("/survey/people", {"-version": "1", "contest": PRIZE})
    assert PRIZE not in caplog.text
    assert "please_not" not in caplog.text


def test_the_engine_knows_it_and_every_rule_made_of_it_is_marked_as_private(world: World) -> None:
    world.keep_secrets()
    brief = brief_of(world.context.id)
    ids = tuple(str(one.id) for one in world.people)
    assert brief.rules.rivals
    assert brief.open_to_mates[ids[0]].isdisjoint({"wished", "please_not", "contest", "not_only"})
    told = [
        one
        for one in Judge.of(brief.people, brief.rules).broken(ids)
        if one.rule in ("rivals", "never_alone")
    ]
    assert told
    assert all(map(is_private, told))


def test_when_the_window_is_over_and_circles_stand_it_is_gone_for_everybody(world: World) -> None:
    world.keep_secrets()
    tidy()
    assert _kept() == 2
    close_survey(world.context.id)
    tidy()
    assert _kept() == 0
    brief = brief_of(world.context.id)
    assert (brief.rules.rivals, brief.rules.never_alone) == ((), ())
    assert brief.people.sets["goals"][0] is not None
    author = Browser(world.app, world.author)
    assert [path for path, page in world.pages(author).items() if PRIZE in page] == []


def test_it_stays_while_the_circles_of_this_window_are_not_published(world: World) -> None:
    with time_machine.travel("2026-12-20T12:00:00Z", tick=False) as clock:
        open_survey(world.context.id, days=3)
        world.keep_secrets()
        clock.move_to("2026-12-30T12:00:00Z")
        forget_secrets()
        assert _kept() == 2
        clock.move_to("2027-04-01T12:00:00Z")
        forget_secrets()
        assert _kept() == 0


def _kept() -> int:
    db.session.expire_all()
    return len(db.session.scalars(select(SurveySecret.membership_id)).all())
