"""What students do in these tests: they write goals and reflections through the pages."""

import re
from typing import Any

from tests.builders import Browser

GOAL: dict[str, Any] = {
    "title": "A research question I can defend",
    "why": "It is what I will be asked.",
    "measure": "Two people can say it back to me.",
    "by_when": "2099-12-04",
    "obstacle": "I hide behind detail.",
    "if_then_if": "it is Sunday evening",
    "if_then_then": "I read one page",
    "steps-0-what": "Write five questions",
    "steps-0-by_when": "2099-11-01",
    "steps-1-what": "Choose one",
    "share": "nobody",
}
REFLECTION: dict[str, Any] = {
    "what": "I talked too long.",
    "so_what": "I hide behind detail.",
    "now_what": "One line first.",
    "share": "nothing",
}
LATER = {"-later": "yes"}
AGREEMENT: dict[str, Any] = {
    "purpose": "We end the term with a plan each of us dares to show.",
    "rhythm": "fortnightly",
    "mode": "on_site",
    "agenda": "check_in",
    "roles": "turns",
    "absence": "evening",
    "between": "two_days",
    "feedback": "ask_first",
    "confidence": "",
    "conflict": "",
    "stuck": "talk",
    "leaving": "thanks",
}
PLAN: dict[str, Any] = {
    "first_day": "2026-10-13",
    "clock": "14:15",
    "zone": "Europe/Copenhagen",
    "rhythm": "fortnightly",
    "count": "3",
    "minutes": "50",
    "mode": "on_site",
    "place": "Library, room 2.14",
    "agenda": "check_in",
}
"""Three meetings on Tuesdays at 14:15, the clocks going back after the first."""
HELP: dict[str, Any] = {
    "about": "course",
    "to": ["group"],
    "soon": "week",
    "wants": ["idea"],
    "words": "Which chapter would you read first?",
}
OFFER: dict[str, Any] = {"what": "Statistics", "since": "", "most": "one", "open": "now"}
TICKS = {"hopes": "yes", "pledge": "yes"}


def sent(seen: int = 0, **changes: Any) -> dict[str, Any]:
    """A goal as a browser sends it; `seen` is the version of the page."""
    return {**GOAL, "-version": str(seen), **changes}


def sent_reflection(seen: int = 0, **changes: Any) -> dict[str, Any]:
    """A reflection as a browser sends it."""
    return {**REFLECTION, "-version": str(seen), **changes}


def key_of(page: str, kind: str) -> str:
    """The key under which an empty page will be kept."""
    found = re.search(rf'action="[^"]*/{kind}/([\w-]+)"', page)
    assert found, page
    return found[1]


def write_goal(browser: Browser, **changes: Any) -> str:
    """Write a goal; gives its key."""
    key = key_of(browser.get("/goals/new").text, "goals")
    assert browser.post(f"/goals/{key}", sent(**changes)).status_code == 303
    return key


def write_reflection(browser: Browser, **changes: Any) -> str:
    """Write a reflection and mark it as done; gives its key."""
    key = key_of(browser.get("/reflections/new").text, "reflections")
    assert browser.post(f"/reflections/{key}", sent_reflection(**changes)).status_code == 303
    return key


def step_ids(browser: Browser, key: str) -> list[int]:
    """The numbers of a goal's steps, in their order."""
    found = re.findall(rf"/goals/{key}/steps/(\d+)", browser.get(f"/goals/{key}").text)
    return sorted({int(one) for one in found})


def tick(browser: Browser, key: str, number: int, *, done: str = "yes") -> None:
    """Tick the step of this number, or take it back with done="no"."""
    step = step_ids(browser, key)[number]
    assert browser.post(f"/goals/{key}/steps/{step}", {"done": done}).status_code == 303


def write_agreement(browser: Browser, seen: int = 0, **changes: Any) -> None:
    """Write the agreement of one's circle; `seen` is the version of the page."""
    sent = {**AGREEMENT, "-version": str(seen), **changes}
    assert browser.post("/agreement", sent).status_code == 303


def sign(browser: Browser, *, version: int) -> None:
    """Sign this version of the agreement."""
    sent = {**TICKS, "-version": str(version)}
    assert browser.post("/agreement/sign", sent).status_code == 303


def plan(browser: Browser, seen: int = 0, **changes: Any) -> None:
    """Plan the meetings of one's circle; `seen` is the version of the page."""
    sent = {**PLAN, "-version": str(seen), **changes}
    assert browser.post("/meetings/plan", sent).status_code == 303


def meeting_keys(browser: Browser) -> list[str]:
    """The keys of one's meetings, those to come first, then those that were, the latest first."""
    found = re.findall(r'href="[^"]*/meetings/([\w-]{12})"', browser.get("/meetings").text)
    return list(dict.fromkeys(found))


def file_note(browser: Browser, key: str, seen: int = 0, **changes: Any) -> None:
    """File the note of a meeting."""
    sent = {"points": "Ten questions", "-version": str(seen), **changes}
    assert browser.post(f"/meetings/{key}/note", sent).status_code == 303


def promise(number: int, who: int, what: str, by_when: str = "") -> dict[str, str]:
    """A row of promises as a browser sends it."""
    row = {"who": str(who), "what": what, "by_when": by_when}
    return {f"promises-{number}-{part}": said for part, said in row.items()}


def write_request(browser: Browser, kind: str = "help", **changes: Any) -> str:
    """Write a request that is sent to nobody yet; gives its key."""
    page = browser.get("/help/new" if kind == "help" else "/help/new-feedback").text
    key = key_of(page, "help")
    values = HELP if kind == "help" else {"on": "My talk on Thursday"}
    sent = {**values, "-kind": kind, "-version": "0", **changes}
    assert browser.post(f"/help/{key}", sent).status_code == 303
    return key


def send_request(browser: Browser, key: str) -> None:
    """Send a request to the people whose names stand on its page."""
    people = re.search(r'name="people" value="([\d-]*)"', browser.get(f"/help/{key}").text)
    assert people
    assert browser.post(f"/help/{key}/send", {"people": people[1]}).status_code == 303


def ask(browser: Browser, kind: str = "help", **changes: Any) -> str:
    """Write a request and send it; gives its key."""
    key = write_request(browser, kind, **changes)
    send_request(browser, key)
    return key


def offer(browser: Browser, seen: int = 0, **changes: Any) -> None:
    """Offer help to the course."""
    sent = {**OFFER, "-version": str(seen), **changes}
    assert browser.post("/offers/mine", sent).status_code == 303
