"""What people are called, whatever a platform gives as their name."""

import pytest

from lti_tool.courses.models import User


@pytest.mark.parametrize(
    ("name", "given_name", "shown", "short"),
    [
        ("Amara Okonkwo", "Amara", "Amara Okonkwo", "Amara"),
        ("Nguyễn Thị Minh Anh", "Thị Minh Anh", "Nguyễn Thị Minh Anh", "Thị Minh Anh"),
        ("Sukarnoputri", "", "Sukarnoputri", "Sukarnoputri"),
        ("", "", "№ 7", "№ 7"),
        ("   ", " ", "№ 7", "№ 7"),
    ],
)
def test_everybody_has_a_name_to_show(name: str, given_name: str, shown: str, short: str) -> None:
    user = User(id=7, name=name, given_name=given_name)
    assert (user.shown_name, user.short_name) == (shown, short)
