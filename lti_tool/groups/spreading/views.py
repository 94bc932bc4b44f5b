"""The pages for spreading the word: texts to copy, who has answered, a poster."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.errors import NotHere
from lti_tool.forms.made import Drawn, drawn, drawn_again
from lti_tool.forms.reading import seen_version
from lti_tool.groups.opening.queries import Setting, setting_of
from lti_tool.groups.spreading import words
from lti_tool.groups.spreading.forms import link_form, read_link
from lti_tool.groups.spreading.pictures import square
from lti_tool.groups.taking_part.queries import tally_in
from lti_tool.launch.session import instructors_only, visit
from lti_tool.lti.course_pages import course_page
from lti_tool.programme.outline.actions import choose, kept_outline
from lti_tool.web.days import today
from lti_tool.web.languages import speaking

pages = Blueprint("spreading", __name__, url_prefix="/s/<sid>/programme/word")


@pages.get("")
@instructors_only
def show() -> str:
    """Texts in every language of the programme, and who has answered."""
    outline = kept_outline(visit().membership.context_id)
    return _page(drawn(link_form(), {"course_link": outline.course_link}, outline.version))


@pages.post("")
@instructors_only
def save() -> Response | tuple[str, int]:
    """Keep the address of the course."""
    sent = request.form.to_dict(flat=False)
    found = read_link(sent)
    if found.errors:
        return _page(drawn_again(link_form(), found, seen_version(sent))), 422
    choose(visit().membership.context_id, found.values, seen=seen_version(sent))
    return redirect(url_for("spreading.show"), 303)


@pages.get("/count")
@instructors_only
def count() -> dict[str, str]:
    """Who has answered by now, in words, for the page's script."""
    outline = kept_outline(visit().membership.context_id)
    return {"words": words.tally_words(tally_in(outline.context_id), outline.joining)}


@pages.get("/poster/<language>")
@instructors_only
def poster(language: str) -> str:
    """A sheet to be hung up."""
    setting = _setting()
    if language not in words.languages(setting):
        raise NotHere("the programme is not announced in this language")
    title = visit().membership.context.title
    told = words.announce(setting, title, link=_link(setting), language=language)
    with speaking(language):
        return render_template("spreading/poster.html", told=told, square=square(told.link))


def _page(form: Drawn) -> str:
    setting, context = _setting(), visit().membership.context
    return render_template(
        "spreading/show.html",
        setting=setting,
        form=form,
        told=words.announcements(setting, context.title, link=_link(setting)),
        tally=tally_in(context.id),
        tally_words=words.tally_words(tally_in(context.id), setting.outline.joining),
    )


def _setting() -> Setting:
    kept_outline(visit().membership.context_id)
    return setting_of(visit().membership.context, today=today())


def _link(setting: Setting) -> str:
    return setting.outline.course_link or course_page(visit().return_url)
