"""The ring of seats: who sits where, what stands in a head, and that nothing touches."""

from itertools import combinations
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.web.circle import Middle, Ring, Seat, free_seat, ring, seat, staff_ring
from lti_tool.web.initials import initials, signs_of
from lti_tool.web.name_places import shorten, width_of

NAMES = [
    "Amara",
    "Søren",
    "Minh Anh",
    "Владислава",
    "فاطمة",
    "さくら",
    "Þórhildur",
    "Lars Nørregaard-Thøgersen",
]


def seated(count: int) -> Ring:
    return ring([seat(name, "you" if i == 0 else "mate") for i, name in enumerate(NAMES[:count])])


@pytest.mark.parametrize(
    ("name", "signs"),
    [
        ("Amara Okonkwo", "AO"),
        ("Nguyễn Thị Minh Anh", "NA"),
        ("Владислава Мельничук", "ВМ"),
        ("İpek Yıldız", "İY"),
        ("bell hooks", "bh"),
        ("O'Brien", "O"),
        ("Giulia D’Amico", "GD"),
        ("فاطمة الزهراء بنعلي", "ف"),
        ("נועה לוי", "נ"),
        ("山本 さくら", "山"),
        ("김 민준", "김"),
        ("Ḥasan al-Maʿarrī", "Ḥa"),
        ("(Kim) Lee 🦊", "KL"),
        ("  Ada \n Lovelace ", "AL"),
        ("👩🏽‍🚀", "👩🏽‍🚀"),
        ("🇩🇰🇩🇪", "🇩🇰"),
        ("", ""),
        (" \u202e ", ""),
        ("क्षितिज शर्मा", "क्षिश"),
    ],
)
def test_initials_are_the_first_signs_as_the_person_writes_them(name: str, signs: str) -> None:
    assert initials(name) == signs


def test_a_letter_keeps_the_marks_that_belong_to_it() -> None:
    assert initials("Q\u0323\u0301ua Zed") == "Q\u0323\u0301Z"


@given(st.text(max_size=300))
def test_any_name_at_all_gives_at_most_two_signs(name: str) -> None:
    assert len(signs_of(initials(name))) <= 2


def test_a_name_cannot_turn_the_text_around_it() -> None:
    assert seat("\u202eAda\u2066 Love\u0000lace").name == "Ada Lovelace"


def test_your_seat_is_at_the_bottom_and_the_round_stays_in_order() -> None:
    circle = ring([seat("Søren"), seat("Minh Anh"), seat("Amara", "you"), seat("Bo")])
    assert [s.label.words for s in circle.seats] == ["Amara", "Bo", "Søren", "Minh Anh"]
    assert max(circle.seats, key=lambda s: s.y) == circle.seats[0]


@pytest.mark.parametrize("count", range(2, 9))
def test_seats_lie_at_equal_angles_and_inside_the_picture(count: int) -> None:
    circle = seated(count)
    assert {round(dist((s.x, s.y), (circle.x, circle.y))) for s in circle.seats} == {84}
    reach = circle.seats[0].head + 8
    assert all(reach < s.x < circle.width - reach for s in circle.seats)
    assert all(reach < s.y < circle.height - reach for s in circle.seats)


@pytest.mark.parametrize("count", range(2, 9))
def test_no_head_touches_its_neighbour(count: int) -> None:
    for circle in (seated(count), staff_ring([seat(name) for name in NAMES[:count]])):
        for one, other in combinations(circle.seats, 2):
            assert dist((one.x, one.y), (other.x, other.y)) > one.head + other.head + 4


def boxes(circle: Ring) -> list[tuple[float, float, float, float]]:
    labels = [s.label for s in circle.seats if s.label.words]
    halves = [width_of(label.words) / 2 for label in labels]
    return [
        (label.x - half, label.y - 11, label.x + half, label.y + 3)
        for label, half in zip(labels, halves, strict=True)
    ]


@pytest.mark.parametrize("count", range(2, 9))
def test_no_name_crosses_another_name_or_leaves_the_picture(count: int) -> None:
    found = boxes(seated(count))
    assert all(left >= 0 and right <= 320 and top >= 0 for left, top, right, _ in found)
    assert all(bottom <= 292 for *_, bottom in found)
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0]
        assert apart or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("count", range(2, 9))
def test_no_name_crosses_the_head_of_a_seat(count: int) -> None:
    circle = seated(count)
    for left, top, right, bottom in boxes(circle):
        for s in circle.seats:
            nearest = (min(max(s.x, left), right), min(max(s.y, top), bottom))
            assert dist(nearest, (s.x, s.y)) > s.head


def test_a_long_name_ends_in_an_ellipsis_and_never_in_half_a_sign() -> None:
    assert shorten("Lars Nørregaard-Thøgersen", 90).endswith("…")
    assert width_of(shorten("Lars Nørregaard-Thøgersen", 90)) <= 90
    assert shorten("e\u0301" * 20, 30).count("e") == shorten("e\u0301" * 20, 30).count("\u0301")
    assert shorten("Bo", 90) == "Bo"


def test_each_state_has_its_own_drawing() -> None:
    states = [Seat("A", "A", state) for state in ("you", "floor", "free", "away", "mate")]
    drawn = {s.look: s for s in ring(states).seats}
    assert set(drawn) == {"me", "now", "free", "off", ""}
    assert drawn["off"].dash
    assert not drawn["me"].dash


def test_a_signature_is_a_tick_also_on_your_own_seat() -> None:
    circle = ring([seat("Amara", "you", has_ticked=True), seat("Søren", "signed"), seat("Bo")])
    assert [bool(s.tick) for s in circle.seats] == [True, True, False]


def test_a_free_seat_has_a_chair_and_nobody_in_it() -> None:
    free = ring([seat("Amara", "you"), free_seat("your seat")]).seats[1]
    assert (free.initials, free.label.words) == ("", "your seat")
    assert free.chair


def test_chairs_face_outward() -> None:
    bottom, left, top, right = seated(4).seats
    assert bottom.chair.startswith("M185.6 ")
    assert top.chair.startswith("M134.4 ")
    assert left.chair.startswith("M62.4 ")
    assert right.chair.startswith("M257.6 ")


def test_the_middle_holds_one_to_three_lines_around_its_centre() -> None:
    circle = ring([seat("A"), seat("B")], Middle("Thu 19 Nov", "Next meeting", "14:15"))
    assert [line.words for line in circle.middle] == ["Next meeting", "Thu 19 Nov", "14:15"]
    assert [line.y - circle.y for line in circle.middle] == [-15, 6, 27]
    assert [line.y - circle.y for line in ring([seat("A")], Middle("A")).middle] == [6]


def test_a_long_fact_is_set_smaller() -> None:
    assert ring([], Middle("Do, 19. November")).middle[0].rank == "mid long"
    assert ring([], Middle("2 of 4")).middle[0].rank == "mid"
