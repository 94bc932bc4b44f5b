"""Where a course was copied from, as launches tell it; the recorded one is Moodle's."""

import json
from pathlib import Path
from typing import Any

import pytest

from lti_tool.lti.history import MOST, context_history, link_history

CUSTOM = "https://purl.imsglobal.org/spec/lti/claim/custom"
SAMPLE = Path(__file__).parent.parent / "samples" / "moodle" / "launch-copied-course.json"


def said(**custom: Any) -> dict[str, Any]:
    return {CUSTOM: custom}


def test_a_recorded_launch_of_a_copied_course_tells_of_the_course_and_not_of_the_link() -> None:
    sent = json.loads(SAMPLE.read_text("utf-8"))[CUSTOM]
    body = said(
        pc_context_history=sent["v_Context_id_history"],
        pc_link_history=sent["v_ResourceLink_id_history"],
    )
    assert sent["v_ResourceLink_id_history"] == "$ResourceLink.id.history"
    assert context_history(body) == ("2",)
    assert link_history(body) == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("4,2", ("4", "2")),
        (" 4 , 2 ,", ("4", "2")),
        ("4,4,2,4", ("4", "2")),
        ("$Context.id.history", ()),
        ("", ()),
        (None, ()),
        (7, ()),
        (["4"], ()),
        ("x" * 256 + ",2", ("2",)),
    ],
)
def test_a_history_is_read_nearest_first(written: Any, read: tuple[str, ...]) -> None:
    assert context_history(said(pc_context_history=written)) == read


def test_a_history_without_an_end_is_cut() -> None:
    endless = ",".join(map(str, range(100_000)))
    assert context_history(said(pc_context_history=endless)) == tuple(map(str, range(MOST)))


def test_both_histories_of_a_link_count() -> None:
    body = said(pc_link_history="$ResourceLink.id.history", pc_activity_history="b,a")
    assert link_history(body) == ("b", "a")


def test_a_launch_without_custom_tells_nothing() -> None:
    assert context_history({}) == context_history({CUSTOM: "none"}) == ()
