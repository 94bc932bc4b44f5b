"""A page beside a bare one: of the same visit, with the same frame and as many bytes.

The content of a bare page is plain words, so it costs what the guard, the frame and the sending
cost by themselves. CPU in this process, on SQLite.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template_string, request
from sqlalchemy import event

from lti_tool.db import db
from lti_tool.launch.session import members_only
from tests.builders import Browser

LINE = "word " * 12
BARE = """{% extends "base.html" %}{% block title %}Bare{% endblock %}
{% block content %}<ul class="rows">{% for one in lines %}<li>{{ one }}</li>{% endfor %}</ul>
{% endblock %}"""


@dataclass
class Page:
    """One page, measured warm; CPU in milliseconds."""

    name: str
    statements: int
    milliseconds: float
    bare: float
    """What a bare page of this size costs."""
    kilobytes: float

    @property
    def ratio(self) -> float:
        """How often the bare page fits into the page."""
        return self.milliseconds / self.bare


def offer_bare_pages(app: Flask) -> None:
    """Let every visit of this app open a bare page of as many lines as it asks for."""
    app.add_url_rule("/s/<sid>/bare", "bare", members_only(_bare))


def _bare() -> str:
    return render_template_string(BARE, lines=[LINE] * int(request.args["lines"]))


def measured(browser: Browser, path: str, *, name: str, rounds: int) -> Page:
    """Open a page and its bare one `rounds` times in turn."""
    size, frame = _size(browser, path), _size(browser, "/bare?lines=0")
    bare = f"/bare?lines={max(0, (size - frame) // len(f'<li>{LINE}</li>'))}"
    statements = _statements(lambda: browser.get(path))
    spent = [(_cpu(browser, path), _cpu(browser, bare)) for _ in range(rounds)]
    page, plain = (sum(costs) / rounds for costs in zip(*spent, strict=True))
    return Page(name, statements, page, plain, size / 1000)


def _size(browser: Browser, path: str) -> int:
    return len(browser.get(path).get_data())


def _statements(act: Callable[[], object]) -> int:
    asked: list[object] = []

    def note(*said: Any) -> None:
        asked.append(said[2])

    event.listen(db.engine, "before_cursor_execute", note)
    act()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def _cpu(browser: Browser, path: str) -> float:
    began = time.process_time()
    browser.get(path)
    return 1000 * (time.process_time() - began)
