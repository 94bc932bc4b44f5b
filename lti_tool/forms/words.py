"""The sentence beside each box that says who can read it; any page may use it.

It is made by asking the rule that guards the data (`lti_tool.forms.audience`), so that the two
cannot drift, and names the circle as it stands now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from babel.dates import get_day_names
from babel.lists import format_list
from flask_babel import format_decimal, get_locale, gettext, lazy_gettext, ngettext
from markupsafe import Markup

from lti_tool.forms.audience import Share, audience_of
from lti_tool.forms.definition import Audience, Field
from lti_tool.forms.grids import DAYS

NUMBERS = (
    lazy_gettext("no"),
    lazy_gettext("one"),
    lazy_gettext("two"),
    lazy_gettext("three"),
    lazy_gettext("four"),
    lazy_gettext("five"),
    lazy_gettext("six"),
    lazy_gettext("seven"),
)


@dataclass(frozen=True)
class Company:
    """Who sits around the author now: how many group mates, and the name of the teacher.

    `addressees` are the names of those to whom something is sent, joined; empty: not chosen yet.
    `people` are the names of the mates by membership, `chosen` those of them to whom something is
    opened, joined; None: not told here.
    """

    mates: int = 0
    teacher: str = ""
    addressees: str = ""
    people: Mapping[int, str] = field(default_factory=dict)
    chosen: str | None = None


@dataclass(frozen=True)
class AudienceLine:
    """What `parts/audience.html` draws: a glyph and a sentence with the reader in bold."""

    kind: str
    words: Markup


_GLYPHS = {
    Audience.UNNAMED: Audience.GROUP,
    Audience.CHOSEN: Audience.GROUP,
    Audience.ADDRESSED: Audience.FACILITATOR,
    Audience.COURSE: Audience.COHORT,
    Audience.TOGETHER: Audience.COHORT,
    Audience.MUTUAL: Audience.CHOSEN,
    Audience.CIRCLES: Audience.ME,
    Audience.ONCE: Audience.ME,
}
"""Whose sign an audience has that has none of its own."""


def audience_line(field: Field, *, share: Share, company: Company) -> AudienceLine:
    """Who can read the answer to a field, now and under this share choice."""
    return line_for(audience_of(field, share=share), _with_chosen(company, share))


def _with_chosen(company: Company, share: Share) -> Company:
    if share.chosen is None:
        return company
    names = [name for key, name in company.people.items() if key in share.chosen]
    return replace(company, chosen=format_list(names, locale=get_locale()) if names else "")


def line_for(audience: Audience, company: Company) -> AudienceLine:
    """The glyph and the sentence of an audience."""
    return AudienceLine(_GLYPHS.get(audience, audience).value, _SENTENCES[audience](company))


def group_mates(company: Company) -> str:
    """How a page calls the others of the circle: "Your three group mates"."""
    if not company.mates:
        return str(gettext("Your group"))
    words: str = ngettext(
        "Your group mate",
        "Your %(number)s group mates",
        company.mates,
        number=number_word(company.mates),
    )
    return words


def number_word(number: int) -> str:
    """A small number as a word, a large one in digits."""
    return str(NUMBERS[number] if number < len(NUMBERS) else format_decimal(number))


def week() -> list[tuple[str, str, str]]:
    """The days from Monday on: the key of `forms.grids`, the short name, the name in full."""
    short, full = (get_day_names(width, locale=get_locale()) for width in ("abbreviated", "wide"))
    return [(day, short[number], full[number]) for number, day in enumerate(DAYS)]


def _me(company: Company) -> Markup:
    return Markup(
        gettext("Only <strong>you</strong> can read this. Your teacher sees only that it is done.")
    )


def _group(company: Company) -> Markup:
    readers = group_mates(company)
    if not company.mates:
        return Markup(
            gettext(
                "<strong>%(readers)s</strong> can read this as soon as you have one. "
                "Your teacher sees only that it is done.",
                readers=readers,
            )
        )
    # One sentence in English, two where a verb follows the number of those who read.
    return Markup(
        ngettext(
            "<strong>%(readers)s</strong> can read this. Your teacher sees only that it is done.",
            "<strong>%(readers)s</strong> can read this. Your teacher sees only that it is done.",
            company.mates,
            readers=readers,
        )
    )


def _unnamed(company: Company) -> Markup:
    words = gettext(
        "<strong>%(readers)s</strong> read the topic, but not whose it is. "
        "In a group of %(number)s they might guess.",
        readers=group_mates(company),
        number=number_word(company.mates + 1),
    )
    return Markup(words)


def _chosen(company: Company) -> Markup:
    if company.chosen == "":
        return Markup(
            gettext(
                "Nobody can read this now: <strong>those you chose are not in your circle</strong> "
                "any more. Your teacher sees only that it is done."
            )
        )
    if company.chosen:
        words = Markup(
            gettext(
                "Of your circle only <strong>%(names)s</strong> can read this. "
                "Your teacher sees only that it is done."
            )
        )
        return words % {"names": company.chosen}
    return Markup(
        gettext(
            "<strong>The people you chose</strong> can read this. "
            "Your teacher sees only that it is done."
        )
    )


def _facilitator(company: Company) -> Markup:
    words = Markup(gettext("<strong>%(name)s</strong> can read this. Your group cannot."))
    return words % {"name": company.teacher or gettext("Your teacher")}


def _addressed(company: Company) -> Markup:
    words = Markup(gettext("Only <strong>%(names)s</strong> can read this."))
    return words % {"names": company.addressees or gettext("those you send it to")}


def _course(company: Company) -> Markup:
    return Markup(
        gettext(
            "<strong>Everybody who takes part in this course</strong> can read this. "
            "Your teacher cannot."
        )
    )


def _together(company: Company) -> Markup:
    return Markup(
        gettext(
            "Counted when everybody in your circle has answered, and shown "
            "<strong>without names</strong>. In a circle of %(number)s you might guess.",
            number=number_word(company.mates + 1),
        )
    )


def _mutual(company: Company) -> Markup:
    return Markup(
        gettext("Only <strong>those who want to stay in touch too</strong> can read this.")
    )


def _status(company: Company) -> Markup:
    return Markup(gettext("<strong>Your teacher</strong> sees that it is done, and when."))


def _cohort(company: Company) -> Markup:
    return Markup(
        gettext("Counted with everyone in the course. <strong>Nobody sees your answer.</strong>")
    )


def _circles(company: Company) -> Markup:
    return Markup(
        gettext("<strong>Nobody else</strong> can read this. It counts when circles are made.")
    )


def _once(company: Company) -> Markup:
    return Markup(
        gettext(
            "<strong>Nobody else</strong> can read this. "
            "It counts when circles are made, and is deleted afterwards."
        )
    )


_SENTENCES: dict[Audience, Callable[[Company], Markup]] = {
    Audience.ME: _me,
    Audience.GROUP: _group,
    Audience.UNNAMED: _unnamed,
    Audience.CHOSEN: _chosen,
    Audience.FACILITATOR: _facilitator,
    Audience.ADDRESSED: _addressed,
    Audience.COURSE: _course,
    Audience.TOGETHER: _together,
    Audience.MUTUAL: _mutual,
    Audience.STATUS: _status,
    Audience.COHORT: _cohort,
    Audience.CIRCLES: _circles,
    Audience.ONCE: _once,
}
