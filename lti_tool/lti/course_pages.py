"""Where a course is found in a browser, told from the address to which a launch comes back.

`return_url` of LTI Core 1.3, C.4.4 leads back into the platform, mostly to a page of its own
machinery; the course's page is read from it where we know the platform's way of writing it.
"""

import re

KNOWN = (
    (re.compile(r"(https?://[^/]+/courses/\d+)/external_content/.*"), r"\1"),
    (re.compile(r"(https?://.+)/mod/lti/return\.php\?(?:.*&)?course=(\d+).*"),
     r"\1/course/view.php?id=\2"),
)  # fmt: skip
"""Canvas, Moodle."""


def course_page(return_url: str | None) -> str:
    """The page of a course; the return address itself where nothing better is known, "" for none.

    Never its query otherwise: it may hold what is meant for the person who launched.
    """
    for pattern, page in KNOWN:
        if found := pattern.fullmatch(return_url or ""):
            return found.expand(page)
    return (return_url or "").partition("?")[0]
