"""Everything that the page of circles shows, ready to be drawn; for `review.views` alone."""

import functools
from typing import Any

from flask import request

from lti_tool.courses.models import Membership
from lti_tool.courses.words import set_words
from lti_tool.groups.actions import MOST_JUDGED
from lti_tool.groups.circles import LARGEST
from lti_tool.groups.forming.queries import last_forming
from lti_tool.groups.forming.words import ended_words, percent_words, seats_words
from lti_tool.groups.queries import Circle
from lti_tool.groups.ready.queries import ready_sets
from lti_tool.groups.review.effects import Known
from lti_tool.groups.review.forms import read_to
from lti_tool.groups.review.proposals import Proposals, proposals_of
from lti_tool.groups.review.queries import Review, learner_in, members_by_id, number_of
from lti_tool.groups.review.words import (
    bars,
    broken_words,
    change_words,
    heat,
    kept_bars,
    moment_words,
    moved_words,
    names_words,
    way_words,
)
from lti_tool.groups.words import day_words, isolated, sizes_words
from lti_tool.programme.actions import programme_of
from lti_tool.roster.queries import status
from lti_tool.web.circle import Ring, free_seat, seat, staff_ring

WORDS = {
    "bars": bars,
    "broken": broken_words,
    "day": day_words,
    "heat": heat,
    "isolated": isolated,
    "kept_bars": kept_bars,
    "moment": moment_words,
    "names": names_words,
    "percent": percent_words,
    "seats": seats_words,
    "set": set_words,
    "sizes": sizes_words,
    "way": way_words,
}


def desk_of(context_id: int, found: Review) -> dict[str, Any]:
    """What the template needs, by the names that it uses."""
    picked_up = learner_in(context_id, request.args.get("move"))
    asked = Known.of(context_id, found.grouping) if found.learners <= MOST_JUDGED else None
    is_hat = asked is not None and asked.brief.is_hat
    known = None if is_hat or found.grouping is None else asked
    forming = last_forming(context_id)
    is_forming = forming is not None and forming.ended_at is None
    return {
        "review": found,
        "ready": ready_sets(context_id),
        "picked_up": picked_up,
        "to": read_to(request.args) or request.args.get("to", "")[:3],
        "forming": forming if is_forming else None,
        "ended": ended_words(forming) if forming and _matters(forming, found) else None,
        "is_hat": is_hat,
        "roster": status(context_id),
        "places_late": programme_of(context_id).places_late_joiners,
        "page_notices": _said(context_id, found),
        "words": WORDS,
        "full": LARGEST,
        "known": known,
        "foreseen": functools.partial(_foreseen, known),
        "swap_of": functools.partial(_swap_of, known),
        "proposals": _proposals(context_id, found),
        "ring_of": functools.partial(_ring_of, held=picked_up),
    }


def _matters(forming: Any, found: Review) -> bool:
    """Whether how forming ended is still news: nothing was proposed or published after it."""
    grouping = found.grouping
    if forming.grouping_id is not None:
        has_news = forming.outcome == "stopped" or forming.joined or forming.left
        return bool(has_news and grouping and grouping.id == forming.grouping_id)
    if grouping is None:
        return True
    last = max(grouping.created_at, grouping.published_at or grouping.created_at)
    return bool(forming.asked_at >= last)


def _said(context_id: int, found: Review) -> list[tuple[str, str]]:
    moved = learner_in(context_id, request.args.get("moved"))
    if moved is None or found.grouping is None:
        return []
    return [("ok", moved_words(moved, number_of(found.grouping, moved)))]


def _foreseen(known: Known | None, member: Membership) -> list[str]:
    """What putting somebody down in the circle that the address names would change."""
    to = read_to(request.args)
    effects = known.moved(str(member.id), to) if known else []
    return [change_words(one.number, one.before, one.after) for one in effects]


def _swap_of(known: Known | None, circle: Circle) -> dict[str, Any] | None:
    """The best exchange that the search did not make, as it would come out now."""
    kept = circle.group.swap
    effects = known.swapped(kept["leaves"], kept["joins"]) if known and kept else []
    if not effects or not kept:
        return None
    people = members_by_id([int(kept["leaves"]), int(kept["joins"])])
    return {
        "leaves": people[int(kept["leaves"])].user.shown_name,
        "joins": people[int(kept["joins"])].user.shown_name,
        "number": effects[1].number,
        "words": [change_words(one.number, one.before, one.after) for one in effects],
    }


def _proposals(context_id: int, found: Review) -> Proposals | None:
    if found.grouping is None:
        return None
    return proposals_of(found.grouping, found.published, beside=request.args.get("beside"))


def _ring_of(circle: Circle, held: Membership | None) -> Ring:
    """The ring of a circle; whoever is being moved has the thick chair, chairs of the gone stay."""
    seats = [seat(one.user.shown_name, "floor" if one is held else "mate") for one in circle.people]
    return staff_ring([*seats, *[free_seat()] * circle.kept_seats])
