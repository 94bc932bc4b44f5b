"""What the doctor found, in words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

CHECKS = {
    "secret": lazy_gettext("Our keys can be opened"),
    "queue": lazy_gettext("The queue answers"),
    "worker": lazy_gettext("A worker looks after what is due"),
    "room": lazy_gettext("There is room on the disk"),
    "platforms": lazy_gettext("A learning platform is registered"),
    "waiting": lazy_gettext("The registration is approved"),
    "off": lazy_gettext("It is switched on"),
    "keys": lazy_gettext("Their keys can be read"),
    "ours": lazy_gettext("Our keys can be read at our address"),
    "clock": lazy_gettext("The clocks agree"),
    "scope.contextmembership.readonly": lazy_gettext("We may read the course list"),
    "scope.lineitem": lazy_gettext("We may keep a gradebook column"),
    "scope.score": lazy_gettext("We may send scores"),
    "scope.result.readonly": lazy_gettext("We may read grades back"),
    "deployment": lazy_gettext("A deployment is known"),
    "launch": lazy_gettext("Somebody came in lately"),
    "roster": lazy_gettext("The course list can be read"),
    "names": lazy_gettext("People have names"),
    "columns": lazy_gettext("The gradebook can be reached"),
    "last-read": lazy_gettext("The last read of the course list went well"),
    "scores": lazy_gettext("No score was refused"),
    "refused": lazy_gettext("Launches that were refused"),
}
CURES = {
    "secret": lazy_gettext(
        "PEER_CIRCLES_SECRET_KEY has changed. Put the old one back; if it is lost, "
        "deploy/backup.md says what to do."
    ),
    "queue": lazy_gettext(
        "Start Redis, or look at PEER_CIRCLES_REDIS_URL. Nothing is lost meanwhile."
    ),
    "worker": lazy_gettext(
        "Run: peer-circles worker. Until then no score leaves, and no list is read."
    ),
    "room": lazy_gettext("Make room: when it is full, what people write cannot be kept."),
    "platforms": lazy_gettext("See: peer-circles platforms"),
    "waiting": lazy_gettext(
        "Run: peer-circles platforms approve, with the number of the registration."
    ),
    "off": lazy_gettext("Run: peer-circles platforms approve, if people shall come in again."),
    "keys": lazy_gettext(
        "Look whether the address of their keys is right and can be reached from here."
    ),
    "ours": lazy_gettext(
        "Open our key set in a browser outside your network: the proxy or the public address "
        "is wrong when it is not there."
    ),
    "clock": lazy_gettext(
        "Set both clocks by a time server: sign-ins fail when they differ too much."
    ),
    "scope.contextmembership.readonly": lazy_gettext(
        "Allow Names and Roles for Peer Circles in the learning platform."
    ),
    "scope.lineitem": lazy_gettext("Allow line items for Peer Circles in the learning platform."),
    "scope.score": lazy_gettext("Allow scores for Peer Circles in the learning platform."),
    "scope.result.readonly": lazy_gettext(
        "Allow results for Peer Circles in the learning platform: without them we do not see "
        "that a teacher has changed a grade."
    ),
    "deployment": lazy_gettext(
        "Open Peer Circles once from a course: the first deployment is trusted."
    ),
    "launch": lazy_gettext("Open Peer Circles from a course."),
    "roster": lazy_gettext(
        "Allow Names and Roles in the learning platform; until then people are added "
        "when they come in."
    ),
    "names": lazy_gettext("Let the learning platform share names with Peer Circles."),
    "columns": lazy_gettext("Let Peer Circles keep gradebook columns in the learning platform."),
    "last-read": lazy_gettext("It is tried again by itself; the course list's page says more."),
    "scores": lazy_gettext("The gradebook's page says why, and sends them again."),
    "refused": lazy_gettext(
        "The log says more under this name, with the number that people were shown."
    ),
}


def check_words(check: str) -> str:
    """What a trial of the doctor looked at, in words."""
    return str(CHECKS[check])


def cure_words(check: str) -> str:
    """What to do where a trial of the doctor failed."""
    return str(CURES[check])


def verdict_words(state: str, name: str) -> str:
    """A platform in one line, by the worst of its findings."""
    known = {
        "fail": _("Something is wrong with %(name)s", name=name),
        "look": _("Something at %(name)s needs a look", name=name),
        "done": _("All is well with %(name)s", name=name),
    }
    return str(known.get(state, known["done"]))


def state_of_check(state: str) -> str:
    """The end of a finding's line, in a word."""
    known = {"done": _("works"), "look": _("look"), "fail": _("fails"), "skip": _("not seen")}
    return str(known[state])
