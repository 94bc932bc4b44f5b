"""The floor: the least Flask tool that makes every check of a launch. Not a product, a yardstick.

RS256 by `cryptography` alone, one INSERT and one commit (the nonce is the primary key, so a
replay fails), state bound to the browser by a cookie. Configuration comes in FLOOR_* variables.
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
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask, abort, redirect, request

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
PLATFORM = json.loads(os.environ["FLOOR_PLATFORM"])
TOOL, FILE = os.environ["FLOOR_URL"], os.environ["FLOOR_FILE"]
SECRET = b"floor"
KEYS: dict[str, object] = {}
own = threading.local()
app = Flask(__name__)


def store() -> sqlite3.Connection:
    if not hasattr(own, "store"):
        own.store = sqlite3.connect(FILE, timeout=10)
        own.store.execute("PRAGMA journal_mode=WAL")
        own.store.execute("PRAGMA synchronous=FULL")
        own.store.execute("CREATE TABLE IF NOT EXISTS visits (nonce TEXT PRIMARY KEY, body TEXT)")
    return own.store


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
    with store() as connection:
        connection.execute("INSERT INTO visits VALUES (?, ?)", (nonce, json.dumps(c)))
    answer = redirect(f"/s/{nonce}/home", 303)
    answer.set_cookie(
        f"__Host-{nonce}", secrets.token_urlsafe(32), secure=True, httponly=True,
        samesite="None", partitioned=True,
    )  # fmt: skip
    return answer
