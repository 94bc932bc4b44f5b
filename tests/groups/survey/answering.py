"""What students do in these tests: they answer the survey through its pages."""

from datetime import timedelta
from typing import Any

from lti_tool.db import db, utcnow
from lti_tool.groups.survey.actions import open_window
from tests.builders import Browser

PAGES = ("hopes", "topics", "hours", "style", "people", "share")


def open_survey(context_id: int, *, days: int = 7) -> None:
    """The survey of a course, open since yesterday."""
    now = utcnow()
    opens, closes = now - timedelta(days=1), now + timedelta(days=days)
    open_window(context_id, opens_at=opens, closes_at=closes)
    db.session.commit()


def close_survey(context_id: int) -> None:
    """The window is over since a minute."""
    now = utcnow()
    opens, closes = now - timedelta(days=8), now - timedelta(minutes=1)
    open_window(context_id, opens_at=opens, closes_at=closes)
    db.session.commit()


def version_on(page: str) -> str:
    """The version that stands in the hidden field of a page."""
    return page.partition('name="-version" value="')[2].partition('"')[0]


def answer(browser: Browser, page: str, **values: Any):  # type: ignore[no-untyped-def]
    """Send one page as a browser does that opened it now."""
    seen = version_on(browser.get(f"/survey/{page}").text)
    return browser.post(f"/survey/{page}", {"-version": seen, **values})


def answer_all(browser: Browser, **pages: dict[str, Any]) -> None:
    """Go through all pages, with these answers by page."""
    for page in PAGES:
        assert answer(browser, page, **pages.get(page, {})).status_code == 303
