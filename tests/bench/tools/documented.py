"""pylti1p3 as its documentation shows it for Flask: a yardstick, not a product.

Configuration file read per request, the library's default storage (Flask's signed cookie), no
caching of keys. Configuration comes in DOCUMENTED_* variables.
"""

import os

from flask import Flask, jsonify
from pylti1p3.contrib.flask import FlaskMessageLaunch, FlaskOIDCLogin, FlaskRequest
from pylti1p3.tool_config import ToolConfJsonFile
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
app.secret_key = "documented"
app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)
app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1)  # type: ignore[method-assign]



def tool_config() -> ToolConfJsonFile:
    return ToolConfJsonFile(os.environ["DOCUMENTED_CONFIG"])


@app.route("/lti/login", methods=["GET", "POST"])
def login():  # type: ignore[no-untyped-def]
    request = FlaskRequest()
    return FlaskOIDCLogin(request, tool_config()).redirect(request.get_param("target_link_uri"))


@app.post("/lti/launch")
def launch():  # type: ignore[no-untyped-def]
    message = FlaskMessageLaunch(FlaskRequest(), tool_config())
    data = message.get_launch_data()
    return jsonify({"name": data.get("name", ""), "launch": message.get_launch_id()})
