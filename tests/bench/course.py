"""A large course as our tool knows it after launches and a roster: for `services`."""

from datetime import timedelta
from typing import TypeVar

from sqlalchemy import delete, event, insert, select

from lti_tool.courses.models import Context, Membership, User
from lti_tool.db import db, utcnow
from lti_tool.gradebook.models import LineItem, OutboxScore
from lti_tool.lti.keys import kid_of, pem_of
from lti_tool.platforms import models
from lti_tool.programme.items import TAG
from lti_tool.programme.models import Grading
from lti_tool.roster.actions import sync
from tests.bench.clients import COMMENT, MAXIMUM, Bench

OF_A_READ = {"roster_reads", "roster_plans"}
"""What every read writes: that it was, and when the next one is due."""
Row = TypeVar("Row")


def prepare(bench: Bench) -> None:
    """Tell our tool of the course and its students, the column known, no score waiting."""
    facts = bench.facts
    db.create_all()
    registration = _kept(
        models.Registration(
            name="Bench", issuer=facts.issuer, client_id=facts.client_id,
            auth_login_url=facts.auth_login_url, auth_token_url=facts.auth_token_url,
            jwks_url=facts.jwks_url, product_family="canvas",
        )
    )  # fmt: skip
    deployment = _kept(
        models.Deployment(registration_id=registration.id, deployment_id=facts.deployment_id)
    )
    context = _kept(
        Context(
            deployment_id=deployment.id, context_id="course", scopes=[*facts.scopes],
            memberships_url=facts.memberships_url, line_items_url=facts.line_items_url,
        )
    )  # fmt: skip
    _kept(Grading(context_id=context.id, sends_since=utcnow()))
    _kept(LineItem(context_id=context.id, tag=TAG, url=facts.line_item_url, score_maximum=MAXIMUM))
    _enrol(bench, context)
    _kept(models.ToolKey(kid=kid_of(bench.key), private_pem=pem_of(bench.key)))
    db.session.commit()


def _enrol(bench: Bench, context: Context) -> None:
    registration_id = context.deployment.registration_id
    users = [{"registration_id": registration_id, "subject": one} for one in bench.scored]
    db.session.execute(insert(User), users)
    members = [
        {"context_id": context.id, "user_id": user, "launch_roles": ["Learner"], "is_learner": True}
        for user in db.session.scalars(select(User.id))
    ]
    db.session.execute(insert(Membership), members)


def rewritten(bench: Bench) -> int:
    """Read the list into the course, then once more: the statements that wrote about people."""
    context_id = db.session.scalars(select(Context.id)).one()
    kept = set(db.session.scalars(select(Membership.id)))
    sync(context_id)
    written: list[str] = []

    def note(*asked: object) -> None:
        words = str(asked[2]).split()
        if words[0] in ("INSERT", "UPDATE", "DELETE") and not {*words} & OF_A_READ:
            written.append(" ".join(words[:3]))

    event.listen(db.engine, "before_cursor_execute", note)
    sync(context_id)
    event.remove(db.engine, "before_cursor_execute", note)
    db.session.execute(delete(Membership).where(Membership.id.not_in(kept)))
    db.session.commit()
    return len(written)


def fill_outbox(bench: Bench) -> None:
    """Every student has earned a score that waits; no access token is known."""
    item = db.session.scalars(select(LineItem.id)).one()
    row = {
        "line_item_id": item, "score_given": 8.0, "score_maximum": MAXIMUM, "comment": COMMENT,
        "decided_at": utcnow().replace(microsecond=0), "state": "waiting",
        "next_try_at": utcnow() - timedelta(minutes=1),
    }  # fmt: skip
    db.session.execute(delete(OutboxScore))
    members = db.session.scalars(select(Membership.id)).all()
    db.session.execute(insert(OutboxScore), [{**row, "membership_id": one} for one in members])
    forget_token(bench)


def forget_token(bench: Bench) -> None:
    """The next call to the platform needs a new access token."""
    db.session.execute(delete(models.AccessToken))
    db.session.commit()
    bench.app.extensions.pop("tokens", None)


def _kept(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
