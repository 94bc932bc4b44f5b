"""pylti1p3 as its documentation shows it for Flask: a yardstick, not a product.

Configuration file read per request and no caching of keys. Launch data goes where the README's
Flask example puts it: into a cache, here Redis; without DOCUMENTED_REDIS into the library's
default, Flask's signed cookie. Configuration comes in DOCUMENTED_* variables.
"""

import json
import os
from typing import Any

from flask import Flask, jsonify
from pylti1p3.contrib.flask import (
    FlaskCacheDataStorage,
    FlaskMessageLaunch,
    FlaskOIDCLogin,
    FlaskRequest,
)
from pylti1p3.tool_config import ToolConfJsonFile
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
app.secret_key = "documented"
app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1)  # type: ignore[method-assign]


class RedisCache:
    """The two calls that the library makes to a cache, with nothing in between."""

    def __init__(self, url: str) -> None:
        import redis  # noqa: PLC0415  only this variant needs it

        self._redis = redis.Redis.from_url(url)

    def get(self, key: str) -> Any:
        value = self._redis.get(key)
        return None if value is None else json.loads(value)

    def set(self, key: str, value: Any, timeout: int | None = None) -> None:
        self._redis.set(key, json.dumps(value), ex=timeout)


cache = RedisCache(os.environ["DOCUMENTED_REDIS"]) if "DOCUMENTED_REDIS" in os.environ else None


def tool_config() -> ToolConfJsonFile:
    return ToolConfJsonFile(os.environ["DOCUMENTED_CONFIG"])


def storage() -> FlaskCacheDataStorage | None:
    return FlaskCacheDataStorage(cache) if cache else None


@app.route("/lti/login", methods=["GET", "POST"])
def login():  # type: ignore[no-untyped-def]
    request = FlaskRequest()
    start = FlaskOIDCLogin(request, tool_config(), launch_data_storage=storage())
    return start.redirect(request.get_param("target_link_uri"))


@app.post("/lti/launch")
def launch():  # type: ignore[no-untyped-def]
    message = FlaskMessageLaunch(FlaskRequest(), tool_config(), launch_data_storage=storage())
    data = message.get_launch_data()
    return jsonify({"name": data.get("name", ""), "launch": message.get_launch_id()})
