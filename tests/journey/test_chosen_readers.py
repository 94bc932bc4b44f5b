"""What a member opens to some of their circle is read by those, as long as they sit there."""

import pytest
from flask import Flask

from lti_tool.courses.models import Membership
from lti_tool.db import db, utcnow
from lti_tool.forms.mates import SOME
from lti_tool.groups.models import Seat
from lti_tool.journey.goals.models import Goal
from tests.builders import Browser, make_circle, make_context, make_member
from tests.journey.writers import GOAL, key_of, sent, write_goal, write_reflection

TITLE, WHAT = str(GOAL["title"]), "I talked too long."


@pytest.fixture
def circle(app: Flask) -> list[Membership]:
    """Three who sit together: the first one writes."""
    context = make_context()
    people = [make_member(context, name) for name in ("Amara O", "Ben <b>Kim</b>", "Cem Demir")]
    make_circle(people)
    return people


@pytest.fixture
def author(app: Flask, circle: list[Membership]) -> Browser:
    return Browser(app, circle[0])


def only(*people: Membership) -> dict[str, object]:
    """What a browser sends for some of a circle."""
    return {"share": "all", "readers-to": SOME, "readers": [str(one.id) for one in people]}


def shared_page(app: Flask, reader: Membership) -> str:
    return str(Browser(app, reader).get("/shared").text)


@pytest.mark.parametrize(
    ("write", "secret"), [(write_goal, TITLE), (write_reflection, WHAT)], ids=["goal", "reflection"]
)
def test_only_those_who_were_chosen_read_it(  # type: ignore[no-untyped-def]
    app: Flask, circle: list[Membership], author: Browser, write, secret: str
) -> None:
    write(author, **only(circle[1]))
    assert secret in shared_page(app, circle[1])
    assert secret not in shared_page(app, circle[2])


def test_to_whoever_was_not_chosen_it_is_as_if_it_were_private(
    app: Flask, circle: list[Membership], author: Browser
) -> None:
    key = write_goal(author, title=TITLE, share="nobody")
    private = [Browser(app, circle[2]).get(page).text for page in ("/home", "/shared")]
    author.post(f"/goals/{key}", sent(seen=1, title=TITLE, **only(circle[1])))
    other = Browser(app, circle[2])
    for page, before in zip(("/home", "/shared"), private, strict=True):
        assert _bare(other.get(page).text) == _bare(before)
    assert other.get(f"/circle/goals/{db.session.query(Goal).one().id}").status_code == 404


def _bare(page: str) -> list[str]:
    """The lines of a page without what differs from visit to visit."""
    return [line for line in page.splitlines() if "/s/" not in line and "csrf" not in line]


def test_the_sentence_beside_the_box_names_them(
    app: Flask, circle: list[Membership], author: Browser
) -> None:
    key = write_goal(author, title=TITLE, **only(circle[1]))
    page = author.get(f"/goals/{key}").text
    assert "Of your circle only <strong>Ben &lt;b&gt;Kim&lt;/b&gt;</strong> can read this." in page
    assert "Your two group mates</strong>" not in page


def test_who_left_the_circle_reads_nothing_more_and_nobody_else_does_instead(
    app: Flask, circle: list[Membership], author: Browser
) -> None:
    key = write_goal(author, title=TITLE, **only(circle[1]))
    db.session.query(Seat).filter_by(membership_id=circle[1].id).one().left_at = utcnow()
    db.session.commit()
    assert TITLE not in shared_page(app, circle[2])
    assert "those you chose are not in your circle" in author.get(f"/goals/{key}").text
    again = author.post(f"/goals/{key}", sent(seen=1, share="all", **{"readers-to": SOME}))
    assert again.status_code == 422
    assert "Choose at least one of them, or your whole circle." in again.text
    assert TITLE not in shared_page(app, circle[2])


def test_nobody_but_a_mate_can_be_chosen_and_what_was_typed_stays(
    app: Flask, circle: list[Membership], author: Browser
) -> None:
    elsewhere = make_member(circle[0].context, "Dora D")
    staff = make_member(circle[0].context, "Ruth", role="Instructor")
    for stranger in (elsewhere, staff, circle[0], make_member(make_context(), "Far away")):
        key = key_of(author.get("/goals/new").text, "goals")
        answer = author.post(f"/goals/{key}", sent(title="Kept <i>here</i>", **only(stranger)))
        assert answer.status_code == 422
        assert "Choose from the lines below." in answer.text
        assert "Kept &lt;i&gt;here&lt;/i&gt;" in answer.text
    assert db.session.query(Goal).count() == 0


def test_it_can_be_opened_to_the_whole_circle_again(
    app: Flask, circle: list[Membership], author: Browser
) -> None:
    key = write_goal(author, title=TITLE, **only(circle[1]))
    author.post(f"/goals/{key}", sent(seen=1, title=TITLE, share="all", **{"readers-to": "circle"}))
    assert TITLE in shared_page(app, circle[2])


def test_what_is_left_with_a_circle_is_what_the_whole_circle_could_read(
    app: Flask, circle: list[Membership], author: Browser
) -> None:
    write_goal(author, title=TITLE, **only(circle[1]))
    author.post("/seat/out", {"kind": "alone", "words": "thanks", "share": "leave"})
    left = Browser(app, circle[2]).get("/seat").text + shared_page(app, circle[2])
    assert TITLE not in left


def test_in_a_pair_there_is_nobody_to_choose(app: Flask) -> None:
    context = make_context()
    pair = [make_member(context, name) for name in ("Amara O", "Ben Kim")]
    make_circle(pair)
    assert "readers-to" not in Browser(app, pair[0]).get("/goals/new").text


def test_the_names_stand_in_the_form_and_are_ticked_again(
    app: Flask, circle: list[Membership], author: Browser
) -> None:
    page = author.get("/goals/new").text
    assert "Ben &lt;b&gt;Kim&lt;/b&gt;" in page
    key = write_goal(author, **only(circle[2]))
    page = author.get(f"/goals/{key}/edit").text
    assert f'value="{circle[2].id}" checked' in page
    assert f'value="{circle[1].id}" checked' not in page
