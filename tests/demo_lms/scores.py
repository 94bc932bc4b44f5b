"""Scores and results of AGS 2.0; what is taken and what it does is the temperament's business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from tests.demo_lms.line_items import answer
from tests.demo_lms.services import caller
from tests.demo_lms.vocabulary import RESULT_SCOPE, RESULTS_TYPE, SCORE_SCOPE

if TYPE_CHECKING:
    from tests.demo_lms.site import Site


def blueprint(site: Site) -> Blueprint:
    """Below each line item: where scores come in and results go out."""
    pages = Blueprint("scores", __name__)
    paths, columns, marks = (
        site.temperament.addresses.paths,
        site.temperament.columns,
        site.temperament.marks,
    )

    def scores(course_number: int, item_number: int) -> Response:
        asked = caller(site, course_number, SCORE_SCOPE)
        with site.guard:
            return marks.post(asked, columns.find(asked, item_number), request.get_data())

    def results(course_number: int, item_number: int) -> Response:
        asked = caller(site, course_number, RESULT_SCOPE)
        with site.guard:
            page = marks.page(asked, columns.find(asked, item_number), request.args)
        return answer(200, RESULTS_TYPE, page.entries, link=page.link)

    pages.add_url_rule(paths.scores, "scores", scores, methods=["POST"])
    pages.add_url_rule(paths.results, "results", results, methods=["GET"])
    return pages
