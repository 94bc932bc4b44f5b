"""A bare tool for the tests of the demo LMS: keys, assertions and requests, nothing of ours."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.demo_lms import Course, DemoLms, Form, LineItem, Person
from tests.demo_lms.vocabulary import LINE_ITEM_TYPE, SCOPES, SCORE_TYPE

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ids = itertools.count()


def public_jwks() -> dict[str, Any]:
    """The tool's key set."""
    jwk = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
    return {"keys": [{**jwk, "kid": "tool-1", "alg": "RS256", "use": "sig"}]}


@dataclass
class Tool:
    """Talks to one LMS; `token` is fetched when first needed."""

    lms: DemoLms
    http: requests.Session = field(default_factory=requests.Session)
    token: str = ""

    def assertion(self, *, kid: str = "tool-1", **changes: Any) -> str:
        """A signed assertion; a change to None leaves the claim out."""
        now = int(self.lms.clock().timestamp())
        claims = {
            "iss": self.lms.client_id,
            "sub": self.lms.client_id,
            "aud": self.lms.auth_token_url,
            "iat": now,
            "exp": now + 60,
            "jti": f"assertion-{next(_ids)}",
            **changes,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, KEY, "RS256", headers={"kid": kid})

    def ask_token(self, scope: str = " ".join(SCOPES), **changes: Any) -> requests.Response:
        """A token request."""
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": JWT_BEARER,
            "client_assertion": self.assertion(**changes),
            "scope": scope,
        }
        return self.http.post(self.lms.auth_token_url, data=form, timeout=10)

    def send(self, method: str, url: str, **more: Any) -> requests.Response:
        """A service request with the bearer token."""
        self.token = self.token or self.ask_token().json()["access_token"]
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return self.http.request(method, url, headers=headers, timeout=10, **more)

    def read(self, url: str, media_type: str, **params: Any) -> requests.Response:
        """A GET that accepts one media type."""
        return self.send("GET", url, headers={"Accept": media_type}, params=params)

    def create_column(self, course: Course, **body: Any) -> LineItem:
        """Make a line item over the wire and give the LMS's own object."""
        url = self.lms.temperament.addresses.line_items(course, self.lms.deployment_id)
        whole = {"label": "Participation", "scoreMaximum": 20, **body}
        answer = self.send("POST", url, json=whole, headers={"Content-Type": LINE_ITEM_TYPE})
        assert answer.status_code == 201, answer.text
        return course.line_items[-1]

    def score(
        self, course: Course, item: LineItem, user: Person, *, second: int = 0, **changes: Any
    ) -> requests.Response:
        """Post a full score of ten of twenty, decided at this second of a fixed minute."""
        body = {
            "userId": user.id,
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "timestamp": f"2026-11-01T10:00:{second:02}.000Z",
            "scoreGiven": 10,
            "scoreMaximum": 20,
            **changes,
        }
        kept = {name: value for name, value in body.items() if value is not None}
        return self.post_score(course, item, json.dumps(kept))

    def post_score(self, course: Course, item: LineItem, text: str) -> requests.Response:
        """Post this text to the scores of a line item."""
        path, mark, query = self.lms.line_item_url(course, item).partition("?")
        headers = {"Content-Type": SCORE_TYPE}
        return self.send("POST", f"{path}/scores{mark}{query}", data=text, headers=headers)

    def request_url(self, form: Form, **changes: Any) -> str:
        """The redirect to the authorization endpoint that answers this login initiation."""
        params = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": form["client_id"],
            "redirect_uri": self.lms.registration.redirect_uris[0],
            "login_hint": form["login_hint"],
            "lti_message_hint": form["lti_message_hint"],
            "nonce": "nonce-1",
            "state": "state-1",
            **changes,
        }
        kept = {name: value for name, value in params.items() if value is not None}
        return f"{self.lms.auth_login_url}?{urlencode(kept)}"
