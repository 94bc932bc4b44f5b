"""A member's look at their own skills."""

from sqlalchemy import UniqueConstraint

from lti_tool.db import Base
from lti_tool.forms.answers import UNIQUE_KEY, Answered


class SkillCheck(Answered, Base):
    """The answers to the form `skills`, given once; its author looks again at the end."""

    __tablename__ = "skill_checks"
    __table_args__ = (UniqueConstraint(*UNIQUE_KEY),)
