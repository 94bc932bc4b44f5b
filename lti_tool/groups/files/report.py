"""What `peer-circles groups form` says of what it made: lines for people, JSON for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from lti_tool.groups.files import words
from lti_tool.groups.files.task import Task
from lti_tool.groups.matching import Circle, Clash, Proposal


def lines(task: Task, made: Proposal, *, out: object, explain: bool) -> Iterator[str]:
    """What was made, how good it is, and each group where that was asked for."""
    sizes = sorted({len(group) for group in made.groups})
    of = " to ".join(str(size) for size in dict.fromkeys([*sizes[:1], *sizes[-1:]]))
    yield f"{len(task.people.ids)} people in {len(made.groups)} groups of {of}, in {out}."
    if any(circle.points for circle in made.circles):
        yield f"{made.score:.0f} points on average{_best(made)}."
    if task.rules.wishes:
        yield _wishes(task, made)
    if explain:
        yield from words.explained(made)


def complaints(task: Task, made: Proposal, clashes: Sequence[Clash]) -> Iterator[str]:
    """Every broken rule, then why, as far as that is known."""
    for one in made.broken:
        yield words.broken(one, task.words)
    for clash in clashes:
        yield words.spoken(clash.why, task.words)
    if made.broken and not clashes:
        yield "Whether all rules can hold at once is not known; another seed may tell."


def as_json(task: Task, made: Proposal, clashes: Sequence[Clash], *, explain: bool) -> Any:
    """The same for a program; ids are those of the table."""
    shown = {
        "people": len(task.people.ids),
        "groups": len(made.groups),
        "score": round(made.score, 2),
        "proven": made.proven,
        "stopped": made.stopped,
        "broken": [{**one._asdict(), "says": words.broken(one, task.words)} for one in made.broken],
        "clashes": [{"rules": one.rules, "members": one.members} for one in clashes],
    }
    circles = {"circles": [_circle(one) for one in made.circles]} if explain else {}
    return shown | circles


def _circle(circle: Circle) -> dict[str, Any]:
    return {
        "members": circle.members,
        "score": round(circle.score, 2),
        "points": {name: round(points, 2) for name, points in circle.points.items()},
        "swap": circle.swap._asdict() if circle.swap else None,
    }


def _best(made: Proposal) -> str:
    if made.stopped:
        return ", stopped early"
    return ", and no other groups do better" if made.proven else ""


def _wishes(task: Task, made: Proposal) -> str:
    place = {name: number for number, group in enumerate(made.groups) for name in group}
    wishes = task.rules.wishes
    kept = sum(place.get(one) == place.get(other) for one, other in wishes)
    return f"{kept} of {len(wishes)} wishes are fulfilled."
