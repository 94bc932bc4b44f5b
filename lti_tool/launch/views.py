"""The door: login initiation, launch, the ways in without a cookie; and where each person lands.

LTI Core 1.3, 5; Client Side postMessages 0.1. The answer to a launch whose cookie came back is a
redirect: the page behind it is an ordinary one. Otherwise the platform hands back the secret that
it kept for us, or the person goes on in a new window.
"""

import logging

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from lti_tool.courses.actions import choose_language
from lti_tool.errors import (
    LaunchMalformed,
    LaunchRefused,
    LaunchStale,
    LaunchUnbound,
    LaunchUntrusted,
)
from lti_tool.launch.actions import Opened, begin_visit, framed_by, hear
from lti_tool.launch.keys import new_code, redeem
from lti_tool.launch.session import (
    cookie_of,
    cookie_opens,
    earlier_sids,
    members_only,
    page_of,
    set_cookie,
    visit,
)
from lti_tool.lti.launches import Launch
from lti_tool.lti.messages import Door
from lti_tool.lti.notices import read_batch
from lti_tool.lti.state import States
from lti_tool.platforms.actions import count_refusal
from lti_tool.platforms.queries import Platforms
from lti_tool.web.languages import LANGUAGES, nearest
from lti_tool.web.security import open_to_all
from lti_tool.web.wire import Away

log = logging.getLogger(__name__)

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
    if not start.storage:
        return _away(start.location, 302, sid=start.sid, secret=start.secret)
    page = render_template("launch/put_state.html", start=start, forget=earlier_sids())
    return _handing_out(make_response(page), sid=start.sid, secret=start.secret)


@door.post("/launch")
@open_to_all
def launch() -> Response:
    """A message arrives; who it names gets a visit and lands on the page that fits."""
    try:
        message = _door().receive(request.form.to_dict(), cookie_of, is_spent=cookie_opens)
    except LaunchRefused as refusal:
        count_refusal(refusal)
        raise
    if message.context is None:
        g.language, g.back_url = nearest(message.locale), message.return_url
        log.info("registration %s: a launch with no context", message.platform.key)
        return make_response(render_template("launch/no_course.html"))
    if not message.is_bound:
        return _ask_for_proof(message)
    if "proof" in request.form:
        return _hand_bearer(message)
    opened = _open(message)
    return _away(_landing(opened), 303, sid=opened.sid, secret=opened.secret)


@door.post("/enter")
@open_to_all
def enter() -> Response:
    """Whoever was named has asked for a window of its own: nothing else binds the launch there."""
    _only_from_our_pages()
    if not current_app.config["NEW_WINDOW"]:
        raise LaunchUnbound("new windows are switched off")
    message = _door().receive_click(request.form.to_dict())
    _let_answers_out(message)
    opened = _open(message)
    log.info("visit %s goes on in a new window, bound by a click alone", opened.sid)
    return _entrance(opened.sid, opened.secret, to=_landing(opened))


@door.post("/notices")
@open_to_all
def notices() -> Response:
    """A platform tells us of copied courses; each notice proves itself by its signature."""
    hear(_door(), read_batch(request.get_data()))
    return Response(status=204)


@door.post("/tab")
@open_to_all
def tab() -> Response:
    """A page of a visit opens another one in a new tab, with a code for this one use."""
    _only_from_our_pages()
    found = redeem(request.form.get("code", ""))
    if found is None:
        raise LaunchStale("the code of a new tab is too old, used or not ours")
    g.sid, secret = found
    to = _own_page(request.form.get("to", ""))
    if cookie_opens(g.sid):
        return make_response(redirect(to, 303))
    return _entrance(g.sid, secret, to=to)


@pages.post("/tab")
@members_only
def code_for_tab() -> Response:
    """A code for one new tab of this visit."""
    return _unkept(jsonify(code=new_code(visit().sid)))


@pages.get("/whoami")
@members_only
def whoami() -> Response:
    """Whether this browser carries the visit by itself; says nothing."""
    return Response(status=204)


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


def _open(message: Launch) -> Opened:
    if message.context is None or not (message.link or message.stands_alone):
        raise LaunchMalformed("no course, or a course without a resource link")
    return begin_visit(message, message.context, message.link)


def _ask_for_proof(message: Launch) -> Response:
    """A page that asks the platform for the secret; where it keeps none, one for a new window."""
    g.framed_by, g.language = framed_by(message), nearest(message.locale)
    g.back_url = message.return_url
    _let_answers_out(message)
    if message.state.storage and "silent" not in request.form:
        page = render_template(
            "launch/get_state.html", state=message.state, origin=message.platform.origin
        )
        return _unkept(make_response(page))
    if not current_app.config["NEW_WINDOW"]:
        raise LaunchUnbound("no cookie came back, and new windows are switched off")
    log.info("visit %s: no cookie came back, a new window is offered", message.state.sid)
    return _unkept(make_response(render_template("launch/new_window.html", launch=message)))


def _hand_bearer(message: Launch) -> Response:
    """The platform kept the secret: this page's script carries the visit from now on."""
    _only_from_our_pages()
    opened = _open(message)
    return _unkept(jsonify(bearer=opened.secret, sid=opened.sid, to=_landing(opened)))


def _entrance(sid: str, secret: str, *, to: str) -> Response:
    """The first page of a window: its script finds out whether the cookie holds here."""
    entry = {"bearer": secret, "sid": sid, "to": to}
    page = make_response(render_template("launch/enter.html", entry=entry))
    return _handing_out(page, sid=sid, secret=secret)


def _away(location: str, status: int, *, sid: str, secret: str) -> Response:
    """Send the browser on with its half of the visit."""
    return _handing_out(Away(location, status), sid=sid, secret=secret)


def _handing_out(response: Response, *, sid: str, secret: str) -> Response:
    set_cookie(response, sid, secret)
    return _unkept(response)


def _unkept(response: Response) -> Response:
    """Answers with a secret, a code or a message must stay in no cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _only_from_our_pages() -> None:
    """Raises LaunchUntrusted when the browser does not say that a page of ours sent this."""
    if request.headers.get("Origin") != current_app.config["ORIGIN"]:
        raise LaunchUntrusted("the request comes from another origin")


def _let_answers_out(message: Launch) -> None:
    """A page that carries the visit must be allowed to post the chosen content to the platform."""
    if message.asked:
        g.posts_to = f"'self' {message.asked.origin}"


def _landing(opened: Opened) -> str:
    if opened.is_choosing:
        return page_of("deep_linking.pick", opened.sid)
    if opened.is_reviewing:
        return page_of("submission.show", opened.sid)
    if opened.is_staff and opened.is_section_only:
        return page_of("board.show", opened.sid)
    if opened.is_staff:
        may_ask = opened.is_copy or opened.activity
        return page_of("copies.ask" if may_ask else "groups.review", opened.sid)
    if opened.is_learner and opened.activity:
        return url_for("deep_linking.follow", sid=opened.sid, key=opened.activity)
    return page_of("home.show" if opened.is_learner else "launch.welcome", opened.sid)


def _own_page(path: str) -> str:
    """A path of this visit; anything else leads to the start."""
    return path if path.startswith(f"/s/{g.sid}/") else url_for("launch.welcome")
