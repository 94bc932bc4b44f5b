"""The pages where staff choose how circles are made: who has a say, what counts, what must hold."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.courses.queries import learners_of
from lti_tool.forms.made import Drawn, drawn, drawn_again
from lti_tool.forms.reading import seen_version
from lti_tool.groups.brief.queries import brief_of, brought_along
from lti_tool.groups.matching import clashes
from lti_tool.groups.plan import actions
from lti_tool.groups.plan.choices import Say
from lti_tool.groups.plan.queries import choices_of, imported_columns, plan_of
from lti_tool.groups.setup import forms
from lti_tool.groups.setup.actions import open_for, take_column
from lti_tool.groups.setup.table import ID, NAME, TableWrong, read_table
from lti_tool.groups.setup.weighing import read_weights, weighings
from lti_tool.groups.setup.words import (
    clash_words,
    names_of,
    preset_words,
    rules_words,
    say_words,
    what_counts,
)
from lti_tool.groups.survey.queries import counts_in, end_of, window_of
from lti_tool.groups.words import sizes_words
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.actions import programme_of
from lti_tool.web.days import today
from lti_tool.web.downloads import table_file

pages = Blueprint("setup", __name__, url_prefix="/s/<sid>/groups/plan")
Answer = Response | tuple[str, int]


@pages.get("")
@instructors_only
def show() -> str:
    """All that was chosen, and what of it cannot be."""
    choices, brief = choices_of(_context_id()), brief_of(_context_id())
    return render_template(
        "setup/show.html",
        choices=choices,
        say=say_words()[choices.say],
        preset=preset_words(choices),
        counts=what_counts(choices),
        rules=rules_words(choices),
        sizes=sizes_words(forms.sizes_of(brief.rules, len(brief.people.ids))),
        clashes=clash_words(clashes(brief.people, brief.rules), brief),
        window=window_of(_context_id()),
        answered=counts_in(_context_id()),
        columns=list(imported_columns(_context_id())),
    )


@pages.get("/say")
@instructors_only
def say() -> str:
    """Who has a say, and until when."""
    return _say(drawn(forms.say_form(), _say_answers(), _version()))


@pages.post("/say")
@instructors_only
def choose_say() -> Answer:
    """Choose it; a survey opens now, and any other choice ends the one that is open."""
    sent = request.form.to_dict(flat=False)
    read = forms.read_say(sent, _say_answers())
    if read.errors:
        return _say(drawn_again(forms.say_form(), read, seen_version(sent))), 422
    chosen = Say(read.values["say"])
    actions.choose_say(_context_id(), chosen, preset=read.values["preset"], seen=seen_version(sent))
    open_for(_context_id(), chosen, closes_at=_end_of(read.values["closes"]))
    return _back()


@pages.get("/criteria")
@instructors_only
def criteria() -> str:
    """What counts, and how much."""
    found = weighings(choices_of(_context_id()), list(imported_columns(_context_id())))
    return render_template("setup/criteria.html", weighings=found, version=_version())


@pages.post("/criteria")
@instructors_only
def weigh() -> Response:
    """Choose it."""
    sent = request.form.to_dict(flat=False)
    chosen = read_weights(sent, list(imported_columns(_context_id())))
    actions.weigh(_context_id(), chosen, seen=seen_version(sent))
    return _back()


@pages.get("/rules")
@instructors_only
def rules() -> str:
    """What must hold."""
    columns = list(imported_columns(_context_id()))
    size = programme_of(_context_id()).group_size
    answers = forms.rules_answers(choices_of(_context_id()).rules, size, columns)
    return _rules(rules=drawn(_rules_form(columns), answers, _version()))


@pages.post("/rules")
@instructors_only
def rule() -> Answer:
    """Choose it."""
    sent, columns = request.form.to_dict(flat=False), list(imported_columns(_context_id()))
    read = forms.read_rules(_rules_form(columns), sent)
    if read.errors:
        again = drawn_again(_rules_form(columns), read, seen_version(sent))
        return _rules(rules=again), 422
    chosen = forms.rules_from(read.values, columns)
    actions.rule(_context_id(), chosen, seen=seen_version(sent))
    programme_of(_context_id()).group_size = read.values["size"]
    return _back()


@pages.post("/together")
@instructors_only
def together() -> Answer:
    """Some people shall sit in one circle."""
    return _add("together")


@pages.post("/apart")
@instructors_only
def apart() -> Answer:
    """No two of some people shall sit in one circle."""
    return _add("apart")


@pages.post("/take-back")
@instructors_only
def take_back() -> Response:
    """Take such a rule back."""
    sent = request.form.to_dict(flat=False)
    kind, people = forms.read_back(sent)
    actions.take_back(_context_id(), kind, people, seen=seen_version(sent))
    return redirect(url_for("setup.rules", _anchor="who"), 303)


@pages.get("/columns")
@instructors_only
def columns() -> str:
    """Columns that staff bring along."""
    return _columns()


@pages.post("/columns")
@instructors_only
def bring() -> Answer:
    """Keep the columns of a file; nothing of it when one line of it is wrong."""
    file, known = request.files.get("file"), [one.id for one in learners_of(_context_id())]
    try:
        table = read_table(file.read() if file else b"", known)
    except TableWrong as wrong:
        return _columns(gettext(wrong.sentence) % wrong.values), 422
    actions.keep_columns(_context_id(), table.columns, seen=seen_version(_sent()))
    return redirect(url_for("setup.columns"), 303)


@pages.post("/columns/drop")
@instructors_only
def drop() -> Response:
    """Take a column away."""
    name = request.form.get("name", "")
    actions.keep_columns(_context_id(), {name: {}}, seen=seen_version(_sent()))
    return redirect(url_for("setup.columns"), 303)


@pages.post("/columns/circles")
@instructors_only
def circles() -> Answer:
    """Make a proposal of a column, one circle for each value."""
    try:
        take_column(_context_id(), request.form.get("name", ""))
    except TableWrong as wrong:
        return _columns(gettext(wrong.sentence) % wrong.values), 422
    return redirect(url_for("groups.review"), 303)


@pages.get("/students.csv")
@instructors_only
def students() -> Response:
    """The students with the ids that a table must use."""
    rows = ((str(one.id), one.user.shown_name) for one in learners_of(_context_id()))
    return table_file("students", "csv", [ID, NAME], rows)


def _add(kind: actions.Kind) -> Answer:
    sent, form = _sent(), forms.set_form(learners_of(_context_id()))
    read = forms.read_set(form, sent)
    if read.errors:
        return _rules(**{kind: drawn_again(form, read, seen_version(sent))}), 422
    people = tuple(sorted(read.values["people"]))
    actions.add_set(_context_id(), kind, people, seen=seen_version(sent))
    return redirect(url_for("setup.rules", _anchor="who"), 303)


def _end_of(day: str) -> datetime | None:
    return end_of(date.fromisoformat(day)) if day else None


def _say(form: Drawn) -> str:
    return render_template("setup/say.html", form=form)


def _say_answers() -> dict[str, Any]:
    return forms.say_answers(choices_of(_context_id()), window_of(_context_id()), today())


def _rules_form(columns: list[str]) -> Any:
    has_sections = "section" in brought_along(_context_id())
    return forms.rules_form(columns, has_sections=has_sections)


def _rules(**sent: Drawn) -> str:
    """The page of rules, with the one form that was sent in its place among the others."""
    people, columns = learners_of(_context_id()), list(imported_columns(_context_id()))
    found, version = choices_of(_context_id()).rules, _version()
    size = programme_of(_context_id()).group_size
    plain = drawn(_rules_form(columns), forms.rules_answers(found, size, columns), version)
    empty = drawn(forms.set_form(people[: forms.MOST_NAMED]), {}, version)
    names = {str(one.id): one.user.shown_name for one in people}
    sets = {"together": found.together, "apart": found.apart}
    return render_template(
        "setup/rules.html",
        drawn={"rules": plain, "together": empty, "apart": empty, **sent},
        sets={kind: [_named(one, names) for one in some] for kind, some in sets.items()},
        version=version,
        can_name=len(people) <= forms.MOST_NAMED,
    )


def _named(people: tuple[int, ...], names: Mapping[str, str]) -> tuple[str, str]:
    """A set as its button sends it, and as people read it."""
    ids = tuple(map(str, people))
    return "-".join(ids), names_of(ids, names)


def _columns(error: str = "") -> str:
    found = imported_columns(_context_id())
    counts = {name: len(values) for name, values in found.items()}
    return render_template("setup/columns.html", columns=counts, error=error, version=_version())


def _sent() -> dict[str, list[str]]:
    return request.form.to_dict(flat=False)


def _version() -> int:
    plan = plan_of(_context_id())
    return plan.version if plan else 0


def _context_id() -> int:
    return visit().membership.context_id


def _back() -> Response:
    return redirect(url_for("setup.show"), 303)
