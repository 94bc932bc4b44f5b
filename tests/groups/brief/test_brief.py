"""The brief of a course: who is in it and what was chosen, as the engine wants it."""

from flask import Flask

from lti_tool.db import db, utcnow
from lti_tool.groups.brief.queries import brief_of
from lti_tool.groups.plan.choices import Choices, HardRules, from_json, to_json
from lti_tool.groups.plan.models import Plan
from tests.builders import make_circle, make_context, make_member


def test_a_course_without_a_plan_draws_names_from_a_hat(app: Flask) -> None:
    me = make_member(make_context())
    gone = make_member(me.context, "Somebody Gone", left_at=utcnow())
    make_member(me.context, "Dr Ruth Adeyemi", role="Instructor")
    brief = brief_of(me.context_id)
    assert brief.is_hat
    assert brief.people.ids == (str(me.id),)
    assert brief.names == {str(me.id): "Amara Okonkwo"}
    assert str(gone.id) not in brief.names
    assert (brief.rules.minimum, brief.rules.size, brief.rules.maximum) == (2, 4, 5)


def test_people_of_an_earlier_circle_do_not_meet_again_where_that_is_chosen(app: Flask) -> None:
    context = make_context()
    people = [make_member(context, f"Person {n}") for n in range(3)]
    make_circle(people[:2])
    assert brief_of(context.id).rules.not_again == ()
    rules = HardRules(not_again=True)
    db.session.add(Plan(context_id=context.id, choices=to_json(Choices(rules=rules))))
    db.session.flush()
    first, second, _ = (str(one.id) for one in people)
    assert brief_of(context.id).rules.not_again == ((first, second),)
    assert not brief_of(context.id).is_hat


def test_what_is_kept_of_a_plan_comes_back_the_same_and_nonsense_is_left_at_its_default() -> None:
    made = Choices(rules=HardRules(together=((1, 2),), apart=((3, 4, 5),), minimum=3))
    assert from_json(to_json(made)) == made
    assert from_json({"say": "?", "criteria": None, "rules": {"minimum": "x"}}) == Choices()
