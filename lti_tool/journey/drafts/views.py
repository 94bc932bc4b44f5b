"""What the script of a form keeps while somebody types, and gives back when they return.

For the author alone, whatever the form: without a script, a form is kept when it is sent.
"""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from lti_tool.forms.reading import seen_version
from lti_tool.journey.drafts.actions import drop_draft, keep_draft
from lti_tool.journey.drafts.queries import draft_of
from lti_tool.launch.session import learners_only, visit

pages = Blueprint("drafts", __name__, url_prefix="/s/<sid>/drafts")


@pages.get("")
@learners_only
def find() -> Response:
    """The draft of a page, or nothing."""
    version = seen_version(request.args.to_dict(flat=False))
    kept = draft_of(visit().membership, request.args.get("page", ""), version=version)
    if kept is None:
        return Response(status=204)
    return Response(kept.typed, mimetype="application/json", headers={"Cache-Control": "no-store"})


@pages.post("")
@learners_only
def keep() -> Response:
    """Keep the boxes of a page as they stand; none at all lets the draft go."""
    author, page = visit().membership, request.form.get("page", "")
    typed, version = request.form.get("typed", ""), seen_version(request.form.to_dict(flat=False))
    if not typed:
        drop_draft(author, page)
        return Response(status=204)
    is_kept = keep_draft(author, page, version=version, typed=typed)
    return Response(status=204 if is_kept else 413)
