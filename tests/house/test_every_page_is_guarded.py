"""Every page says who may open it, and few are open to all."""

from flask import Flask

OPEN = {
    "/static/<path:filename>",
    "/accent/<colour:colour>.css",
    "/healthz",
    "/readyz",
    "/metrics",
    "/lti/login",
    "/lti/launch",
    "/lti/enter",
    "/lti/tab",
    "/lti/notices",
    "/lti/jwks.json",
    "/lti/register",
    "/lti/canvas.json",
    "/lti/sheet",
    "/calendar/<secret>.ics",
    "/reminders/<token>",
}
VISIT = "/s/<sid>/"


def _guards(house: Flask) -> dict[str, object]:
    views = house.view_functions
    return {
        rule.rule: getattr(views[rule.endpoint], "guard", None)
        for rule in house.url_map.iter_rules()
    }


def test_every_page_says_who_may_open_it(house: Flask) -> None:
    bare = [rule for rule, guard in _guards(house).items() if guard is None]
    assert bare == []


def test_only_the_door_and_what_operators_ask_is_open_to_all(house: Flask) -> None:
    assert {rule for rule, guard in _guards(house).items() if guard == "all"} == OPEN


def test_every_other_page_lies_below_a_visit(house: Flask) -> None:
    astray = [rule for rule in _guards(house) if rule not in OPEN and not rule.startswith(VISIT)]
    assert astray == []


def test_no_page_that_changes_something_answers_to_a_link(house: Flask) -> None:
    both = [
        rule.rule
        for rule in house.url_map.iter_rules()
        if rule.rule.startswith(VISIT) and {"GET", "POST"} <= (rule.methods or set())
    ]
    assert both == []
