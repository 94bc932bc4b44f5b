"""One tenant never sees another: every page, called with all that the other one's pages name.

Nothing here knows a page by name. A robot reads the pages of the other tenant, keeps their links,
forms and numbers, and tries all of them from a visit of ours, together with every address of the
map. So a page that is added tomorrow is tried tomorrow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlencode, urlsplit

import click
import pytest
from click.testing import CliRunner
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import AnyConverter, BaseConverter, MapAdapter, Rule
from werkzeug.test import TestResponse

from lti_tool.cli import cli
from tests.builders import Browser
from tests.tenancy.robot import Form, read
from tests.tenancy.rows import (
    Owned,
    fill_empty_tables,
    keys_in,
    numbers_in,
    owned_by,
    told_apart,
)
from tests.tenancy.tenants import PAIRS, WORD, Tenant, same_people, settle

VISIT = "/s/<sid>/"
MOST_PAGES = 60
WALKED = ("two schools of hosted Canvas", "one course through two deployments")
"""The pairs that share the most; what is between them is walked page by page."""
ATTACKERS = ("student", "admin")
"""One of each kind; the administrator is staff as well."""
MOST_VARIANTS = 2
"""Choices of our own that are tried beside each thing of theirs."""
OURS = "only ours"

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@dataclass
class Loot:
    """What the pages of a tenant name: addresses below the visit, and forms by where they go."""

    paths: set[str] = field(default_factory=set)
    forms: list[Form] = field(default_factory=list)

    def __or__(self, other: "Loot") -> "Loot":
        """Both, each form once; two visits of one course have many in common."""
        forms = {_shape(form): form for form in [*self.forms, *other.forms]}
        return Loot(self.paths | other.paths, list(forms.values()))


def _shape(form: Form) -> str:
    """A form without what differs from visit to visit."""
    sent = {name: value for name, value in form.sent.items() if name != "csrf"}
    action = form.action.partition("/s/")[2].partition("/")[2]
    return repr((action, form.method, sent, form.choices, form.boxes))


class Attack:
    """Everything that our visits can try with what belongs to the others."""

    def __init__(self, app: Flask, ours: Tenant, theirs: Tenant) -> None:
        self.app, self.ours, self.theirs = app, ours, theirs
        self.map: MapAdapter = app.url_map.bind("localhost")
        self.tried: set[str] = set()

    def spy(self, browser: Browser) -> Loot:
        """Read all pages of a visit that links lead to, from those that need no name."""
        loot, waiting = Loot(), [rule.rule.removeprefix(VISIT) for rule in self._plain()]
        while waiting and len(loot.paths) < MOST_PAGES:
            path = waiting.pop(0)
            if path in loot.paths:
                continue
            loot.paths.add(path)
            page = read(browser.get(f"/{path}", follow_redirects=True).text)
            waiting += [below for link in page.links if (below := self._below(link))]
            for form in filter(lambda one: self._below(one.action), page.forms):
                form.page = path
                loot.forms.append(form)
        return loot

    def live(self, browser: Browser, word: str) -> None:
        """Fill every form of one's own pages once, so that there is something to see."""
        for form in self.spy(browser).forms:
            if form.method == "post":
                sent = next(form.filled(word))
                browser.post(f"/{self._below(form.action)}", sent, follow_redirects=True)

    def attack(self, browser: Browser, loot: Loot, owned: Owned) -> Iterator[TestResponse]:
        """Try what was found, and every address of the map with every number of theirs."""
        for form in loot.forms:
            for sent in form.filled(OURS):
                yield self._send(browser, form.method.upper(), self._below(form.action), sent)
        for form in self.spy(browser).forms:
            yield from self._slip_in(browser, form, loot, owned)
        for rule in self._below_visits():
            for path in self._named(rule, loot, owned):
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    yield self._send(browser, method, path, {})

    def _slip_in(
        self, browser: Browser, form: Form, loot: Loot, owned: Owned
    ) -> Iterator[TestResponse]:
        """Send a form of ours, good in all but one value: a name that theirs has in its place.

        The page is read anew each time, since what was sent before may have changed it.
        """
        alike = [other for other in loot.forms if self._page(other) == self._page(form)]
        for name, value in sorted(self._stolen(form, alike, owned) - set(form.pairs())):
            for number in range(MOST_VARIANTS):
                now = self._again(browser, form)
                mine = next(islice(now.filled(OURS), number, None), {})
                if name in mine and name not in now.boxes:
                    path = self._below(now.action)
                    yield self._send(browser, now.method.upper(), path, {**mine, name: value})

    def _stolen(self, form: Form, alike: list[Form], owned: Owned) -> set[tuple[str, str]]:
        """What of theirs fits into a form: what theirs says, and their numbers where ours is empty.

        A field is empty where a script fills it in.
        """
        names = {str(name) for pair in self._names(owned) for name in pair}
        empty = {name for name, value in form.sent.items() if not value}
        said = {pair for other in alike for pair in other.pairs() if pair[1] in names}
        return said | {(name, number) for name in empty for number in names if number.isdecimal()}

    def _again(self, browser: Browser, form: Form) -> Form:
        """The same form on its page as it is now."""
        page = read(browser.get(f"/{form.page}", follow_redirects=True).text)
        same = (one for one in page.forms if self._page(one) == self._page(form))
        return next((one for one in same if set(one.names) == set(form.names)), form)

    def _page(self, form: Form) -> str:
        try:
            path = f"/s/sid/{self._below(form.action)}"
            return str(self.map.match(path.partition("?")[0], method=form.method.upper())[0])
        except HTTPException:
            return ""

    def untried(self) -> list[str]:
        """Addresses below a visit that nothing was sent to."""
        return [rule.rule for rule in self._below_visits() if rule.endpoint not in self.tried]

    def _send(self, browser: Browser, method: str, path: str, sent: dict[str, str]) -> TestResponse:
        self._note(path, method)
        sent = {**sent, "csrf": browser.csrf}
        address = f"/s/{browser.sid}/{path}"
        if method == "POST":
            return browser.client.post(address, data=sent)
        return browser.client.get(f"{address}{'&' if '?' in path else '?'}{urlencode(sent)}")

    def _note(self, path: str, method: str) -> None:
        try:
            endpoint, _ = self.map.match(f"/s/sid/{path.partition('?')[0]}", method=method)
        except HTTPException:
            return
        self.tried.add(endpoint)

    def _below_visits(self) -> list[Rule]:
        rules = [rule for rule in self.app.url_map.iter_rules() if rule.rule.startswith(VISIT)]
        return sorted(rules, key=lambda rule: rule.rule)

    def _plain(self) -> list[Rule]:
        """Pages that need no name but the visit's."""
        return [
            rule
            for rule in self._below_visits()
            if rule.arguments == {"sid"} and "GET" in (rule.methods or set())
        ]

    def _named(self, rule: Rule, loot: Loot, owned: Owned) -> Iterator[str]:
        """The address with each of their numbers, or each of their keys, in every place."""
        places = sorted(rule.arguments - {"sid"})
        if not places:
            yield rule.rule.removeprefix(VISIT)
            return
        for found in sorted(loot.paths | {urlsplit(form.action).path for form in loot.forms}):
            yield from self._like(rule, found)
        for number, key in self._names(owned):
            values = {place: _filling(rule._converters[place], number, key) for place in places}
            built = rule.build({"sid": "sid", **values}, append_unknown=False)
            if built:
                yield built[1].removeprefix("/s/sid/")

    def _names(self, owned: Owned) -> Iterator[tuple[int, str]]:
        numbers, keys = numbers_in(owned), keys_in(owned) or ["none"]
        for place in range(max(len(numbers), len(keys))):
            yield numbers[place % len(numbers)], keys[place % len(keys)]

    def _like(self, rule: Rule, path: str) -> Iterator[str]:
        """An address that was found, where it is one of this rule."""
        below = self._below(path) or path
        for method in rule.methods or ():
            try:
                endpoint, _ = self.map.match(f"/s/sid/{below}", method=method)
            except HTTPException:
                continue
            if endpoint == rule.endpoint:
                yield below
                return

    def _below(self, link: str) -> str:
        """The part of an address of ours below its visit; "" for any other."""
        _, start, rest = link.partition("/s/")
        sid, slash, path = rest.partition("/")
        path = re.split(r"#|[?&]to=", path)[0]  # where to go on to is another page's address
        return path if start and slash and sid else ""


@pytest.fixture
def attack(app: Flask, request: pytest.FixtureRequest) -> Attack:
    """Two tenants whose people go by the same numbers."""
    first, second = PAIRS[request.param]()
    ours, theirs = settle(app, first, "our"), settle(app, second, WORD)
    same_people(ours, theirs)
    return Attack(app, ours, theirs)


def _filling(place: BaseConverter, number: int, key: str) -> int | str:
    """What may stand in a place of an address: one of the few words it takes, a number, a key."""
    if isinstance(place, AnyConverter):
        return min(place.items)
    return number if place.regex == r"\d+" else key


@pytest.mark.parametrize("attack", WALKED, indirect=True)
def test_no_page_shows_or_changes_anything_of_another_tenant(attack: Attack) -> None:
    for tenant, word in ((attack.theirs, WORD), (attack.ours, OURS)):
        for browser in tenant.browsers.values():
            attack.live(browser, word)
    loot = Loot()
    for browser in attack.theirs.browsers.values():
        loot |= attack.spy(browser)
    assert fill_empty_tables(attack.theirs.deployment_key, WORD) == []
    before = owned_by(attack.theirs.deployment_key)
    for name in ATTACKERS:
        for answer in attack.attack(attack.ours.browsers[name], loot, before):
            asked = f"{answer.request.method} {answer.request.url}"
            assert answer.status_code != 500, asked
            assert WORD not in answer.text, asked
            assert WORD not in str(answer.headers), asked
    assert told_apart(before, owned_by(attack.theirs.deployment_key)) == []
    assert attack.untried() == []


@pytest.mark.parametrize("attack", PAIRS, indirect=True)
def test_a_visit_opens_no_page_of_another_visit(attack: Attack) -> None:
    """The path of one visit with the cookie and the token of another."""
    ours, theirs = attack.ours.browsers["admin"], attack.theirs.browsers["admin"]
    for rule in attack._below_visits():
        for path in attack._named(rule, Loot(), owned_by(attack.theirs.deployment_key)):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                address = f"/s/{theirs.sid}/{path}"
                answer = ours.client.open(address, method=method, data={"csrf": ours.csrf})
                assert answer.status_code == 401, f"{method} {address}"
                assert WORD not in answer.text


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> Iterator[Any]:
    """Every command of the terminal with the words that call it."""
    for name, one in group.commands.items():
        if isinstance(one, click.Group):
            yield from commands(one, (*path, name))
        else:
            yield (*path, name), one


PLACES = {"registration", "context_id", "context", "course"}


def numbered() -> list[tuple[tuple[str, ...], str, str]]:
    """The commands that are given one of our numbers: their words, and what it is the number of."""
    return [
        (words, one.name or "", one.opts[0] if isinstance(one, click.Option) else "")
        for words, command in commands()
        for one in command.params
        if one.name in PLACES and one.type is click.INT
    ]


@pytest.mark.parametrize("call", numbered(), ids=lambda call: " ".join(call[0]))
@pytest.mark.parametrize("attack", ["two schools of hosted Canvas"], indirect=True)
def test_a_command_for_one_tenant_tells_and_changes_nothing_of_another(
    attack: Attack, call: tuple[tuple[str, ...], str, str]
) -> None:
    words, name, option = call
    ours, theirs = attack.ours, attack.theirs
    number = ours.context.deployment.registration_id if name == "registration" else ours.context.id
    before = owned_by(theirs.deployment_key)
    done = CliRunner().invoke(cli, [*words, *filter(None, [option]), str(number)], obj=attack.app)
    assert WORD not in done.output
    assert told_apart(before, owned_by(theirs.deployment_key)) == []
