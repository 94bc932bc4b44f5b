"""Fixtures of the journey: a member of a course of their own, and what they open."""

import pytest
from flask import Flask

from lti_tool.courses.models import Membership
from tests.builders import Browser, make_circle, make_context, make_member


@pytest.fixture
def me(app: Flask) -> Membership:
    """A learner."""
    return make_member(make_context())


@pytest.fixture
def browser(app: Flask, me: Membership) -> Browser:
    """Their visit."""
    return Browser(app, me)


@pytest.fixture
def mate(app: Flask, me: Membership) -> Browser:
    """The visit of the one they sit with."""
    other = make_member(me.context, "Søren Kierkegaard")
    make_circle([me, other])
    return Browser(app, other)
