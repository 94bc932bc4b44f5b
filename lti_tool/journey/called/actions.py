"""Choosing what one goes by, and taking that back."""

from lti_tool.courses.models import User


def call_oneself(person: User, name: str) -> None:
    """Go by this name wherever the platform tells none; empty: by a number again."""
    person.chosen_name = name
