"""What the documents point to is there."""

import re
from pathlib import Path

LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


def test_every_link_between_documents_leads_somewhere(checkout: Path) -> None:
    documents = [*checkout.glob("*.md"), *checkout.glob("docs/*.md"), *checkout.glob("deploy/*.md")]
    dead = [
        f"{document.name}: {link}"
        for document in documents
        for link in LINK.findall(document.read_text("utf-8"))
        if not (document.parent / link).exists()
    ]
    assert len(documents) > 10
    assert dead == []
