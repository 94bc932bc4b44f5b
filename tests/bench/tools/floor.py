"""The floor: the least Flask tool that makes every check of a launch. Not a product, a yardstick.

RS256 by `cryptography` alone, one INSERT and one commit (the nonce is the primary key, so a
replay fails), state bound to the browser by a cookie. Configuration comes in FLOOR_* variables:
FLOOR_DATABASE is an address of PostgreSQL, or the path of a SQLite file.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import sqlite3
import threading
import time
import urllib.request
from collections.abc import Callable
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask, abort, redirect, request

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
PLATFORM = json.loads(os.environ["FLOOR_PLATFORM"])
TOOL, DATABASE = os.environ["FLOOR_URL"], os.environ["FLOOR_DATABASE"]
TABLE = "CREATE TABLE IF NOT EXISTS visits (nonce TEXT PRIMARY KEY, body TEXT)"
SECRET = b"floor"
KEYS: dict[str, object] = {}
own = threading.local()
app = Flask(__name__)


def keep(nonce: str, body: str) -> None:
    """One INSERT, one commit; a connection of each thread's own."""
    if not hasattr(own, "keep"):
        own.keep = in_postgres() if DATABASE.startswith("postgresql") else in_sqlite()
    own.keep((nonce, body))


def in_sqlite() -> Callable[[tuple[str, str]], None]:
    connection = sqlite3.connect(DATABASE, timeout=10)
    for line in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", TABLE):
        connection.execute(line)

    def insert(row: tuple[str, str]) -> None:
        with connection:
            connection.execute("INSERT INTO visits VALUES (?, ?)", row)

    return insert


def in_postgres() -> Callable[[tuple[str, str]], None]:
    import psycopg  # noqa: PLC0415  only where PostgreSQL is measured

    connection = psycopg.connect(DATABASE, autocommit=True)

    def insert(row: tuple[str, str]) -> None:
        connection.execute("INSERT INTO visits VALUES (%s, %s)", row)

    return insert


def number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big")


def key(kid: str):  # type: ignore[no-untyped-def]
    if kid not in KEYS:
        with urllib.request.urlopen(PLATFORM["jwks_url"], timeout=5) as answer:
            for one in json.load(answer)["keys"]:
                KEYS[one["kid"]] = RSAPublicNumbers(number(one["e"]), number(one["n"])).public_key()
    return KEYS[kid]


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def sign(text: str) -> str:
    return hmac.new(SECRET, text.encode(), hashlib.sha256).hexdigest()


@app.route("/lti/login", methods=["GET", "POST"])
def login():  # type: ignore[no-untyped-def]
    params = request.values
    if params["iss"] != PLATFORM["issuer"] or params["client_id"] != PLATFORM["client_id"]:
        abort(403)
    nonce, cookie = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
    body = f"{nonce}.{hashlib.sha256(cookie.encode()).hexdigest()}.{int(time.time())}"
    query = {
        "scope": "openid", "response_type": "id_token", "response_mode": "form_post",
        "prompt": "none", "client_id": PLATFORM["client_id"], "redirect_uri": f"{TOOL}/lti/launch",
        "state": f"{body}.{sign(body)}", "nonce": nonce, "login_hint": params["login_hint"],
        "lti_message_hint": params.get("lti_message_hint", ""),
    }  # fmt: skip
    answer = redirect(f"{PLATFORM['auth_login_url']}?{urlencode(query)}")
    answer.set_cookie(
        f"__Host-{nonce}", cookie, secure=True, httponly=True, samesite="None", partitioned=True
    )
    return answer


@app.post("/lti/launch")
def launch():  # type: ignore[no-untyped-def]
    body, _, mac = request.form["state"].rpartition(".")
    nonce, binding, made = body.split(".")
    cookie = request.cookies.get(f"__Host-{nonce}", "")
    bound = hmac.compare_digest(binding, hashlib.sha256(cookie.encode()).hexdigest())
    if not hmac.compare_digest(mac, sign(body)) or not bound or int(made) + 600 < time.time():
        abort(401)
    head, claims, signature = request.form["id_token"].split(".")
    header, c = json.loads(decode(head)), json.loads(decode(claims))
    if header["alg"] != "RS256":
        abort(401)
    key(header["kid"]).verify(decode(signature), f"{head}.{claims}".encode(), PKCS1v15(), SHA256())
    now = time.time()
    good = (
        c["iss"] == PLATFORM["issuer"] and c["aud"] == PLATFORM["client_id"]
        and c["nonce"] == nonce and c["exp"] > now - 60 and c["iat"] < now + 60
        and c[LTI + "version"] == "1.3.0" and c[LTI + "message_type"] == "LtiResourceLinkRequest"
        and c[LTI + "deployment_id"] == PLATFORM["deployment_id"]
        and c[LTI + "target_link_uri"].startswith(TOOL) and c["sub"]
        and c[LTI + "resource_link"]["id"] and isinstance(c[LTI + "roles"], list)
    )  # fmt: skip
    if not good:
        abort(401)
    keep(nonce, json.dumps(c))
    answer = redirect(f"/s/{nonce}/home", 303)
    answer.set_cookie(
        f"__Host-{nonce}", secrets.token_urlsafe(32), secure=True, httponly=True,
        samesite="None", partitioned=True,
    )  # fmt: skip
    return answer
