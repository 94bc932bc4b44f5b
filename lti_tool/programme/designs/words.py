"""A design as a file, in words."""

import json
from typing import Any

from flask_babel import gettext as _


def fault_words(line: int, place: str, what: str) -> str:
    """One thing that is wrong with a file."""
    where = _("Line %(line)d", line=line) if line else ""
    return ": ".join(filter(None, (where, place, what)))


def setting_words(value: Any) -> str:
    """What a column holds, as the file would write it."""
    return "–" if value in (None, "", [], {}) else json.dumps(value, ensure_ascii=False)
