"""A file comes down by what its answer says, for Chromium gives up a link that says it itself.

A link with the attribute `download` in the frame of another site is fetched without the cookie of
the frame, and cancelled; `Content-Disposition` does the same and works everywhere.
"""

import re
from pathlib import Path


def test_no_link_asks_for_a_download_itself(checkout: Path) -> None:
    asking = [
        file.name
        for file in (checkout / "templates").rglob("*.html")
        if re.search(r"<a\b[^>]*\sdownload[\s=>]", file.read_text("utf-8"))
    ]
    assert asking == []
