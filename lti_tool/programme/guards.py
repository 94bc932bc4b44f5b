"""Pages and links of what a course may do without: closed where its staff left it out."""

import functools
from collections.abc import Callable
from typing import Any

from flask import g, request

from lti_tool.errors import NotUsedHere
from lti_tool.launch.session import View, visit
from lti_tool.programme.outline.queries import used_in


def used_here(extra: str) -> Callable[[View], View]:
    """A page of an extra; stands under the guard of who may open it. Raises NotUsedHere."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not uses(extra):
                raise NotUsedHere(f"this course does without {extra}")
            return view(*args, **kwargs)

        guarded.extra = extra  # type: ignore[attr-defined]
        return guarded

    return guard


def uses(extra: str) -> bool:
    """Whether members of this course find an extra; for templates too. Asked once a page."""
    return extra in extras_here()


def extras_here() -> frozenset[str]:
    """The extras of the course of this visit."""
    here = request._get_current_object()  # type: ignore[attr-defined]  # `g` may outlive it.
    if "extras" not in g or g.extras[0] is not here:
        g.extras = here, used_in(visit().membership.context_id)
    found: frozenset[str] = g.extras[1]
    return found
