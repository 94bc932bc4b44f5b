"""The page that a platform's gradebook opens for one student (Submission Review 1.0)."""

from flask import Blueprint, render_template

from lti_tool.gradebook.review.queries import review_of
from lti_tool.gradebook.words import CELL
from lti_tool.launch.session import members_only, visit
from lti_tool.programme.words import line_mark, standing_counts, standing_sentence

pages = Blueprint("submission", __name__, url_prefix="/s/<sid>/review")


@pages.get("")
@members_only
def show() -> str:
    """How one student takes part: for staff, and for the student alone."""
    found = review_of(visit())
    said = standing_sentence if found.is_own else standing_counts
    return render_template(
        "gradebook/review.html",
        review=found,
        sentence=said(found.score.standing),
        words={**CELL, "line": line_mark},
    )
