"""Groups as a table of `id` and `group`: read to be kept, written to be used. Plain Python."""

from collections.abc import Iterable

from lti_tool.groups.files.members import ids_in
from lti_tool.groups.matching.model import Group
from lti_tool.tables import Table, written

HEAD = ("id", "group")


def groups_in(table: Table) -> tuple[Group, ...]:
    """The groups of a table; who has no group is left out. Raises `FileWrong`."""
    ids_in(table, HEAD[0])
    made: dict[str, list[str]] = {}
    for _, (name, group) in table.rows(*HEAD):
        if group:
            made.setdefault(group, []).append(name)
    return tuple(tuple(names) for names in made.values())


def as_table(groups: Iterable[Group]) -> bytes:
    """A line for each person, group by group, numbered from 1."""
    rows = [(name, str(number)) for number, group in enumerate(groups, 1) for name in group]
    return written(HEAD, rows)
