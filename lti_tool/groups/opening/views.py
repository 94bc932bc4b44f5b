"""The pages of set-up: all that is set, a template, one part to change, and opening it."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.made import Drawn, drawn, drawn_again
from lti_tool.forms.reading import Submission, read, seen_version
from lti_tool.forms.sheet import Sheet
from lti_tool.groups.opening import forms, words
from lti_tool.groups.opening.actions import (
    begin_with,
    choose,
    choose_kind,
    close_now,
    drop_template,
    keep_template,
    open_now,
)
from lti_tool.groups.opening.pictures import term_of
from lti_tool.groups.opening.queries import OWN, offered, setting_of, shelf
from lti_tool.groups.opening.templates import Template, load_templates
from lti_tool.groups.setup.words import preset_words, say_words
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.keeping.queries import keeping_of
from lti_tool.programme.keeping.rules import retention_rules
from lti_tool.programme.keeping.words import staff_words
from lti_tool.programme.outline.actions import kept_outline
from lti_tool.programme.outline.kinds import load_kinds, load_objectives
from lti_tool.programme.outline.models import Outline
from lti_tool.programme.outline.words import (
    extras_sentence,
    joining_words,
    language_names,
    objective_titles,
)
from lti_tool.settings import Settings
from lti_tool.web.days import short_day, today

pages = Blueprint("opening", __name__, url_prefix="/s/<sid>/programme")
pages.add_app_template_filter(short_day)
Answer = Response | tuple[str, int]


@pages.record_once
def check_files(state: BlueprintSetupState) -> None:
    """Let kinds or objectives that are wrong stop the start, and log templates that are."""
    settings: Settings = state.app.extensions["settings"]
    load_kinds(settings.config_dirs)
    load_objectives(settings.config_dirs)
    load_templates(settings.config_dirs)
    retention_rules(settings.config_dirs)


@pages.get("")
@instructors_only
def show() -> str:
    """All that is set, and the one button that opens it."""
    return _page()


@pages.post("/open")
@instructors_only
def open_it() -> Response:
    """Open the programme as it is set."""
    open_now(visit().membership.context, today=today())
    return _back("opened")


@pages.post("/close")
@instructors_only
def close_it() -> Response:
    """Close the programme."""
    close_now(_context_id())
    return _back("closed")


@pages.get("/<part>")
@instructors_only
def edit(part: str) -> str:
    """One part in its boxes."""
    return _part(part, forms.part_sheet(part, _outline()))


@pages.post("/<part>")
@instructors_only
def save(part: str) -> Answer:
    """Keep one part; who was second sees both and chooses."""
    sent = request.form.to_dict(flat=False)
    found = forms.read_part(part, sent)
    if found.errors:
        return _part(part, forms.part_again(part, found, sent)), 422
    try:
        _keep(part, found, seen_version(sent))
    except ChangedMeanwhile:
        return _part(part, forms.both_parts(part, _outline(), found)), 409
    return _back("saved")


@pages.get("/templates")
@instructors_only
def templates() -> str:
    """Which programme to begin with."""
    form = forms.template_form(_offered())
    return _templates(drawn(form, {"template": _outline().template}, _outline().version))


@pages.post("/templates")
@instructors_only
def begin() -> Answer:
    """Begin with it: all parts are set as it has them."""
    sent, form = request.form.to_dict(flat=False), forms.template_form(_offered())
    found = read(form, sent)
    if found.errors or not found.values["template"]:
        return _templates(drawn_again(form, found, seen_version(sent))), 422
    try:
        begin_with(_context_id(), _offered()[found.values["template"]], seen=seen_version(sent))
    except ChangedMeanwhile:
        said = gettext("Somebody has changed the set-up meanwhile. This would replace that, too.")
        return _templates(drawn_again(form, found, _outline().version), said), 409
    return _back("begun")


@pages.post("/templates/keep")
@instructors_only
def keep() -> Answer:
    """Keep this set-up as a template of one's own."""
    found = forms.read_title(request.form.to_dict(flat=False))
    if found.errors:
        return _page(found), 422
    keep_template(visit().membership.context, visit().membership.user, title=found.values["title"])
    return _back("kept")


@pages.post("/templates/<int:template_id>/drop")
@instructors_only
def drop(template_id: int) -> Response:
    """Let a template of one's own go."""
    drop_template(visit().membership.user, template_id)
    return redirect(url_for("opening.templates"), 303)


def _keep(part: str, found: Submission, seen: int) -> None:
    if part == "kind":
        choose_kind(_context_id(), found.values["kind"], seen=seen)
    else:
        choose(_context_id(), forms.chosen(part, found.values), seen=seen)


def _page(title: Submission | None = None) -> str:
    kept_outline(_context_id())
    context, form = visit().membership.context, forms.title_form()
    setting, kept = setting_of(context, today=today()), keeping_of(context)
    return render_template(
        "opening/show.html",
        setting=setting,
        told=words,
        term=term_of(setting.calendar),
        objectives=objective_titles(setting.outline),
        languages=language_names(setting.outline),
        joining=joining_words()[setting.outline.joining],
        extras=extras_sentence(setting.outline),
        keeping=staff_words(kept.days, kept.goes_on),
        say=say_words()[setting.plan.say],
        preset=preset_words(setting.plan),
        name=drawn_again(form, title, 0) if title else drawn(form, {}, 0),
        page_notices=_said(request.args.get("said", "")),
    )


def _part(part: str, sheet: Sheet) -> str:
    return render_template(
        "opening/part.html", part=part, sheet=sheet, state=_outline().state, title=_titles()[part]
    )


def _templates(form: Drawn, said: str = "") -> str:
    own = [one for one in _offered().values() if one.name.startswith(OWN)]
    return render_template(
        "opening/templates.html",
        form=form,
        own=own,
        wrong=shelf().wrong,
        page_notices=[("look", said)] if said else [],
    )


def _titles() -> dict[str, str]:
    return {
        "purpose": gettext("What it is for"),
        "kind": gettext("Kind of mentoring"),
        "joining": gettext("Who takes part"),
        "dates": gettext("From when to when"),
        "rhythm": gettext("How often circles meet"),
        "support": gettext("Languages and support"),
        "extras": gettext("Which forms are on"),
        "keeping": gettext("How long words are kept"),
    }


def _said(what: str) -> list[tuple[str, str]]:
    said = {
        "opened": gettext("The programme is open. Students see it when they come in."),
        "closed": gettext(
            "The programme is closed. Everything that was written can still be read."
        ),
        "saved": gettext("Saved."),
        "begun": gettext("All is set as this programme has it. Change what you like."),
        "kept": gettext("Kept. You find it among the programmes to begin with, in every course."),
    }
    return [("ok", said[what])] if what in said else []


def _offered() -> Mapping[str, Template]:
    return offered(visit().membership.user_id)


def _outline() -> Outline:
    return kept_outline(_context_id())


def _context_id() -> int:
    return visit().membership.context_id


def _back(said: str) -> Response:
    return redirect(url_for("opening.show", said=said), 303)
