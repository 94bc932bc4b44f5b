"""From what was done to a score: plain Python, so that anybody can check it by hand.

The one place where participation becomes a number; the sentences that people read are made from the
same `Standing`. It knows what was done and when, never what was written, how well, or by others.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

DECIMALS = 2
COMPLETION, POINTS, BUNDLES, PASS, FORMATIVE = MODELS = (
    "completion", "points", "bundles", "pass", "formative",
)  # fmt: skip
FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of item counts; `points`, `most` and `weekly` hold in the model `points`."""

    key: str
    is_alone: bool = True
    """Whether it can be done without others. What cannot keeps its credit wherever it was done."""
    points: float = 1.0
    most: float = float("inf")
    """Points that this kind gives at most."""
    weekly: float = float("inf")
    """Points that it gives at most in one week."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A level that is reached by doing all of `needs`, pieces by kind; worth `share` of the points.

    Nobody needs more of a kind than they are asked for.
    """

    key: str
    share: float
    needs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts in a course, and how it becomes a score of at most `maximum`."""

    kinds: tuple[Kind, ...]
    maximum: float
    model: str = COMPLETION
    free: int = 0
    """In `completion`: how many items may be missed without losing anything."""
    full: float = 20.0
    """In `points`: how many give everything."""
    minimum: int = 5
    """In `pass`: how many items are enough."""
    bundles: tuple[Bundle, ...] = ()
    """In `bundles`: the levels."""
    is_apart: bool = False
    """Whether each kind is scored by itself, out of `maximum` each, for a column of its own."""

    def __post_init__(self) -> None:
        """Raise ValueError where a rule makes no sense."""
        if not self.maximum >= 0 or self.free < 0 or self.model not in MODELS:
            raise ValueError("maximum and free are 0 or more, and the model is one of ours")


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that a member is asked to do; without `due_at` it is due from the start.

    Without a `piece`, any act of its item does it. Who is excused neither counts nor is counted
    against: it was blocked by others.
    """

    item: str
    piece: str = ""
    due_at: datetime | None = None
    is_excused: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a member has done."""

    item: str
    piece: str
    at: datetime


Thing = TypeVar("Thing", Duty, Act)


@dataclass(frozen=True, slots=True)
class Line:
    """How one kind of item stands: `done` of `due` so far, of `asked` in the whole programme."""

    item: str
    done: int
    due: int
    excused: int = 0
    asked: int = 0
    points: float = 0.0
    """What the acts of this kind give in the model `points`."""
    possible: float = 0.0
    """What this kind can give there."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands: `given` of `maximum` points for `done` of `due` items.

    `free` is how many items may be missed without losing anything, `excused` how many do not
    count because others were in the way.
    """

    given: float
    maximum: float
    done: int
    due: int
    free: int = 0
    excused: int = 0
    model: str = COMPLETION
    level: str = ""
    """The key of the bundle that is reached."""
    reached: float = 0.0
    needed: float = 0.0
    """What is counted towards the whole in `points` and `pass`."""
    begins_at: datetime | None = None
    """When the first item is due, as long as none is."""
    changes_at: datetime | None = None
    """When the next item becomes due; until then only acts change anything."""
    lines: tuple[Line, ...] = field(default=(), compare=False)
    """The same, kind by kind."""

    @property
    def is_sent(self) -> bool:
        """Whether there is something to send: never a zero, never before the first item is due."""
        return self.given > 0 and self.begins_at is None


DAYS = ("begins_at", "changes_at")
COUNTS = tuple(one.name for one in fields(Standing) if one.compare and one.name not in DAYS)
"""The fields of a standing that are numbers and keys."""


def score(
    rules: Rules, duties: Iterable[Duty], acts: Iterable[Act], *, since: datetime, now: datetime
) -> Standing:
    """How a member stands who has taken part `since` then.

    What was due before that is not asked of them. Never negative, never above the maximum; one
    act more never gives less.
    """
    asked = _by_item(one for one in duties if one.due_at is None or one.due_at > since)
    done = _by_item(acts)
    lines = tuple(
        _line(kind, asked.get(kind.key, []), done.get(kind.key, []), now) for kind in rules.kinds
    )
    days = _days([one for line in lines for one in asked.get(line.item, ())], now)
    together = _standing(rules, lines, days)
    return _added_up(rules, together) if rules.is_apart else together


def part(rules: Rules, standing: Standing, item: str) -> Standing:
    """How somebody stands in one kind alone, by the same rules: what its own column holds.

    What they did though they were excused counts as if it had been asked for.
    """
    there = (one for one in standing.lines if one.item == item and (one.asked or one.done))
    own = (replace(one, asked=max(one.asked, one.done), possible=max(one.possible, one.points))
           for one in there)  # fmt: skip
    return _standing(rules, tuple(own), {name: getattr(standing, name) for name in DAYS})


def _added_up(rules: Rules, together: Standing) -> Standing:
    """The sum of all kinds that are asked for, or were done."""
    there = [line.item for line in together.lines if line.asked or line.done]
    given = sum(part(rules, together, item).given for item in there)
    maximum = rules.maximum * max(len(there), 1)
    return replace(together, given=min(round(given, DECIMALS), maximum), maximum=maximum)


def _standing(rules: Rules, lines: tuple[Line, ...], days: Mapping[str, Any]) -> Standing:
    given, facts = _MODELS[rules.model](rules, lines)
    return Standing(
        given=max(0.0, min(round(given * rules.maximum, DECIMALS), rules.maximum)),
        maximum=rules.maximum,
        done=sum(line.done for line in lines),
        due=sum(line.due for line in lines),
        excused=sum(line.excused for line in lines),
        model=rules.model,
        lines=lines,
        **days,
        **facts,
    )


def _by_item(things: Iterable[Thing]) -> dict[str, list[Thing]]:
    found: defaultdict[str, list[Thing]] = defaultdict(list)
    for one in things:
        found[one.item].append(one)
    return found


def _line(kind: Kind, duties: list[Duty], acts: list[Act], now: datetime) -> Line:
    """Duties with a piece are met by that piece, then the others by what is left, the first due
    first; acts that nobody asked for count only where they could not be done at will."""
    left = {act.piece for act in acts}
    done = excused = due = ahead = 0
    for duty in sorted(duties, key=_named_first):
        piece = duty.piece or next(iter(left), None)
        if piece in left:
            left.remove(piece)
            done += 1
        elif duty.is_excused:
            excused += 1
        elif duty.due_at is None or duty.due_at <= now:
            due += 1
        else:
            ahead += 1
    done += 0 if kind.is_alone else len(left)
    asked = sum(1 for duty in duties if not duty.is_excused)
    earned, possible = _earned(kind, acts), min(kind.points * asked, kind.most)
    return Line(kind.key, done, done + due, excused, asked, earned, possible)


def _named_first(duty: Duty) -> tuple[bool, datetime, bool]:
    return (not duty.piece, duty.due_at or FIRST, duty.is_excused)


def _earned(kind: Kind, acts: list[Act]) -> float:
    """The points of these acts, each piece once, capped a week and over all."""
    if kind.weekly == float("inf"):
        return min(kind.points * len({act.piece for act in acts}), kind.most)
    first: dict[str, datetime] = {}
    for act in acts:
        first[act.piece] = min(act.at, first.get(act.piece, act.at))
    weeks = Counter(at.isocalendar()[:2] for at in first.values())
    capped = (min(kind.points * number, kind.weekly) for number in weeks.values())
    return min(sum(capped), kind.most)


def _days(duties: list[Duty], now: datetime) -> dict[str, Any]:
    """When the first item is due, if none is yet; and when the next one is."""
    counted = [one.due_at for one in duties if not one.is_excused]
    ahead = min((day for day in counted if day is not None and day > now), default=None)
    has_begun = any(day is None or day <= now for day in counted)
    return {"begins_at": None if has_begun else ahead, "changes_at": ahead}


Found = tuple[float, dict[str, Any]]
"""The share of the points, from 0 to 1 and maybe more, and what else the model tells."""


def _completion(rules: Rules, lines: Sequence[Line]) -> Found:
    """Each item that is due counts the same, and a free miss counts as done."""
    done, due = sum(line.done for line in lines), sum(line.due for line in lines)
    share = min(done + rules.free, due) / due if due and done else 0.0
    return share, {"free": rules.free}


def _points(rules: Rules, lines: Sequence[Line]) -> Found:
    """Points of all acts towards what is needed, which is never more than one is asked for."""
    reached, possible = sum(line.points for line in lines), sum(line.possible for line in lines)
    needed = min(rules.full, possible) if possible else rules.full
    share = min(reached / needed, 1.0) if needed > 0 else 0.0
    return share, {"reached": reached, "needed": needed}


def _pass(rules: Rules, lines: Sequence[Line]) -> Found:
    """All or nothing: enough items, never more than one is asked for."""
    done, asked = sum(line.done for line in lines), sum(line.asked for line in lines)
    needed = min(rules.minimum, asked) if asked else rules.minimum
    return float(done >= max(needed, 1)), {"reached": done, "needed": needed}


def _bundles(rules: Rules, lines: Sequence[Line]) -> Found:
    """The worth of the best level whose needs are all met."""
    met = [one for one in rules.bundles if _is_met(one, lines)]
    best = max(met, key=lambda one: one.share, default=None)
    return (best.share, {"level": best.key}) if best else (0.0, {})


def _is_met(bundle: Bundle, lines: Sequence[Line]) -> bool:
    """Nobody needs more than they are asked for; of nothing that is asked for, nothing is met."""
    needed = [(line.done, min(bundle.needs.get(line.item, 0), line.asked)) for line in lines]
    return any(need for _, need in needed) and all(done >= need for done, need in needed)


_MODELS: dict[str, Callable[[Rules, Sequence[Line]], Found]] = {
    COMPLETION: _completion,
    POINTS: _points,
    BUNDLES: _bundles,
    PASS: _pass,
    FORMATIVE: lambda rules, lines: (0.0, {}),  # for the students themselves
}
