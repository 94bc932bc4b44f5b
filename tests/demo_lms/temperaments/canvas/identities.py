"""Canvas's names for things: UUIDs, forty hex digits, global ids; and its three published keys."""

from __future__ import annotations

import hashlib
import uuid

from tests.demo_lms.keyring import KeyRing

GLOBAL_ID = 10_000_000_000_000


class CanvasIdentities:
    """The same number always gives the same name, so two demo LMSs know the same people."""

    first_person = 9001
    first_course = 4242
    first_link = 501
    menu_has_no_link = True

    def person_id(self, number: int) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"person {number}"))

    def login_hint(self, number: int) -> str:
        return _hex(f"login {number}")

    def context_id(self, number: int) -> str:
        return _hex(f"course {number}")

    def link_id(self, number: int) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"link {number}"))

    def client_id(self, number: int) -> str:
        return str(GLOBAL_ID + 122 + number)

    def deployment_id(self, number: int) -> str:
        return f"{4710 + number}:{_hex(f'deployment {number}')}"

    def new_keys(self) -> KeyRing:
        return KeyRing(_kid, kept=1, ahead=1)


def _kid(turn: int) -> str:
    month = 8 + turn
    date = f"{2026 + (month - 1) // 12}-{(month - 1) % 12 + 1:02}-01T00:00:00Z"
    return f"{date}_{uuid.uuid5(uuid.NAMESPACE_OID, date)}"


def _hex(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
