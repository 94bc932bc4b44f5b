"""What a person has written, chapter by chapter: where it lies, how it reads, how it is deleted.

The one description behind the page, the files to take along and the deletion. A table in which
people write gets its chapter here; `tests/own` finds the one that has none.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, delete, select, update

from lti_tool.courses.models import Membership
from lti_tool.courses.queries import learners_of
from lti_tool.db import Base, db
from lti_tool.forms.definition import Field
from lti_tool.forms.grids import People
from lti_tool.forms.kinds import is_blank
from lti_tool.forms.sheet import Told, said, told
from lti_tool.forms.shelf import all_forms
from lti_tool.groups.survey.models import Survey, SurveySecret
from lti_tool.groups.survey.queries import secret_of
from lti_tool.journey.agreement.models import Agreement, OffLimits
from lti_tool.journey.closing.models import Closing
from lti_tool.journey.drafts.models import Draft
from lti_tool.journey.feed.models import FeedLine
from lti_tool.journey.goals.models import Goal, GoalMoment, GoalOffer, GoalStep, Outlook
from lti_tool.journey.health.models import HealthAnswer
from lti_tool.journey.help.models import ANSWER_FORM, Recipient, Request
from lti_tool.journey.leaving.models import Farewell, Fit
from lti_tool.journey.meetings.models import Card, MeetingNote, Promise
from lti_tool.journey.offers.models import Offer
from lti_tool.journey.reflections.models import Reflection
from lti_tool.journey.rounds.models import RoundAnswer
from lti_tool.journey.rounds.queries import round_form
from lti_tool.journey.shelf.models import Resource
from lti_tool.journey.skills.models import SkillCheck
from lti_tool.web.languages import chosen_language

Model = type[Base]


@dataclass(frozen=True)
class Entry:
    """One thing that somebody wrote: to be read, and as it is kept."""

    title: str
    told: tuple[Told, ...]
    kept: Mapping[str, Any]
    at: datetime | None = None


@dataclass(frozen=True)
class Chapter:
    """Things of one kind. `erases` are models whose rows go with their author.

    `lets_go` are models of texts that are the circle's: they stay, without the name of who wrote
    them.
    """

    key: str
    title: str
    entries: Callable[[Membership], Iterable[Entry]]
    erases: Sequence[Model] = ()
    lets_go: Sequence[Model] = ()
    parts: Sequence[Model] = ()
    """Models whose rows are deleted by the database with those of `erases`."""

    @property
    def models(self) -> tuple[Model, ...]:
        """All models that this chapter answers for."""
        return (*self.erases, *self.lets_go, *self.parts)

    def erase(self, authors: Sequence[int] | Select[int]) -> None:
        """Delete what is these members' alone, and take their names from what is the circle's."""
        for model in map(_columns, self.erases):
            db.session.execute(delete(model).where(model.membership_id.in_(authors)))
        for model in map(_columns, self.lets_go):
            theirs = update(model).where(model.author_id.in_(authors))
            db.session.execute(theirs.values(author_id=None))


def _surveys(author: Membership) -> Iterator[Entry]:
    for one in _mine(Survey, author):
        yield _answered("survey", {**one.answers, **secret_of(author)}, one.saved_at, author)


def _goals(author: Membership) -> Iterator[Entry]:
    for one in _mine(Goal, author):
        yield _answered("goal", one.all_answers, one.saved_at)


def _moments(author: Membership) -> Iterator[Entry]:
    """What was written about how a goal went."""
    for goal in _mine(Goal, author):
        for one in goal.moments:
            if one.answers:
                yield _answered(one.form_name, one.answers, one.happened_at)


def _outlooks(author: Membership) -> Iterator[Entry]:
    for one in _mine(Outlook, author):
        yield _answered(one.form_name, one.answers, one.saved_at)


def _reflections(author: Membership) -> Iterator[Entry]:
    for one in _mine(Reflection, author):
        yield _answered(one.form_name, one.answers, one.saved_at)


def _skills(author: Membership) -> Iterator[Entry]:
    for one in _mine(SkillCheck, author):
        yield _answered(one.form_name, one.answers, one.saved_at)


def _requests(author: Membership) -> Iterator[Entry]:
    """What was asked, without whom: the lines of a form's people are numbers of ours."""
    for one in _mine(Request, author):
        words = {name: said for name, said in one.answers.items() if name != "to"}
        yield _answered(one.form_name, words, one.saved_at)
        for answer in one.everybody:
            if answer.reply and answer.replied_at:
                yield _answered("word_back", answer.reply, answer.replied_at)


def _letters(author: Membership) -> Iterator[Entry]:
    for one in _mine(Recipient, author):
        if one.answer and one.answered_at:
            yield _answered(ANSWER_FORM[one.request.kind], one.answer, one.answered_at)


def _rounds(author: Membership) -> Iterator[Entry]:
    for one in _mine(RoundAnswer, author):
        lines = told(round_form(one.form_name), one.answers)
        yield Entry("", lines, dict(one.answers), one.saved_at)


def _offers(author: Membership) -> Iterator[Entry]:
    for one in _mine(Offer, author):
        yield _answered("offer", one.answers, one.saved_at)


def _resources(author: Membership) -> Iterator[Entry]:
    for one in _mine(Resource, author):
        yield _answered("resource", one.answers, one.saved_at)


def _farewells(author: Membership) -> Iterator[Entry]:
    for one in _mine(Farewell, author):
        for name, left in one.left.items():
            for answers in left:
                yield _answered(name, answers, one.said_at)


def _fits(author: Membership) -> Iterator[Entry]:
    for one in _mine(Fit, author):
        yield _answered("fit", one.answers, one.saved_at)


def _health(author: Membership) -> Iterator[Entry]:
    """What stands there until all have answered; then it is counted and gone."""
    for one in _mine(HealthAnswer, author):
        if one.chosen:
            yield _answered("health", one.chosen, one.answered_at)


def _closings(author: Membership) -> Iterator[Entry]:
    for one in _mine(Closing, author):
        yield _answered("closing", one.answers, one.saved_at)


def _agreements(author: Membership) -> Iterator[Entry]:
    for one in _written(Agreement, author, Agreement.id):
        yield _answered("agreement", one.answers, one.written_at)


def _off_limits(author: Membership) -> Iterator[Entry]:
    for one in _mine(OffLimits, author):
        yield _plain(one.topic, topic=one.topic)


def _cards(author: Membership) -> Iterator[Entry]:
    for one in _mine(Card, author):
        yield _answered("card", one.answers, one.saved_at)


def _notes(author: Membership) -> Iterator[Entry]:
    for one in _written(MeetingNote, author, MeetingNote.meeting_id):
        yield _answered("note", one.answers, one.filed_at)


def _promises(author: Membership) -> Iterator[Entry]:
    for one in _mine(Promise, author):
        day = one.by_when.isoformat() if one.by_when else None
        yield _plain(one.what, what=one.what, by_when=day, outcome=one.outcome)


def _drafts(author: Membership) -> Iterator[Entry]:
    """As the page's script wrote them: pairs of a box and what stood in it."""
    for one in db.session.scalars(select(Draft).filter_by(membership_id=author.id)):
        try:
            pairs = [(str(name), str(text)) for name, text in json.loads(one.typed)]
        except (TypeError, ValueError):
            pairs = [("", one.typed)]
        told = tuple(
            Told(_label(name), tuple(text.splitlines())) for name, text in pairs if text.strip()
        )
        yield Entry("", told, {"page": one.page, "typed": pairs}, one.kept_at)


def _label(box: str) -> str:
    """How the form calls a box of a draft, where that can be told."""
    named = (form.field(box) for form in all_forms().values())
    found = next((one for one in named if one), None)
    return found.label.speak(chosen_language()) if found else box


CHAPTERS = (
    Chapter(
        "survey", lazy_gettext("Before the circles were made"), _surveys, [Survey, SurveySecret]
    ),
    Chapter(
        "goals",
        lazy_gettext("My goals"),
        _goals,
        [Goal, GoalOffer],
        parts=[GoalStep],
    ),
    Chapter("way", lazy_gettext("How my goals went"), _moments, parts=[GoalMoment]),
    Chapter("ahead", lazy_gettext("Where I am heading"), _outlooks, [Outlook]),
    Chapter("reflections", lazy_gettext("Looking back"), _reflections, [Reflection]),
    Chapter("skills", lazy_gettext("Eight skills"), _skills, [SkillCheck]),
    Chapter("cards", lazy_gettext("Cards for meetings"), _cards, [Card]),
    # Lines of the feed repeat promises and decisions: they go, and are not read a second time.
    Chapter("promises", lazy_gettext("My promises"), _promises, [Promise, FeedLine]),
    Chapter(
        "off-limits", lazy_gettext("Topics I would rather leave out"), _off_limits, [OffLimits]
    ),
    # A letter is deleted with what was answered to it.
    Chapter("help", lazy_gettext("What I asked"), _requests, [Request]),
    Chapter("answers", lazy_gettext("What I answered"), _letters, [Recipient]),
    Chapter("rounds", lazy_gettext("Questions to everybody"), _rounds, [RoundAnswer]),
    Chapter("offers", lazy_gettext("My offer to help"), _offers, [Offer]),
    Chapter("shelf", lazy_gettext("What I shared on a shelf"), _resources, [Resource]),
    Chapter("farewells", lazy_gettext("What I left with a circle"), _farewells, [Farewell]),
    Chapter("fits", lazy_gettext("How it was for me in a circle"), _fits, [Fit]),
    Chapter("health", lazy_gettext("Checks of how a circle is doing"), _health, [HealthAnswer]),
    Chapter("closing", lazy_gettext("What I wrote at the end"), _closings, [Closing]),
    Chapter("drafts", lazy_gettext("Typed and not sent"), _drafts, [Draft]),
    Chapter(
        "agreements",
        lazy_gettext("Texts of the agreement that I saved"),
        _agreements,
        lets_go=[Agreement],
    ),
    Chapter("notes", lazy_gettext("Notes of meetings that I filed"), _notes, lets_go=[MeetingNote]),
)


def _columns(model: Model) -> Any:
    """Models of other steps have no type in common that names whose their rows are."""
    return model


def _mine(model: type[Any], author: Membership) -> Sequence[Any]:
    query = select(model).filter_by(membership_id=author.id)
    return db.session.scalars(query.order_by(model.id)).all()


def _written(model: type[Any], author: Membership, order: Any) -> Sequence[Any]:
    return db.session.scalars(select(model).filter_by(author_id=author.id).order_by(order)).all()


def _plain(title: str, **kept: Any) -> Entry:
    return Entry(title, (), kept)


def _answered(
    name: str, answers: Mapping[str, Any], at: datetime, author: Membership | None = None
) -> Entry:
    """Answers to a form, those to questions that it has no more among them."""
    return Entry("", tuple(_told(name, answers, _people(author))), dict(answers), at)


def _told(name: str, answers: Mapping[str, Any], people: Mapping[str, str]) -> Iterator[Told]:
    form = all_forms().get(name)
    known = {one.name: one for one in form.fields} if form else {}
    gone = [one for one in answers if one not in known]
    for asked in (*known, *gone):
        if not is_blank(answers.get(asked)):
            yield _answer(known.get(asked), asked, answers[asked], people=people)


def _answer(field: Field | None, name: str, value: Any, *, people: Mapping[str, str]) -> Told:
    if field is None:
        return Told(name, tuple(str(value).splitlines()))
    label = field.label.speak(chosen_language())
    if isinstance(field.kind, People):
        return Told(label, tuple(people.get(str(one), str(one)) for one in value))
    return Told(label, said(field, value))


def _people(author: Membership | None) -> Mapping[str, str]:
    if author is None:
        return {}
    return {str(one.id): one.user.shown_name for one in learners_of(author.context_id)}
