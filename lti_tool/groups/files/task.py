"""What the files of `peer-circles groups form` ask for: people, rules, and a search ready to begin.

Plain Python; the search loads NumPy when it begins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from lti_tool.groups import matching
from lti_tool.groups.files.asked import Asked
from lti_tool.groups.files.members import Members
from lti_tool.groups.files.rules import named_rules, rules_of
from lti_tool.groups.files.scores import pair_scores
from lti_tool.groups.files.words import Words, spoken
from lti_tool.groups.matching import Clash, ImpossibleSizes, People, Proposal, Rules
from lti_tool.groups.matching.model import Group
from lti_tool.tables import FileWrong, Table


@dataclass(frozen=True)
class Task:
    """Who shall sit together under which rules, and the door of the engine that `form` opens."""

    people: People
    rules: Rules
    search: Callable[..., Proposal]
    words: Words = field(default_factory=dict)

    def form(self, *, seed: int, tick: Callable[[int, int, float], bool]) -> Proposal:
        """Search. Raises `ImpossibleSizes`, in the words of the table."""
        try:
            return self.search(seed=seed, tick=tick)
        except ImpossibleSizes as impossible:
            raise ImpossibleSizes(spoken(str(impossible), self.words)) from None

    def clashes(self, made: Proposal) -> Sequence[Clash]:
        """Why not every rule holds, as far as that can be proven."""
        found = matching.clashes(self.people, self.rules) if made.broken else ()
        if made.broken and not found:
            proven = matching.proven_clash(self.people, self.rules)
            return [proven] if proven else []
        return found


def of_members(table: Table, asked: Asked, *, size: int, present: tuple[Group, ...]) -> Task:
    """Groups of the people of a table by what their cells say. Raises `FileWrong`."""
    members = Members.of(table, asked)
    people = members.people()
    rules = rules_of(members, people, size=size)._replace(present=present)
    search = partial(matching.form, people, rules, weights=asked.weights)
    words = {name: members.column(name).words for name in asked.answers}
    return Task(people, rules, search, words)


def of_pair_scores(table: Table, asked: Asked, *, size: int, present: tuple[Group, ...]) -> Task:
    """Groups by the scores of their pairs. Raises `FileWrong`."""
    if asked.needed:
        why = f"There is no column {asked.needed[0]!r} beside pair scores."
        raise FileWrong(asked.file, None, why)
    scores = pair_scores(table)
    rules = named_rules(asked, scores.ids, size=size)._replace(present=present)
    search = partial(matching.form_by_pair_scores, scores.ids, scores.rows, rules=rules)
    return Task(People(scores.ids), rules, search)
