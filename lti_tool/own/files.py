"""What a person takes along: a page that needs nothing but a browser, and JSON for programs."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup

from lti_tool.own.chapters import Entry
from lti_tool.own.queries import Book


def as_page(book: Book) -> str:
    """One HTML file with the look of our pages inside; it loads nothing from anywhere."""
    sheet = Path(str(current_app.static_folder)) / "look.css"
    return render_template("own/file.html", book=book, look=Markup(sheet.read_text("utf-8")))


def as_json(book: Book) -> str:
    """The same as JSON: each answer as it reads, and as it is kept."""
    return json.dumps(_all(book), ensure_ascii=False, indent=2) + "\n"


def _all(book: Book) -> dict[str, Any]:
    here = book.author.context
    return {
        "person": book.author.user.shown_name,
        "course": here.title or here.label,
        "made_at": book.made_at.isoformat(),
        "chapters": [
            {"key": one.key, "title": one.title, "entries": [_entry(each) for each in one.entries]}
            for one in book.chapters
        ],
        "taking_part": [{**asdict(one), "at": one.at.isoformat()} for one in book.ledger],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "at": entry.at.isoformat() if entry.at else None,
        "said": [{"question": one.label, "answer": list(one.lines)} for one in entry.told],
        "kept": dict(entry.kept),
    }
