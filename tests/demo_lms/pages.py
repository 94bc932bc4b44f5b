"""The LMS's own pages: who to be, the course with the tool in a frame, gradebook, people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from tests.demo_lms.copies import copy_course
from tests.demo_lms.course import Course
from tests.demo_lms.door import Answer, log_in, visitor
from tests.demo_lms.people import Person, Role
from tests.demo_lms.tables import gradebook_table, people_table

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

STAFF = {Role.TEACHER, Role.TA}


def blueprint(site: Site) -> Blueprint:
    """Every page a person looks at."""
    pages = Blueprint("pages", __name__)
    add_entrance(pages, site)
    add_course_pages(pages, site)
    add_returns(pages, site)
    pages.app_context_processor(lambda: {"site": site, "me": visitor(site), "to": to})
    return pages


def add_entrance(pages: Blueprint, site: Site) -> None:
    """The start page and becoming somebody."""

    @pages.get("/")
    def start() -> Answer:
        if request.host.startswith("127.0.0.1"):
            return redirect(f"{site.url}/")
        return render_template("start.html", groups=groups(site), next=request.args.get("next", ""))

    @pages.post("/be")
    def be() -> Answer:
        return become(site, request.form.get("username", ""), request.form.get("next", ""))

    @pages.get("/be/<username>")
    def be_link(username: str) -> Answer:
        return become(site, username, request.args.get("next", ""))


def add_course_pages(pages: Blueprint, site: Site) -> None:
    """What stands in the menu of a course."""

    @pages.get("/course/<course_id>")
    def course(course_id: str) -> Answer:
        here, person = entered(site, course_id)
        wanted = request.args.get("link", "")
        chosen = [one for one in here.resource_links if str(one.number) == wanted]
        link = (chosen or here.resource_links)[0]
        return render_template(
            "course.html", course=here, link=link, teaches=is_staff(here, person)
        )

    @pages.post("/course/<course_id>/copy")
    def copy(course_id: str) -> Answer:
        here, person = entered(site, course_id)
        if not is_staff(here, person):
            abort(403, "Only teachers copy a course.")
        made = copy_course(site, here, f"{here.label}-{len(site.courses)}")
        return redirect(to(f"/course/{made.number}"), 303)

    @pages.get("/course/<course_id>/gradebook")
    def gradebook(course_id: str) -> Answer:
        here, person = entered(site, course_id)
        own = None if is_staff(here, person) else person
        with site.guard:
            table = gradebook_table(here, own)
        page = "gradebook_table.html" if request.args.get("part") else "gradebook.html"
        return render_template(page, course=here, table=table, teaches=own is None)

    @pages.route("/course/<course_id>/mark/<int:number>/<username>", methods=["GET", "POST"])
    def mark(course_id: str, number: int, username: str) -> Answer:
        """A teacher types a mark over whatever a tool has sent; nothing typed empties the cell."""
        here, person = entered(site, course_id)
        item = next((one for one in here.line_items if one.number == number), None)
        student = site.people.get(username)
        if not is_staff(here, person) or item is None or student is None:
            abort(404)
        if request.method == "POST":
            typed = request.form.get("score", "").strip()
            with site.guard:
                site.temperament.marks.override(item, student.id, float(typed) if typed else None)
            return redirect(to(f"/course/{here.number}/gradebook"), 303)
        return render_template("mark.html", course=here, item=item, student=student)

    @pages.get("/course/<course_id>/people")
    def people(course_id: str) -> Answer:
        here, _ = entered(site, course_id)
        return render_template("people.html", course=here, rows=people_table(here))

    @pages.get("/enrol/<course_id>")
    def enrol(course_id: str) -> Answer:
        return render_template("error.html", text="You cannot enrol yourself in this course.")


def add_returns(pages: Blueprint, site: Site) -> None:
    """Where `return_url` leads: the page says what the tool had to say (LTI Core 1.3, 5.4.4)."""

    def back(**_address: Any) -> Answer:
        heard = [request.args.get(name) for name in ("lti_errormsg", "lti_msg")]
        return render_template("returned.html", messages=[text for text in heard if text])

    pages.add_url_rule(
        "/courses/<int:number>/external_content/success/external_tool_redirect", "returned", back
    )
    pages.add_url_rule("/mod/lti/return.php", "returned", back)


def groups(site: Site) -> list[tuple[str, list[Person]]]:
    """The people to choose from, staff first."""
    course = site.course
    staff = [site.person(name) for name in ("ruth.adeyemi", "tomas.ferreira")]
    students = course.people(Role.STUDENT)
    others = [one for one in site.people.values() if one not in students and one not in staff]
    return [("Teaching", staff), ("Students", students), ("Others", others)]


def become(site: Site, username: str, onward: str) -> Answer:
    """Log this browser in as somebody and go on to a page of our own."""
    person = site.people.get(username)
    if person is None:
        abort(404)
    is_ours = onward.startswith("/") and not onward.startswith("//")
    answer = redirect(onward if is_ours else f"/course/{site.course.number}", 303)
    log_in(site, person, answer)
    return answer


def entered(site: Site, course_id: str) -> tuple[Course, Person]:
    """The course and who is in it now; sends strangers to the start page, others away."""
    course = site.find_course(course_id)
    person = visitor(site)
    if course is None:
        abort(404)
    if person is None:
        abort(redirect(url_for("pages.start", next=request.path), 303))
    if not site.may_enter(person, course):
        abort(403, "You are not enrolled in this course.")
    return course, person


def is_staff(course: Course, person: Person) -> bool:
    """Whether this person sees everybody's grades."""
    return person.is_admin or bool(course.roles(person) & STAFF)


def to(path: str) -> str:
    """An address of our own that keeps `?as=` where there is no cookie to keep it."""
    name = request.args.get("as")
    return f"{path}{'&' if '?' in path else '?'}as={name}" if name else path
