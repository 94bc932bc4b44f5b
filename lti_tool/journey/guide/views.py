"""The page of the guide: for everybody in the course, on paper one page."""

from flask import Blueprint, render_template

from lti_tool.forms.words import Company
from lti_tool.groups.opening.queries import setting_of
from lti_tool.groups.queries import mates_of
from lti_tool.journey.guide import words
from lti_tool.launch.session import members_only, visit
from lti_tool.programme.contacts.queries import contacts_in
from lti_tool.programme.culture.queries import cards_in, heard_in
from lti_tool.programme.keeping.queries import keeping_of
from lti_tool.programme.keeping.words import member_words
from lti_tool.programme.outline.words import objective_titles
from lti_tool.programme.queries import counted_items, rules_in
from lti_tool.programme.words import rule_sentence
from lti_tool.web.days import today

pages = Blueprint("guide", __name__, url_prefix="/s/<sid>/guide")


@pages.get("")
@members_only
def show() -> str:
    """How the programme works, as it is set now."""
    me = visit().membership
    setting = setting_of(me.context, today=today())
    company = Company(mates=len(mates_of(me)) or max(setting.size - 1, 1))
    rules = rules_in([me.context_id])[me.context_id]
    return render_template(
        "guide/show.html",
        course=me.context,
        setting=setting,
        objectives=objective_titles(setting.outline),
        size=words.size_words(setting),
        expected=words.expected(setting),
        counted=counted_items(rules),
        rule=rule_sentence(rules),
        cards=cards_in(me.context_id),
        heard=heard_in(me.context_id),
        contacts=contacts_in(me.context_id),
        load=words.load_words(),
        kept=member_words(keeping_of(me.context).goes_on),
        readers=words.readers(company, setting.outline.uses),
    )
