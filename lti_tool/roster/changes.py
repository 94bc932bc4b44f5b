"""What a course list changes about who is in a course. Plain rules, for `roster.record`."""

from collections.abc import Mapping
from dataclasses import dataclass

from lti_tool.lti.memberships import Member, Roster

FEWEST_TO_DOUBT = 5
"""In a smaller course a third is one person."""


@dataclass(frozen=True, slots=True)
class Known:
    """A membership as we have it."""

    membership_id: int
    user_id: int
    name: str
    given_name: str
    launch_roles: tuple[str, ...]
    roster_roles: tuple[str, ...]
    is_learner: bool
    has_left: bool
    has_just_come: bool
    """Came in after the platform was asked, so the list cannot be missing them."""
    group_ids: tuple[str, ...] = ()

    @property
    def is_expected(self) -> bool:
        """Whether absence from a list means something.

        A preview of a student, an administrator or a guest who launched was never in one.
        """
        return not self.has_left and (self.is_learner or bool(self.roster_roles))


Pair = tuple[Known, Member]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new. One person may be renamed, returned, and have other roles and groups at once."""

    joined: tuple[Member, ...]
    renamed: tuple[Pair, ...]
    returned: tuple[Pair, ...]
    other_roles: tuple[Pair, ...]
    other_groups: tuple[Pair, ...]
    left: tuple[Known, ...]
    doubt: str
    """Why the list is not believed: `empty`, `shrunken`, or nothing."""


def compare(known: Mapping[str, Known], roster: Roster) -> Changes:
    """Compare a complete list with the memberships we have, by subject."""
    active = {one.subject: one for one in roster.members if one.is_active}
    both = [(known[subject], one) for subject, one in active.items() if subject in known]
    gone = [one for subject, one in known.items() if one.is_expected and subject not in active]
    left = tuple(one for one in gone if not one.has_just_come)
    return Changes(
        joined=tuple(one for subject, one in active.items() if subject not in known),
        renamed=tuple(pair for pair in both if _is_renamed(*pair)),
        returned=tuple(pair for pair in both if pair[0].has_left),
        other_roles=tuple(pair for pair in both if pair[0].roster_roles != pair[1].roles.names),
        other_groups=_other_groups(both, roster),
        left=left,
        doubt=_doubt(active, left=len(left), expected=sum(o.is_expected for o in known.values())),
    )


def _is_renamed(old: Known, new: Member) -> bool:
    """A platform that keeps names to itself does not take away those we know."""
    name, given_name = new.name or old.name, new.given_name or old.given_name
    return (old.name, old.given_name) != (name, given_name)


def _other_groups(both: list[Pair], roster: Roster) -> tuple[Pair, ...]:
    """A list that names no group at all is one of a platform that does not say."""
    if all(one.groups is None for one in roster.members):
        return ()
    return tuple(
        (old, new)
        for old, new in both
        if old.group_ids != (new.groups or ()) and not old.has_just_come
    )


def _doubt(active: Mapping[str, Member], *, left: int, expected: int) -> str:
    """A list without anybody is an accident, and so, most likely, is a third that vanished."""
    if not active:
        return "empty"
    return "shrunken" if expected >= FEWEST_TO_DOUBT and 3 * left > expected else ""
