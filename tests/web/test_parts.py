"""The parts of pages: words joined to their controls, nothing written lost, nothing inline."""

import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from lti_tool.settings import shipped
from lti_tool.web.circle import Middle, ring, seat

TEMPLATES = shipped("templates")
PAGES = sorted(TEMPLATES.rglob("*.html"))
TAKEN_ALONG = TEMPLATES / "own" / "file.html"
"""A file that is read without us: it brings its style along."""
SERVED = [file for file in PAGES if file != TAKEN_ALONG]
PARTS = sorted((TEMPLATES / "parts").glob("*.html"))
AUDIENCE = {"kind": "me", "words": Markup("Only <strong>you</strong> can read this.")}
OPTIONS = [{"value": "a", "label": "One & only", "effect": "Now"}, {"value": "b", "label": "Two"}]
BLANK: dict[str, Any] = {"hint": "Few words.", "required": True, "error": "Say it.", "rows": None}
BLANK |= {"audience": AUDIENCE, "options": OPTIONS, "maxlength": 80, "autocomplete": "off"}
VALUES: dict[str, Any] = {
    "text": '<b>"Ada"</b>',
    "long": "\nfirst\n</textarea>",
    "date": "2026-12-04",
    "number": 0,
    "choice": "b",
    "many": ["b"],
    "tick": True,
    "steps": [{"what": "Read", "by_when": "2026-12-04"}],
}


def part(name: str, **names: Any) -> Any:
    """The macros of a part, drawn without an app and in English."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(names)
    return env.get_template(f"parts/{name}.html").module


def field(kind: str, **changes: Any) -> dict[str, Any]:
    own = {"name": kind, "id": f"f-{kind}", "kind": kind, "label": "Goal", "value": VALUES[kind]}
    return BLANK | own | changes


def drawn(kind: str, **changes: Any) -> str:
    return str(part("fields").field(field(kind, **changes)))


@pytest.mark.parametrize("kind", VALUES)
def test_hint_error_and_audience_are_joined_to_the_control(kind: str) -> None:
    page = drawn(kind)
    joined = re.findall(r'aria-describedby="([^"]+)"', page)
    assert [f"f-{kind}-{end}" for end in ("hint", "error", "audience")] == joined[0].split()
    assert all(f'id="{name}"' in page for name in joined[0].split())


@pytest.mark.parametrize("kind", VALUES)
def test_what_is_wrong_stands_between_label_and_box(kind: str) -> None:
    page = drawn(kind)
    box = re.search(r"<(textarea|select|input)", page)
    assert box
    if kind != "tick":
        assert page.index("Goal") < page.index('class="fault"') < box.start()
    assert page.index('class="fault"') < box.start() < page.index('class="aud"')


@pytest.mark.parametrize("kind", VALUES)
def test_the_list_of_errors_leads_to_a_control(kind: str) -> None:
    link = re.findall(r'href="#([^"]+)"', part("notices").error_summary([field(kind)]))
    controls = re.findall(r'<(?:textarea|select|input)[^>]*? id="([^"]+)"', drawn(kind))
    assert link == [f"f-{kind}"] == controls[:1]


def test_ids_stand_once_on_a_page() -> None:
    ids = re.findall(r' id="([^"]+)"', part("fields").fields([field(kind) for kind in VALUES]))
    assert len(ids) == len(set(ids))


def test_a_page_without_errors_has_no_list_of_errors() -> None:
    assert part("notices").error_summary([field("text", error=None)]) == ""


def test_what_was_written_stays_and_is_never_markup() -> None:
    assert 'value="&lt;b&gt;&#34;Ada&#34;&lt;/b&gt;"' in drawn("text")
    assert ">\n\nfirst\n&lt;/textarea&gt;</textarea>" in drawn("long")
    assert 'value="0"' in drawn("number")
    assert 'value="b" checked' in drawn("choice")
    assert drawn("many").count(" checked") == 1
    assert 'name="steps-0-what" value="Read"' in drawn("steps")


def test_a_list_of_steps_has_free_rows() -> None:
    assert drawn("steps").count('type="date"') == 3
    assert drawn("steps", value=[{"what": "Read"}] * 5).count('type="date"') == 7


def test_a_long_choice_is_a_select() -> None:
    many = [{"value": str(i), "label": f"Line {i}"} for i in range(20)]
    assert '<option value="7" selected>' in drawn("choice", options=many, value="7")


def test_optional_is_the_rule_and_needed_is_said_in_words() -> None:
    assert "needed" in drawn("text")
    assert "needed" not in drawn("text", required=False)


def test_a_form_of_one_button_carries_its_token_and_fields() -> None:
    form = part("actions", csrf_token=lambda: "t<1").post("/x", "Leave", fields={"a": "1"})
    assert 'name="csrf" value="t&lt;1"' in form
    assert 'name="a" value="1"' in form


def test_a_name_in_the_ring_is_text() -> None:
    circle = ring([seat("<script> Ada", "you"), seat("Søren")], Middle("A & B"))
    page = part("circle").ring(circle, 'You & "Søren"')
    assert "<script" not in page
    assert 'role="img" aria-label="You &amp; &#34;Søren&#34;"' in page
    assert "A &amp; B" in page


def test_a_picture_without_a_sentence_is_left_out_of_what_is_read_aloud() -> None:
    assert 'aria-hidden="true"' in part("circle").small_ring(["done", "open"])


def test_the_warmth_of_common_hours_rises_with_the_people() -> None:
    row = [{"label": "09:00", "counts": [0, 1, 2, 3, 4]}]
    table = part("charts").heat("Circle 5", ["M", "T", "W", "T", "F"], row, 4)
    assert re.findall(r'class="h(\d)"', table) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("file", PARTS, ids=lambda file: file.stem)
def test_each_part_lists_its_macros_at_its_top(file: Path) -> None:
    text = file.read_text()
    head = text[: text.index("-#}")]
    macros = re.findall(r"{% macro ([a-z]\w*)\(", text)
    assert macros
    assert [name for name in macros if f"{name}(" not in head] == []


@pytest.mark.parametrize("file", SERVED, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_no_page_has_inline_style_or_script(file: Path) -> None:
    text = re.sub(r"{#.*?#}", "", file.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert all("src=" in tag or "json" in tag for tag in re.findall(r"<script[^>]*>", text))
