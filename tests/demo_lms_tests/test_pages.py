"""The LMS's own pages, and the login cookie that leads from one to the next."""

from __future__ import annotations

import requests
from flask.testing import FlaskClient

from tests.demo_lms import DemoLms, Role


def browser(lms: DemoLms, username: str) -> FlaskClient:
    """A browser in which somebody is logged in."""
    client = lms.app.test_client()
    client.get(f"/be/{username}", base_url=lms.url.replace("http:", "https:"))
    return client


def look(lms: DemoLms, username: str, path: str) -> tuple[int, str]:
    """Status and text of a page as this person sees it."""
    base = lms.url.replace("http:", "https:")
    answer = browser(lms, username).get(path, base_url=base)
    return answer.status_code, answer.text


def test_the_start_page_offers_everybody(lms: DemoLms) -> None:
    text = lms.app.test_client().get("/").text

    assert "Dr Ruth Adeyemi" in text
    assert all(person.username in text for person in lms.course.people(Role.STUDENT))


def test_the_course_page_has_the_tool_in_a_frame_and_in_a_window(lms: DemoLms) -> None:
    status, text = look(lms, "ruth.adeyemi", f"/course/{lms.course.number}")

    link = lms.course.resource_links[0].number
    assert status == 200
    assert f'src="/course/{lms.course.number}/launch/{link}"' in text
    assert 'target="_blank"' in text


def test_the_launch_starter_posts_to_the_tool(lms: DemoLms) -> None:
    link = lms.course.resource_links[0].number
    _, text = look(lms, "ida.holm", f"/course/{lms.course.number}/launch/{link}")

    assert f'action="{lms.registration.login_url}"' in text
    assert lms.person("ida.holm").login_hint in text


def test_a_stranger_is_asked_who_to_be_and_comes_back(lms: DemoLms) -> None:
    path = f"/course/{lms.course.number}"
    answer = lms.app.test_client().get(path)

    assert answer.headers["Location"] == f"/?next={path}"


def test_a_suspended_student_stays_outside(lms: DemoLms) -> None:
    assert look(lms, "sven.gone", f"/course/{lms.course.number}")[0] == 403


def test_a_teacher_sees_all_grades_and_a_student_the_own_ones(lms: DemoLms) -> None:
    item = lms.add_line_item(lms.course, "Participation", score_maximum=20)
    item.result(lms.person("ida.holm").id).score = 17.5
    path = f"/course/{lms.course.number}/gradebook"

    assert "17.5" in look(lms, "ruth.adeyemi", path)[1]
    assert "17.5" in look(lms, "ida.holm", path)[1]
    assert "17.5" not in look(lms, "zoe.mueller", path)[1]


def test_names_are_escaped(lms: DemoLms) -> None:
    lms.person("ida.holm").family_name = "<script>"

    assert "<script>" not in look(lms, "ruth.adeyemi", f"/course/{lms.course.number}/people")[1]


def test_a_return_from_the_tool_shows_its_message(lms: DemoLms) -> None:
    path = "/mod/lti/return.php?lti_errormsg=Not+today"

    assert "Not today" in look(lms, "ida.holm", path)[1]


def test_becoming_somebody_leads_to_own_pages_only(lms: DemoLms) -> None:
    answer = lms.app.test_client().get("/be/ida.holm?next=//elsewhere.example/")

    assert answer.headers["Location"] == f"/course/{lms.course.number}"


def test_the_demo_finds_what_to_register(lms: DemoLms) -> None:
    answer = requests.get(f"{lms.url}/.well-known/demo-registration.json", timeout=10).json()

    assert answer["client_id"] == lms.client_id
    assert answer["auth_login_url"] == lms.auth_login_url


def test_a_browser_that_keeps_no_secure_cookie_on_plain_http_is_known_too(lms: DemoLms) -> None:
    client = lms.app.test_client()
    client.get("/be/ida.holm", base_url=lms.url)

    assert client.get(f"/course/{lms.course.number}", base_url=lms.url).status_code == 200


def test_a_teacher_copies_a_course_and_a_student_cannot(lms: DemoLms) -> None:
    base, before = lms.url.replace("http:", "https:"), len(lms.courses)
    path = f"/course/{lms.course.number}/copy"

    assert browser(lms, "ida.holm").post(path, base_url=base).status_code == 403
    answer = browser(lms, "ruth.adeyemi").post(path, base_url=base)

    assert answer.status_code == 303
    assert len(lms.courses) == before + 1
    assert lms.courses[-1].history == [lms.course.id]


def test_a_teacher_changes_a_mark_and_a_student_cannot(lms: DemoLms) -> None:
    item = lms.add_line_item(lms.course, "Taking part")
    student = lms.course.people(Role.STUDENT)[0]
    path = f"/course/{lms.course.number}/mark/{item.number}/{student.username}"
    base = lms.url.replace("http:", "https:")
    assert browser(lms, student.username).post(path, base_url=base).status_code == 404
    answer = browser(lms, "ruth.adeyemi").post(path, data={"score": "3.5"}, base_url=base)
    assert answer.status_code == 303
    assert (item.results[student.id].score, item.results[student.id].is_overridden) == (3.5, True)
