"""The door: login initiation, launch, our public keys; and where each person lands.

LTI Core 1.3, 5. The answer to a launch is a redirect: the page behind it is an ordinary one.
"""

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from lti_tool.courses.actions import choose_language
from lti_tool.errors import LaunchMalformed
from lti_tool.launch.actions import Opened, begin_visit
from lti_tool.launch.session import COOKIE, members_only, set_cookie, visit
from lti_tool.lti.messages import Door
from lti_tool.lti.state import States
from lti_tool.platforms.queries import Platforms
from lti_tool.web.languages import LANGUAGES, nearest
from lti_tool.web.security import open_to_all

door = Blueprint("door", __name__, url_prefix="/lti")
pages = Blueprint("launch", __name__, url_prefix="/s/<sid>")


def open_door(public_url: str, secret_key: str) -> Door:
    """The door of this process; it keeps the platforms' keys."""
    return Door(States(secret_key), Platforms(), public_url=public_url)


@door.route("/login", methods=["GET", "POST"])
@open_to_all
def login() -> Response:
    """A platform asks us to begin a login; the browser goes back to it with our state."""
    start = _door().begin((request.form or request.args).to_dict())
    return _away(start.location, 302, sid=start.sid, secret=start.secret)


@door.post("/launch")
@open_to_all
def launch() -> Response:
    """A message arrives; who it names gets a visit and lands on the page that fits."""
    message = _door().receive(request.form.to_dict(), lambda sid: request.cookies.get(COOKIE + sid))
    if message.context is None:
        g.language, g.back_url = nearest(message.locale), message.return_url
        return make_response(render_template("launch/no_course.html"))
    if message.link is None:
        raise LaunchMalformed("a course without a resource link")
    opened = begin_visit(message, message.context, message.link)
    return _away(_landing(opened), 303, sid=opened.sid, secret=opened.secret)


@pages.get("/welcome")
@members_only
def welcome() -> str:
    """For those who neither teach nor take part: observers, guests, administrators."""
    return render_template("launch/welcome.html", visit=visit())


@pages.post("/language")
@members_only
def language() -> Response:
    """Read in another language from now on."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        choose_language(visit().membership.user, wanted)
    return make_response(redirect(_own_page(request.form.get("to", "")), 303))


def _door() -> Door:
    here: Door = current_app.extensions["door"]
    return here


def _away(location: str, status: int, *, sid: str, secret: str) -> Response:
    """Send the browser on with its half of the visit; nothing of this may be kept."""
    headers = {"Location": location, "Cache-Control": "no-store"}
    response = Response(status=status, headers=headers)
    set_cookie(response, sid, secret)
    return response


def _landing(opened: Opened) -> str:
    if opened.is_staff:
        return url_for("groups.review", sid=opened.sid)
    return url_for("home.show" if opened.is_learner else "launch.welcome", sid=opened.sid)


def _own_page(path: str) -> str:
    """A path of this visit; anything else leads to the start."""
    return path if path.startswith(f"/s/{g.sid}/") else url_for("launch.welcome")
