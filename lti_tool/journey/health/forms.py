"""The form of a health check, on its way to the page and back."""

from dataclasses import replace

from lti_tool.forms.audience import Share
from lti_tool.forms.fields import DrawnField, draw, draw_again
from lti_tool.forms.kinds import Sent
from lti_tool.forms.reading import Submission, read
from lti_tool.forms.shelf import form
from lti_tool.forms.words import AudienceLine, Company, audience_line
from lti_tool.journey.circle.queries import Seated
from lti_tool.journey.health.models import HealthAnswer


def health_fields(
    at: Seated, kept: HealthAnswer | None = None, sent: Submission | None = None
) -> tuple[DrawnField, ...]:
    """The questions, as they were answered before or are sent again; see `readers_line`."""
    made, company = form("health"), Company(mates=len(at.mates))
    kept_answers = kept.chosen if kept else {}
    drawn = draw_again(made, sent, company) if sent else draw(made, kept_answers, company)
    return tuple(replace(one, audience=None) for one in drawn.fields)


def readers_line(at: Seated) -> AudienceLine:
    """Who sees what of the answers: the same for all of them, so the page says it once."""
    first = form("health").fields[0]
    return audience_line(first, share=Share(), company=Company(mates=len(at.mates)))


def read_health(sent: Sent) -> Submission:
    """What was sent."""
    return read(form("health"), sent)
