"""The one question whether somebody takes part, on its way to the page and back."""

from collections.abc import Collection
from dataclasses import replace

from flask_babel import gettext as _

from lti_tool.forms.definition import Form, Option
from lti_tool.forms.fields import DrawnField
from lti_tool.forms.kinds import Sent
from lti_tool.forms.made import choice, drawn, drawn_again, made, plain
from lti_tool.forms.reading import Submission, read
from lti_tool.groups.taking_part.queries import Part
from lti_tool.programme.outline.extras import EXTRAS, REFLECTIONS
from lti_tool.programme.outline.models import OPT_OUT

YES, NO = "yes", "no"


def read_part(sent: Sent) -> Submission:
    """What somebody said; it must be one of the two."""
    found = read(_form(), sent)
    if not found.errors and not found.values["part"]:
        return replace(found, errors={"part": _("Choose one of the two.")})
    return found


def part_fields(
    part: Part, sent: Submission | None = None, *, uses: Collection[str] = EXTRAS
) -> tuple[DrawnField, ...]:
    """The question in a course with these extras.

    Where everybody takes part who does not say no, yes is chosen already.
    """
    form = _form(uses)
    if sent:
        return drawn_again(form, sent, 0).fields
    usual = YES if part.joining == OPT_OUT else ""
    said = {True: YES, False: NO, None: usual}[part.says_yes]
    return drawn(form, {"part": said}, 0).fields


def _form(uses: Collection[str] = EXTRAS) -> Form:
    yes = _("You get a seat in a circle. You can leave at any time, and need no reason.")
    no = _("You set a goal and look back by yourself, for the same credit. Nobody is told why.")
    if REFLECTIONS not in uses:
        no = _("You set a goal and work by yourself, for the same credit. Nobody is told why.")
    return made(
        choice(
            "part",
            _("Do you take part in a circle?"),
            [Option(YES, plain(_("Yes, I take part")), plain(yes)),
             Option(NO, plain(_("No, I work on my own")), plain(no))],
        )
    )  # fmt: skip
