"""Tables as files to download, for the pages of any step: CSV, or XLSX for spreadsheets."""

from codecs import BOM_UTF8
from collections.abc import Iterable

from flask import Response

from lti_tool.errors import NotHere
from lti_tool.tables import in_workbook, written

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


Rows = Iterable[Iterable[str]]


def table_file(name: str, kind: str, head: Iterable[str], rows: Rows) -> Response:
    """A table under a plain name that tells of nobody; raises NotHere unless `kind` is known."""
    if kind not in KINDS:
        raise NotHere("no such kind of file")
    made = in_workbook(name, head, rows) if kind == "xlsx" else BOM_UTF8 + written(head, rows)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "Cache-Control": "no-store",
    }
    return Response(made, mimetype=KINDS[kind], headers=headers)
