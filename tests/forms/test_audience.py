"""The one rule of who may read, and the words beside the box, which never disagree with it."""

from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lti_tool.forms.audience import Relation, Share, may_read, readable
from lti_tool.forms.definition import Audience, Field, Form, Option, Words
from lti_tool.forms.kinds import Choice, Long
from lti_tool.forms.words import Company, audience_line

NAMES = ("what", "so_what", "now_what")


def _field(name: str, audience: Audience) -> Field:
    return Field(name, Long(), audience, Words({"en": name}))


fields = st.builds(_field, st.sampled_from(NAMES), st.sampled_from(Audience))
shares = st.builds(
    Share,
    st.frozensets(st.sampled_from(NAMES)),
    st.none() | st.frozensets(st.integers(1, 4)),
)
companies = st.builds(Company, st.integers(0, 12), st.sampled_from(["", "Dr Ruth <Adeyemi>"]))
COUNTED = (Audience.STATUS, Audience.COHORT, Audience.TOGETHER)
anybody = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(field=fields, share=shares)
def test_staff_never_read_an_answer(field: Field, share: Share) -> None:
    assert not may_read(field, share=share, relation=Relation.STAFF)


@given(field=fields, share=shares)
def test_a_stranger_never_reads_an_answer(field: Field, share: Share) -> None:
    assert not may_read(field, share=share, relation=Relation.STRANGER)


@given(field=fields, share=shares)
def test_an_author_reads_what_they_wrote(field: Field, share: Share) -> None:
    assert may_read(field, share=share, relation=Relation.AUTHOR)


@given(field=fields)
def test_what_is_not_shared_is_read_by_mates_only_where_the_group_is_the_audience(
    field: Field,
) -> None:
    reads = may_read(field, share=Share(), relation=Relation.MATE)
    assert reads == (field.audience in (Audience.GROUP, Audience.UNNAMED, Audience.COURSE))


@anybody
@given(field=fields, share=shares, company=companies)
def test_the_words_and_the_rule_never_disagree(
    app: Flask, field: Field, share: Share, company: Company
) -> None:
    line = audience_line(field, share=share, company=company)
    by_mates = may_read(field, share=share, relation=Relation.MATE)
    by_others = any(
        may_read(field, share=share, relation=one) for one in Relation if one != Relation.AUTHOR
    )
    names_mates = "<strong>Your group" in line.words or "group mate" in line.words
    chosen = may_read(field, share=share, relation=Relation.CHOSEN)
    assert (chosen and not by_mates) == (
        "you chose" in line.words or "Of your circle" in line.words
    )
    assert by_mates == (names_mates or "<strong>Everybody" in line.words)
    assert not (by_others and "Only <strong>you</strong>" in line.words)
    assert by_others or field.audience in COUNTED or line.kind == "me"


@anybody
@given(field=fields, share=shares)
def test_the_sentence_says_only_you_exactly_when_nobody_else_reads_a_private_box(
    app: Flask, field: Field, share: Share
) -> None:
    line = audience_line(field, share=share, company=Company(3))
    is_closed = field.audience is Audience.ME and field.name not in share.fields
    assert ("Only <strong>you</strong>" in line.words) == is_closed


@given(field=fields, share=shares, mate=st.integers(1, 4))
def test_what_is_opened_to_some_is_read_by_those_alone(
    field: Field, share: Share, mate: int
) -> None:
    private = replace(field, audience=Audience.ME)
    reads = may_read(private, share=share, relation=share.relation_of(mate))
    is_meant = share.chosen is None or mate in share.chosen
    assert reads == (private.name in share.fields and is_meant)


@given(
    answers=st.dictionaries(st.sampled_from((*NAMES, "gone")), st.text()),
    audiences=st.lists(st.sampled_from(Audience), min_size=3, max_size=3),
    share=shares,
    relation=st.sampled_from(Relation),
)
def test_readable_gives_exactly_what_the_rule_allows(
    answers: dict[str, str],
    audiences: list[Audience],
    share: Share,
    relation: Relation,
) -> None:
    made = tuple(_field(*one) for one in zip(NAMES, audiences, strict=True))
    form = Form("f", 1, Words({"en": "f"}), Words(), made)
    seen = readable(form, answers, share=share, relation=relation)
    allowed = {one.name for one in made if may_read(one, share=share, relation=relation)}
    assert seen == {name: text for name, text in answers.items() if name in allowed}


@pytest.mark.parametrize("answer", [None, "", "an option that is gone", 7, ["all"]])
def test_an_unknown_share_choice_opens_nothing(answer: object) -> None:
    options = (Option("all", Words({"en": "All"}), opens=("what",)),)
    share = Field("share", Choice(("all",)), Audience.ME, Words({"en": "Share"}), options=options)
    form = Form("f", 1, Words({"en": "f"}), Words(), (_field("what", Audience.ME), share))
    assert form.opened({"share": answer}) == frozenset()
    assert form.opened({"share": "all"}) == {"what"}


@pytest.mark.parametrize(
    ("audience", "company", "said"),
    [
        (
            Audience.ME,
            Company(3),
            "Only <strong>you</strong> can read this. Your teacher sees only that it is done.",
        ),
        (
            Audience.GROUP,
            Company(3),
            "<strong>Your three group mates</strong> can read this. "
            "Your teacher sees only that it is done.",
        ),
        (
            Audience.GROUP,
            Company(1),
            "<strong>Your group mate</strong> can read this. "
            "Your teacher sees only that it is done.",
        ),
        (
            Audience.FACILITATOR,
            Company(3, "Dr Ruth Adeyemi"),
            "<strong>Dr Ruth Adeyemi</strong> can read this. Your group cannot.",
        ),
        (
            Audience.STATUS,
            Company(3),
            "<strong>Your teacher</strong> sees that it is done, and when.",
        ),
        (
            Audience.COHORT,
            Company(3),
            "Counted with everyone in the course. <strong>Nobody sees your answer.</strong>",
        ),
    ],
)
def test_the_sentences_are_these(
    app: Flask, audience: Audience, company: Company, said: str
) -> None:
    field = _field("what", audience)
    assert audience_line(field, share=Share(), company=company).words == said


def test_a_name_in_a_sentence_is_text_and_not_markup(app: Flask) -> None:
    field = _field("what", Audience.FACILITATOR)
    line = audience_line(field, share=Share(), company=Company(3, "<b>%s</b> %(name)s"))
    assert "&lt;b&gt;%s&lt;/b&gt; %(name)s" in line.words
