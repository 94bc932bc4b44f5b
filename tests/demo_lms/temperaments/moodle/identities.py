"""Moodle's names for things: plain decimal numbers; and its one published key."""

from __future__ import annotations

import hashlib

from tests.demo_lms.keyring import KeyRing


class MoodleIdentities:
    """Numbers start low, so two Moodles use the same ones for different people."""

    first_person = 2
    first_course = 2
    first_link = 1
    menu_has_no_link = False

    def person_id(self, number: int) -> str:
        return str(number)

    def login_hint(self, number: int) -> str:
        return str(number)

    def context_id(self, number: int) -> str:
        return str(number)

    def link_id(self, number: int) -> str:
        return str(number)

    def client_id(self, number: int) -> str:
        digest = hashlib.sha1(f"client {number}".encode(), usedforsecurity=False).hexdigest()
        return f"Cid{digest[:6]}XyZ{digest[6:9]}"

    def deployment_id(self, number: int) -> str:
        return str(number)

    def new_keys(self) -> KeyRing:
        return KeyRing(_kid, kept=0, ahead=0)


def _kid(turn: int) -> str:
    return hashlib.sha1(f"key {turn}".encode(), usedforsecurity=False).hexdigest()[:20]
