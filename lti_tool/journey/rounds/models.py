"""What one member answered in one round."""

from sqlalchemy import UniqueConstraint

from lti_tool.db import Base
from lti_tool.forms.answers import UNIQUE_KEY, Answered


class RoundAnswer(Answered, Base):
    """The answers of a round, under its key. They are counted with all others, and never shown."""

    __tablename__ = "round_answers"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)
