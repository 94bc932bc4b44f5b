"""The page where staff name services to their course. Members read them among the contacts."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.forms.made import drawn, drawn_again
from lti_tool.forms.reading import Submission
from lti_tool.launch.session import instructors_only, visit
from lti_tool.programme.contacts.actions import name_contact, take_away
from lti_tool.programme.contacts.forms import contact_form, read_contact
from lti_tool.programme.contacts.queries import contacts_in

pages = Blueprint("contacts", __name__, url_prefix="/s/<sid>/programme/contacts")


@pages.get("")
@instructors_only
def show() -> str:
    """The services of the course, and boxes for one more."""
    return _page()


@pages.post("")
@instructors_only
def add() -> Response | tuple[str, int]:
    """Name one more."""
    course = visit().membership.context_id
    found = read_contact(request.form.to_dict(flat=False), kept=contacts_in(course))
    if found.errors:
        return _page(found), 422
    name_contact(course, **found.values)
    return redirect(url_for("contacts.show"), 303)


@pages.post("/<int:contact_id>/take-away")
@instructors_only
def remove(contact_id: int) -> Response:
    """Take one away."""
    take_away(visit().membership.context_id, contact_id)
    return redirect(url_for("contacts.show"), 303)


def _page(sent: Submission | None = None) -> str:
    form = contact_form()
    return render_template(
        "contacts/show.html",
        boxes=drawn_again(form, sent, 0) if sent else drawn(form, {}, 0),
        contacts=contacts_in(visit().membership.context_id),
    )
