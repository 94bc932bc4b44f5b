"""The pages of a circle's agreement: read it, write it, sign it. For the circle's members alone."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from lti_tool.errors import ChangedMeanwhile
from lti_tool.forms.definition import Audience
from lti_tool.forms.reading import Submission, seen_version
from lti_tool.forms.sheet import Sheet
from lti_tool.forms.words import line_for
from lti_tool.journey.agreement.actions import (
    keep_off_limits,
    open_topic,
    sign_agreement,
    write_agreement,
)
from lti_tool.journey.agreement.forms import (
    agreement_again,
    agreement_sheet,
    both_agreements,
    clauses,
    company_of,
    read_agreement,
    read_signature,
    read_topic,
    signature_fields,
    text_readers,
    topic_fields,
)
from lti_tool.journey.agreement.queries import agreement_of, earlier_texts, topics_of
from lti_tool.journey.agreement.words import signed_words
from lti_tool.journey.circle.pictures import ring_of
from lti_tool.journey.circle.queries import Seated, seated
from lti_tool.launch.session import learners_only, visit
from lti_tool.web.circle import Middle

pages = Blueprint("agreement", __name__, url_prefix="/s/<sid>/agreement")
Answer = Response | tuple[str, int]


@pages.get("")
@learners_only
def show() -> str:
    """What the circle agreed on, and the reader's signature under it."""
    return _page(_here())


@pages.get("/edit")
@learners_only
def edit() -> str:
    """The text in its boxes."""
    at = _here()
    return _boxes(agreement_sheet(at, agreement_of(at.group)))


@pages.post("")
@learners_only
def save() -> Answer:
    """Keep a new text; then everybody signs again."""
    at, sent = _here(), request.form.to_dict(flat=False)
    read = read_agreement(at, sent)
    if read.errors:
        return _boxes(agreement_again(at, read, sent)), 422
    try:
        write_agreement(at, values=read.values, seen=seen_version(sent))
    except ChangedMeanwhile:
        return _both(read)
    return _back("written")


@pages.post("/sign")
@learners_only
def sign() -> Answer:
    """Sign the text that holds."""
    at, sent = _here(), request.form.to_dict(flat=False)
    read = read_signature(sent)
    if read.errors:
        return _page(at, signature=read), 422
    try:
        sign_agreement(at, version=seen_version(sent))
    except ChangedMeanwhile:
        return _page(at, notices=[("look", _changed())]), 409
    return _back("signed")


@pages.post("/topics")
@learners_only
def add_topic() -> Answer:
    """Put a topic off limits."""
    at, read = _here(), read_topic(request.form.to_dict(flat=False))
    if read.errors:
        return _page(at, topic=read), 422
    keep_off_limits(at, read.values["topic"])
    return redirect(url_for("agreement.show") + "#off-limits", 303)


@pages.post("/topics/<int:topic_id>")
@learners_only
def take_back(topic_id: int) -> Response:
    """Take one's own topic back."""
    open_topic(_here(), topic_id)
    return redirect(url_for("agreement.show") + "#off-limits", 303)


@pages.get("/earlier")
@learners_only
def earlier() -> str:
    """The texts that hold no longer."""
    at = _here()
    texts = [(one, clauses(one)) for one in earlier_texts(at.group)]
    return render_template("agreement/earlier.html", texts=texts, readers=text_readers(at))


def _here() -> Seated:
    return seated(visit().membership)


def _both(read: Submission) -> Answer:
    """A mate was faster: show both texts, and let the writer choose."""
    at = _here()
    kept = agreement_of(at.group)
    sheet = both_agreements(at, kept, read) if kept else agreement_sheet(at, None)
    return _boxes(sheet), 409


def _boxes(sheet: Sheet) -> str:
    return render_template("agreement/edit.html", sheet=sheet)


def _page(
    at: Seated,
    *,
    signature: Submission | None = None,
    topic: Submission | None = None,
    notices: list[tuple[str, str]] | None = None,
) -> str:
    kept = agreement_of(at.group)
    signed = [one for one in at.people if kept and one.id in kept.signers]
    fact = gettext("%(done)s of %(due)s", done=len(signed), due=len(at.people))
    middle = Middle(fact=fact, detail=gettext("signed"))
    return render_template(
        "agreement/show.html",
        at=at,
        kept=kept,
        clauses=clauses(kept) if kept else (),
        readers=text_readers(at),
        ring=ring_of(at, middle, ticked=[one.id for one in signed]),
        ring_words=signed_words(len(signed), len(at.people)),
        topics=topics_of(at.group, at.me),
        topic_fields=topic_fields(at, topic),
        signature_fields=signature_fields(at, signature),
        status=line_for(Audience.STATUS, company_of(at)),
        page_notices=notices or _said(request.args.get("said", "")),
    )


def _back(said: str) -> Response:
    return redirect(url_for("agreement.show", said=said), 303)


def _changed() -> str:
    return str(gettext("Somebody changed the text meanwhile. Read it as it is now, then sign."))


def _said(what: str) -> list[tuple[str, str]]:
    words = {
        "written": gettext("The text is saved. Everybody in your circle is asked to sign it."),
        "signed": gettext("You have signed. Thank you."),
    }
    return [("ok", words[what])] if what in words else []
