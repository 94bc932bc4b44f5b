"""The outline of a course's programme, as its staff chose it; and whether it is open."""

from datetime import date, datetime
from typing import Literal

from flask_babel import lazy_gettext
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.courses.design import Designed, one_of, some_of, text, whole
from lti_tool.programme.outline.dates import LONGEST_KEPT, WEEKS
from lti_tool.programme.outline.extras import EXTRAS, others
from lti_tool.programme.outline.kinds import load_kinds, load_objectives
from lti_tool.web.config import config_dirs
from lti_tool.web.languages import LANGUAGES

State = Literal["preparing", "open", "closed"]
EVERYBODY, OPT_OUT, OPT_IN = "everybody", "opt_out", "opt_in"


class Outline(Designed):
    """One row a course, made with good defaults when staff first come in.

    Apart from `Programme`, whose numbers other pages write: the version here belongs to the
    pages of set-up, so that of two who change the same both are shown.
    """

    __tablename__ = "outlines"
    __table_args__ = (UniqueConstraint("context_id"),)

    named = lazy_gettext("What the programme is for, its kind and its rhythm.")
    travels = (
        "template", "kind", "objectives", "own_objective", "weeks", "survey_days",
        "rhythm", "minutes", "languages", "support", "joining", "keeps_days", "without",
    )  # fmt: skip
    section = "outline"
    checks = {  # noqa: RUF012
        "template": text(80),
        "kind": one_of(lambda: load_kinds(config_dirs())),
        "objectives": some_of(lambda: load_objectives(config_dirs()), most=3),
        "own_objective": text(120),
        "weeks": whole(1, 52),
        "survey_days": whole(1, 60),
        "rhythm": one_of(lambda: WEEKS),
        "minutes": whole(15, 180),
        "languages": some_of(lambda: LANGUAGES, least=1),
        "support": text(1000),
        "joining": one_of(lambda: (EVERYBODY, OPT_OUT, OPT_IN)),
        "keeps_days": whole(1, LONGEST_KEPT),
        "without": some_of(lambda: EXTRAS),
    }
    stays = ("course_link", "starts_on", "ends_on", "opened_at", "closed_at", "version")

    id: Mapped[int] = mapped_column(primary_key=True)
    template: Mapped[str] = mapped_column(default="semester")
    """What it began with: the name of a file of `config/programmes`, or a title of one's own."""
    kind: Mapped[str] = mapped_column(default="group")
    """A name of `config/kinds.toml`."""
    objectives: Mapped[list[str]] = mapped_column(default=lambda: ["belonging", "goals"])
    """Names of `config/objectives.toml`, three at most."""
    own_objective: Mapped[str] = mapped_column(default="")
    weeks: Mapped[int] = mapped_column(default=14)
    """How long it lasts where nobody says when it ends."""
    survey_days: Mapped[int] = mapped_column(default=7)
    """How long members may answer before circles are made."""
    rhythm: Mapped[str] = mapped_column(default="fortnightly")
    """A line of the form `meetings`."""
    minutes: Mapped[int] = mapped_column(default=50)
    languages: Mapped[list[str]] = mapped_column(default=lambda: list(LANGUAGES))
    """In which of our languages the programme is announced."""
    support: Mapped[str] = mapped_column(default="")
    """Whom members of this course can turn to, a line each; read by everybody in it."""
    joining: Mapped[str] = mapped_column(default=EVERYBODY)
    """Who takes part: `everybody`, whoever does not say no (`opt_out`), who says yes (`opt_in`)."""
    keeps_days: Mapped[int | None]
    """How long words are kept after the end; None: as `config/retention.toml` has it."""
    without: Mapped[list[str]] = mapped_column(default=list)
    """The extras that staff left out, by their names in `extras`."""
    course_link: Mapped[str] = mapped_column(default="")
    """Where the course is found; empty: where the last launch said that one comes back to."""
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def state(self) -> State:
        """In preparation until staff open it; closed until they open it again."""
        if self.closed_at:
            return "closed"
        return "open" if self.opened_at else "preparing"

    @property
    def uses(self) -> frozenset[str]:
        """The extras that members of this course find."""
        return frozenset(others(self.without))

    @property
    def key(self) -> str:
        """A course has one, so its address needs no key."""
        return ""
