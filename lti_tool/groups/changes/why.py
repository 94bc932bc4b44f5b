"""Why a member sits in this circle, in plain words: only from what each agreed to share.

A sentence names somebody only for a column that this very person opened to the circle, and that
the reader opened too. What was answered in private, or by others, is in none.
"""

from collections.abc import Iterator, Sequence

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from lti_tool.courses.models import Membership
from lti_tool.groups.brief.queries import Brief, brief_of
from lti_tool.groups.models import PeerGroup
from lti_tool.groups.plan.choices import EXCHANGE
from lti_tool.groups.queries import is_here
from lti_tool.groups.words import isolated

MOST = 6
"""Sentences; a circle wants reasons, not a report."""


def why_words(member: Membership, circle: PeerGroup) -> list[str]:
    """The reasons that may be told, the strongest kind first; none where nothing was opened."""
    people = [one.membership for one in circle.seats if is_here(one.membership)]
    mates = [one for one in people if one.id != member.id]
    told = _Told(brief_of(member.context_id), member)
    return [*told.give_and_take(mates), *told.in_common(mates)][:MOST]


class _Told:
    """What a member may be told of mates."""

    def __init__(self, brief: Brief, me: Membership) -> None:
        self._brief, self._me = brief, me
        self._place = {name: number for number, name in enumerate(brief.people.ids)}

    def give_and_take(self, mates: Sequence[Membership]) -> Iterator[str]:
        """Topics with which one can help the other."""
        offers, wants = self._brief.people.offers, self._brief.people.wants
        for mate in self._open(mates, EXCHANGE):
            name = isolated(mate.user.short_name)
            if topics := self._words(EXCHANGE, self._of(offers, mate) & self._of(wants, self._me)):
                yield _("%(name)s can help you with: %(topics)s.", name=name, topics=topics)
            if topics := self._words(EXCHANGE, self._of(offers, self._me) & self._of(wants, mate)):
                yield _("You can help %(name)s with: %(topics)s.", name=name, topics=topics)

    def in_common(self, mates: Sequence[Membership]) -> Iterator[str]:
        """Choices that the reader shares with somebody."""
        for column, answers in self._brief.people.sets.items():
            for mate in self._open(mates, column):
                both = self._of(answers, self._me) & self._of(answers, mate)
                if what := self._words(column, both):
                    name = isolated(mate.user.short_name)
                    yield _("You and %(name)s have in common: %(what)s.", name=name, what=what)

    def _open(self, mates: Sequence[Membership], column: str) -> list[Membership]:
        """Those who opened this column to their circle; nobody unless the reader did too."""
        opened = self._brief.open_to_mates
        people = [one for one in mates if column in opened.get(str(one.id), ())]
        return people if column in opened.get(str(self._me.id), ()) else []

    def _of(self, answers: Sequence[int | None], member: Membership) -> int:
        place = self._place.get(str(member.id))
        return (answers[place] or 0) if answers and place is not None else 0

    def _words(self, column: str, mask: int) -> str:
        words = self._brief.words.get(column, {})
        told = [word for bit, word in words.items() if mask >> bit & 1]
        return format_list(told, locale=get_locale()) if told else ""
