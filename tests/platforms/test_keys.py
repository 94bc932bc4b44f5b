"""The tool's own keys: made once, published without their secret, kept in the process."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from lti_tool.cli import cli
from lti_tool.db import db, utcnow
from lti_tool.platforms.keys import (
    OVERLAP,
    all_keys,
    published_keys,
    rotate_keys,
    signing_key,
    tend_keys,
)
from lti_tool.platforms.models import ToolKey


def test_the_key_set_holds_public_members_only(client: FlaskClient) -> None:
    answer = client.get("/lti/jwks.json")
    (key,) = answer.get_json()["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")


def test_platforms_may_keep_the_key_set_for_five_minutes(client: FlaskClient) -> None:
    answer = client.get("/lti/jwks.json")
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_the_first_key_is_made_once_by_many_threads(app: Flask) -> None:
    def sign(_: int) -> str:
        with app.app_context():
            return signing_key()[0]

    with ThreadPoolExecutor(8) as threads:
        kids = set(threads.map(sign, range(8)))
    assert len(kids) == 1
    assert [key["kid"] for key in published_keys()["keys"]] == list(kids)


def test_the_loaded_key_is_kept(app: Flask) -> None:
    assert signing_key()[1] is signing_key()[1]


def test_the_private_key_does_not_stand_in_the_database_in_the_clear(app: Flask) -> None:
    signing_key()
    kept = db.session.execute(db.text("SELECT private_pem FROM tool_keys")).scalar_one()
    assert "PRIVATE" not in kept


def test_a_retired_key_is_still_published_but_does_not_sign(app: Flask) -> None:
    old, _ = signing_key()
    db.session.query(ToolKey).one().retired_at = utcnow()
    db.session.commit()
    new, _ = signing_key()
    assert new != old
    assert [key["kid"] for key in published_keys()["keys"]] == [new, old]


def test_a_changed_secret_key_leads_to_a_new_signing_key(app: Flask) -> None:
    db.session.execute(
        db.text(
            "INSERT INTO tool_keys (kid, private_pem, created_at)"
            " VALUES ('lost', 'sealed with another secret', '2026-01-01 00:00:00')"
        )
    )
    db.session.commit()
    kid, _ = signing_key()
    assert kid != "lost"
    assert [key["kid"] for key in published_keys()["keys"]] == [kid]


def aged(days: float) -> None:
    """Make every key older."""
    for row in db.session.query(ToolKey):
        row.created_at -= timedelta(days=days)
    db.session.commit()


def test_a_new_key_is_published_before_it_signs(app: Flask) -> None:
    old, _ = signing_key()
    rotate_keys()
    new, published = all_keys()[0].kid, published_keys()["keys"]
    assert [key["kid"] for key in published] == [new, old]
    assert signing_key()[0] == old
    aged(OVERLAP / timedelta(days=1))
    assert signing_key()[0] == new
    assert [key.state for key in all_keys()] == ["signing", "past"]


def test_a_key_that_waits_is_not_overtaken_by_another(app: Flask) -> None:
    rotate_keys()
    rotate_keys()
    assert len(all_keys()) == 2


def test_the_worker_rotates_in_time_and_forgets_the_old_key_at_last(app: Flask) -> None:
    old, _ = signing_key()
    tend_keys()
    assert len(all_keys()) == 1
    aged(91)
    tend_keys()
    assert [key.state for key in all_keys()] == ["next", "signing"]
    aged(0.5)
    tend_keys()
    assert old in {key.kid for key in all_keys()}
    aged(1)
    tend_keys()
    assert [key.state for key in all_keys()] == ["signing"]
    assert old not in {key.kid for key in all_keys()}


def test_the_commands_list_and_rotate(app: Flask) -> None:
    done = CliRunner().invoke(cli, ["keys", "rotate", "--json"], obj=app)
    assert [key["state"] for key in json.loads(done.output)] == ["next", "signing"]
    listed = CliRunner().invoke(cli, ["keys", "list"], obj=app).output
    assert "published, signs soon" in listed
    assert "PRIVATE" not in listed
