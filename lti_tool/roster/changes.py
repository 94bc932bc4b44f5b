"""What a course list changes about who is in a course. Plain rules, for `roster.record`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lti_tool.lti.memberships import Member, Roster

FEWEST_TO_DOUBT = 5
"""In a smaller course a third is one person; fewer people leave one by one."""


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
    members: int
    """How many are in the course by this list."""
    doubt: str
    """Why the list is not believed: `empty`, `shrunken`, `many`, or nothing."""

    def is_confirmed_by(self, missing: Iterable[str]) -> bool:
        """Whether those who left were missing from the last list as well."""
        return {str(one.membership_id) for one in self.left} <= {*missing}


def compare(known: Mapping[str, Known], roster: Roster, *, is_whole: bool = True) -> Changes:
    """Compare a complete list with the memberships we have, by subject.

    Of a list that is not whole, but tells differences, only who is named as gone has left.
    """
    active = {one.subject: one for one in roster.members if one.is_active}
    named = {one.subject for one in roster.members}
    both = [(known[subject], one) for subject, one in active.items() if subject in known]
    gone = [
        one
        for subject, one in known.items()
        if one.is_expected and subject not in active and (is_whole or subject in named)
    ]
    left = tuple(one for one in gone if not one.has_just_come)
    return Changes(
        joined=tuple(one for subject, one in active.items() if subject not in known),
        renamed=tuple(pair for pair in both if _is_renamed(*pair)),
        returned=tuple(pair for pair in both if pair[0].has_left),
        other_roles=tuple(pair for pair in both if pair[0].roster_roles != pair[1].roles.names),
        other_groups=_other_groups(both, roster),
        left=left,
        members=len(active) if is_whole else _members(known, active, left=left),
        doubt=_doubt(
            active if is_whole else known,
            left=len(left),
            expected=sum(one.is_expected for one in known.values()),
        ),
    )


def _members(known: Mapping[str, Known], active: Iterable[str], *, left: Iterable[Known]) -> int:
    """How many there are after these came and those left."""
    gone = {one.membership_id for one in left}
    stay = {
        subject
        for subject, one in known.items()
        if one.is_expected and one.membership_id not in gone
    }
    return len(stay.union(active))


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


def _doubt(people: Mapping[str, object], *, left: int, expected: int) -> str:
    """A list without anybody is an accident, and so, most likely, is a third that vanished.

    Many who vanish at once may have stood on a page that was dropped.
    """
    if not people:
        return "empty"
    if expected >= FEWEST_TO_DOUBT and 3 * left > expected:
        return "shrunken"
    return "many" if left >= FEWEST_TO_DOUBT else ""
