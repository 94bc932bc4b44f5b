"""How taking part counts: the page where staff choose it, and the one that students read."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.courses.models import Membership
from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.definition import Form
from lti_tool.forms.made import Drawn, drawn, drawn_again
from lti_tool.forms.reading import seen_version
from lti_tool.gradebook import words as score_words
from lti_tool.gradebook.credit import actions
from lti_tool.gradebook.credit.forms import (
    credit_answers,
    credit_form,
    grading_values,
    read_credit,
)
from lti_tool.gradebook.credit.queries import (
    chosen_grading,
    counted_items,
    examples,
    member_of,
    rules_of,
)
from lti_tool.gradebook.credit.words import example_rows, level_rows
from lti_tool.gradebook.queries import row_of
from lti_tool.launch.session import instructors_only, learners_only, visit
from lti_tool.programme.guards import extras_here
from lti_tool.programme.models import Grading
from lti_tool.programme.outline.extras import items_without, others
from lti_tool.programme.queries import items_of, participation_rules, rules_from
from lti_tool.programme.scoring import Rules
from lti_tool.programme.words import (
    level_names,
    line_mark,
    rule_sentence,
    standing_counts,
    standing_sentence,
)
from lti_tool.web.languages import chosen_language

pages = Blueprint("credit", __name__, url_prefix="/s/<sid>/credit")
Answer = Response | str | tuple[str, int]


@pages.get("/rule")
@instructors_only
def rule() -> str:
    """How it counts now, what somebody would get, and the choices."""
    rules, grading = rules_of(_context_id()), chosen_grading(_context_id())
    form = drawn(_form(), credit_answers(rules, grading), grading.version)
    return _rule(rules, form)


@pages.post("/rule")
@instructors_only
def choose() -> Answer:
    """Try a rule, or keep it."""
    sent, now, form = request.form.to_dict(flat=False), rules_of(_context_id()), _form()
    kept, without = chosen_grading(_context_id()), others(extras_here())
    read = read_credit(form, sent, credit_answers(now, kept))
    again = drawn_again(form, read, seen_version(sent))
    if read.errors:
        return _rule(now, again), 422
    values = grading_values(read.values, kept, items_without(without))
    points = read.values["points"]
    if "try" in sent:
        tried = Grading(**values)
        rules = rules_from(participation_rules(), tried, maximum=points, without=without)
        return _rule(rules, again, is_tried=True)
    try:
        actions.choose(_context_id(), values, points=points, seen=seen_version(sent))
    except ChangedMeanwhile:
        version = chosen_grading(_context_id()).version
        return _rule(now, drawn_again(form, read, version), is_other=True), 409
    return redirect(url_for("gradebook.show"), 303)


@pages.post("/send")
@instructors_only
def send() -> Response:
    """What the dry run shows leaves now, and from now on by itself."""
    actions.start_sending(_context_id(), language=chosen_language())
    return redirect(url_for("gradebook.show"), 303)


@pages.get("")
@learners_only
def mine() -> str:
    """How it counts, and how I stand."""
    return _standing(visit().membership, is_own=True)


@pages.get("/<int:member>")
@instructors_only
def of(member: int) -> str:
    """The same as the student reads it."""
    return _standing(member_of(_context_id(), member), is_own=False)


def _standing(member: Membership, *, is_own: bool) -> str:
    row, rules = row_of(member), rules_of(member.context_id)
    lines = {line.item: line for line in row.standing.lines}
    said = standing_sentence if is_own else standing_counts
    return render_template(
        "gradebook/credit.html",
        score=row,
        is_own=is_own,
        sentence=said(row.standing),
        rule=rule_sentence(rules),
        items=[(item, lines[item.key]) for item in items_of([row.standing])],
        alone=[
            item.label(chosen_language()) for item in counted_items(rules) if item.kind.is_alone
        ],
        levels=_levels(rules),
        words={**score_words.CELL, "line": line_mark},
    )


def _rule(rules: Rules, form: Drawn, *, is_tried: bool = False, is_other: bool = False) -> str:
    return render_template(
        "gradebook/rule.html",
        form=form,
        rule=rule_sentence(rules),
        examples=example_rows(examples(visit().membership.context, rules)),
        levels=_levels(rules),
        is_tried=is_tried,
        is_other=is_other,
    )


def _form() -> Form:
    return credit_form(items_without(others(extras_here())))


def _levels(rules: Rules) -> list[tuple[str, ...]]:
    labels = {one.key: one.label(chosen_language()) for one in participation_rules().items}
    return level_rows(rules, labels, level_names()) if rules.model == "bundles" else []


def _context_id() -> int:
    return visit().membership.context_id
