"""The moodle temperament put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.demo_lms.temperaments.moodle.addresses import MoodleAddresses
from tests.demo_lms.temperaments.moodle.claims import MoodleClaims
from tests.demo_lms.temperaments.moodle.columns import MoodleColumns
from tests.demo_lms.temperaments.moodle.content import MoodleContent
from tests.demo_lms.temperaments.moodle.door import MoodleDoor
from tests.demo_lms.temperaments.moodle.identities import MoodleIdentities
from tests.demo_lms.temperaments.moodle.marks import MoodleMarks
from tests.demo_lms.temperaments.moodle.registrar import MoodleRegistrar
from tests.demo_lms.temperaments.moodle.roster import MoodleRoster
from tests.demo_lms.temperaments.moodle.services import MoodleServices
from tests.demo_lms.temperaments.moodle.tokens import MoodleTokens
from tests.demo_lms.temperaments.shape import Temperament

if TYPE_CHECKING:
    from tests.demo_lms.site import Site


def moodle(site: Site) -> Temperament:
    """Every part of an LMS like Moodle."""
    return Temperament(
        name="moodle",
        has_test_student=False,
        hears_messages=False,
        opens_reviews=True,
        frame_allows="microphone; camera; geolocation; midi; encrypted-media; autoplay",
        identities=MoodleIdentities(),
        addresses=MoodleAddresses(site),
        door=MoodleDoor(site, {}),
        claims=MoodleClaims(site),
        content=MoodleContent(site),
        tokens=MoodleTokens(),
        services=MoodleServices(site),
        roster=MoodleRoster(site),
        columns=MoodleColumns(site),
        marks=MoodleMarks(site),
        registrar=MoodleRegistrar(),
    )
