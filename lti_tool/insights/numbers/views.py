"""The page of numbers: how far people came, what changed, what the short questions say."""

from flask import Blueprint, Response, render_template

from lti_tool.insights.numbers import words
from lti_tool.insights.numbers.files import CODES, HEAD, codebook_rows, numbers_rows
from lti_tool.insights.numbers.queries import numbers_of
from lti_tool.insights.numbers.year import TOLD, year_of
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.guards import used_here
from lti_tool.programme.outline.extras import ROUNDS
from lti_tool.web.days import today
from lti_tool.web.downloads import table_file

pages = Blueprint("numbers", __name__, url_prefix="/s/<sid>/numbers")


@pages.get("")
@instructors_only
def show() -> str:
    """The numbers of the course; it can be printed."""
    return render_template("insights/numbers.html", numbers=numbers_of(visit()), words=vars(words))


@pages.get("/year")
@instructors_only
def year() -> str:
    """All of the reader's courses of a year, on one sheet."""
    told = year_of(visit().membership, until=today())
    stages = [(one, words.stage_words(one)) for one in TOLD]
    return render_template("insights/year.html", year=told, stages=stages)


@pages.get("/numbers.<kind>")
@instructors_only
def table(kind: str) -> Response:
    """The same numbers as a file."""
    return table_file("numbers", kind, HEAD, numbers_rows(numbers_of(visit())))


@pages.get("/codebook.<kind>")
@instructors_only
@used_here(ROUNDS)
def codebook(kind: str) -> Response:
    """What the lines of the file mean."""
    return table_file("codebook", kind, CODES, codebook_rows())
