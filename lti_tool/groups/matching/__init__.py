"""The matching engine: people and rules in, groups out. Plain Python and NumPy, no Flask, no SQL.

Importing this package does not load NumPy, so a web page may show sizes, draw names from a hat and
build `People` and `Rules`. What searches or proves (`form`, `proven_clash` and the like) is loaded
when first named, and that should be in a job.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lti_tool.groups.matching.broken import Judge
from lti_tool.groups.matching.clashes import Clash, clashes
from lti_tool.groups.matching.model import (
    Aim,
    Broken,
    Circle,
    Criterion,
    People,
    Proposal,
    Rules,
    Swap,
    Weights,
)
from lti_tool.groups.matching.sizes import ImpossibleSizes, sizes

if TYPE_CHECKING:
    from lti_tool.groups.matching.forming import form
    from lti_tool.groups.matching.hat import at_random
    from lti_tool.groups.matching.proof import proven_clash
    from lti_tool.groups.matching.squares import form_by_pair_scores

__all__ = [
    "Aim",
    "Broken",
    "Circle",
    "Clash",
    "Criterion",
    "ImpossibleSizes",
    "Judge",
    "People",
    "Proposal",
    "Rules",
    "Swap",
    "Weights",
    "at_random",
    "clashes",
    "form",
    "form_by_pair_scores",
    "proven_clash",
    "sizes",
]

_LOADED_WHEN_NAMED = {
    "at_random": "lti_tool.groups.matching.hat",
    "form": "lti_tool.groups.matching.forming",
    "form_by_pair_scores": "lti_tool.groups.matching.squares",
    "proven_clash": "lti_tool.groups.matching.proof",
}


def __getattr__(name: str) -> Any:
    if name not in _LOADED_WHEN_NAMED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LOADED_WHEN_NAMED[name]), name)
