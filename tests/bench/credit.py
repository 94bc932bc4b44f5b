"""What scoring costs: many students, fifty lines of the ledger each, from lines to a standing."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import process_time

from lti_tool.programme.items import participation
from lti_tool.programme.scoring import COMPLETION, POINTS, Act, Duty, Rules, score
from lti_tool.settings import shipped

START = datetime(2026, 9, 1, tzinfo=UTC)
NOW = START + timedelta(weeks=16)
EVENTS = 50
DIFFERENT = 200
"""Students whose lines differ; after that they come again."""
Line = tuple[str, str, datetime]
Student = tuple[Sequence[Duty], Sequence[Line]]


@dataclass(frozen=True)
class Scoring:
    """Seconds of one core for `students`, with EVENTS lines each, and for a tenth of them."""

    model: str
    students: int
    seconds: float
    tenth: float

    @property
    def events(self) -> int:
        """Lines that were scored."""
        return self.students * EVENTS

    @property
    def ratio(self) -> float:
        """Cost of a student among many to the cost of one among a tenth: 1 is linear."""
        return self.seconds / self.tenth / 10


def measure(students: int) -> list[Scoring]:
    """Score so many students, by items and by points with weekly caps."""
    found, different = [], [_student(seed) for seed in range(DIFFERENT)]
    for model in (COMPLETION, POINTS):
        rules = _rules(model)
        tenth = _seconds(rules, different, students // 10)
        found.append(Scoring(model, students, _seconds(rules, different, students), tenth))
    return found


def _seconds(rules: Rules, different: Sequence[Student], students: int) -> float:
    started = process_time()
    for i in range(students):
        duties, lines = different[i % DIFFERENT]
        score(rules, duties, [Act(*line) for line in lines], since=START, now=NOW)
    return process_time() - started


def _rules(model: str) -> Rules:
    kinds = tuple(item.kind for item in participation((shipped("config"),)).items)
    return Rules(kinds, 5.0, model, free=1)


def _student(seed: int) -> Student:
    """Twelve meetings, a reflection each fortnight, five lessons, and the rest once."""
    chance = random.Random(seed)
    kinds = [kind.key for kind in _rules(COMPLETION).kinds]
    weekly = [Duty("meeting", f"m{i}", START + timedelta(weeks=i)) for i in range(12)]
    fortnightly = [Duty("reflection", due_at=START + timedelta(weeks=2 * i)) for i in range(8)]
    once = [Duty(key) for key in kinds if key not in ("meeting", "reflection")]
    lines = [
        (chance.choice(kinds), f"m{chance.randrange(12)}", START + timedelta(hours=40 * i))
        for i in range(EVENTS)
    ]
    return [*weekly, *fortnightly, *once], lines
