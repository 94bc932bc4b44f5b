"""The people and the course every demo LMS starts with; invented names, many scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.demo_lms.course import Course
from tests.demo_lms.people import Person, Role

if TYPE_CHECKING:
    from tests.demo_lms.site import Site

STUDENTS: tuple[tuple[str, str, str, str], ...] = (
    ("Zoë", "Müller", "zoe.mueller", "de"),
    ("Søren", "Ångström", "soren.angstrom", "da"),
    ("Łukasz", "Żółć", "lukasz.zolc", "en"),
    ("Aoife", "Ní Bhriain", "aoife.nibhriain", "en"),
    ("José María", "Ñúñez Ibáñez", "jose.nunez", "en"),
    ("Siobhan", "O'Connor", "siobhan.oconnor", "en"),
    ("Tables", "Smith & Sons", "tables.smith", "en"),
    ("Владимир", "Иванов", "vladimir.ivanov", "en"),
    ("Олена", "Шевченко", "olena.shevchenko", "en"),
    ("محمد", "العربي", "mohammed.alarabi", "en"),
    ("ليلى", "حداد", "layla.haddad", "da"),
    ("נועה", "כהן", "noa.cohen", "en"),
    ("小龍", "李", "xiaolong.li", "en"),
    ("思雨", "陈", "siyu.chen", "en"),
    ("さくら", "田中", "sakura.tanaka", "en"),
    ("민준", "김", "minjun.kim", "en"),
    ("दीपिका", "शर्मा", "deepika.sharma", "en"),
    ("สมชาย", "ใจดี", "somchai.jaidee", "en"),
    ("Thị Hương", "Nguyễn", "huong.nguyen", "en"),
    ("Ελένη", "Παπαδοπούλου", "eleni.papadopoulou", "en"),
    ("Sukarnoputri", "", "sukarnoputri", "en"),
    (
        "Maria Alexandra Wilhelmina Friederike",
        "von Hohenstaufen-Wittelsbach zu Schwarzenberg-Sondershausen",
        "maria.hohenstaufen",
        "de",
    ),
    ("Giulia", "Esposito", "giulia.esposito", "it"),
    ("Matteo", "De Luca", "matteo.deluca", "it"),
    ("Chiara", "D'Angelo", "chiara.dangelo", "it"),
    ("Freja", "Nørgaard", "freja.norgaard", "da"),
    ("Mikkel", "Østergård", "mikkel.ostergard", "da"),
    ("Jonas", "Weiß", "jonas.weiss", "de"),
    ("Annika", "Schröder", "annika.schroder", "de"),
    ("Björk", "Guðmundsdóttir", "bjork.gudmundsdottir", "en"),
    ("Ayşe", "Yılmaz", "ayse.yilmaz", "de"),
    ("Ngozi", "Okafor", "ngozi.okafor", "en"),
    ("Kwame", "Mensah", "kwame.mensah", "en"),
    ("Amélie", "Lefèvre", "amelie.lefevre", "en"),
    ("João", "Conceição", "joao.conceicao", "pt-BR"),
    ("Ana-Maria", "Ștefănescu", "anamaria.stefanescu", "en"),
    ("Prénom😀", "Emoji", "prenom.emoji", "en"),
    ("Sam", "Taylor", "sam.taylor", "en"),
    ("Sam", "Taylor", "sam.taylor2", "en"),
    ("Ida", "Holm", "ida.holm", "da"),
)
"""Given name, family name, account name, language: two of them share one name on purpose."""


def seed(site: Site) -> Course:
    """Fill an empty LMS: staff, one course, its people and the tool in its menu."""
    add_staff(site)
    course = site.add_course("RM1", "Research Methods 1")
    course.enrol(site.person("ruth.adeyemi"), Role.TEACHER)
    course.enrol(site.person("tomas.ferreira"), Role.TA)
    course.enrol(site.person("olga.brandt"), Role.OBSERVER)
    add_students(site, course, site.settings.students)
    course.enrol(site.person("sven.gone")).is_active = False
    if site.temperament.has_test_student:
        course.enrol(site.person("test.student"))
    return course


def add_groups(course: Course) -> None:
    """Divide the students: two sections, and study groups of up to five."""
    students = course.people(Role.STUDENT)
    for name, turn in (("Monday", 0), ("Wednesday", 1)):
        course.add_section(name, *students[turn::2])
    for number, start in enumerate(range(0, len(students), 5), 1):
        people = students[start : start + 5]
        course.add_group(f"Study group {number}", *people, set_name="Study groups")


def add_staff(site: Site) -> None:
    """Everybody who is not one of the active students."""
    site.add_person("Ada", "Castellan", "ada.castellan", is_admin=True)
    site.add_person("Dr Ruth", "Adeyemi", "ruth.adeyemi", sourced_id="")
    site.add_person("Tomás", "Ferreira", "tomas.ferreira", locale="it")
    site.add_person("Olga", "Brandt", "olga.brandt", locale="de")
    site.add_person("Sven", "Gone", "sven.gone", locale="da")
    if site.temperament.has_test_student:
        site.add_person("Test", "Student", "test.student", email="", is_test=True)


def add_students(site: Site, course: Course, count: int) -> list[Person]:
    """Enrol that many more students: first the named ones, then numbered ones."""
    taken = len(site.students_made)
    made = [_student(site, taken + turn) for turn in range(count)]
    site.students_made.extend(made)
    for person in made:
        course.enrol(person)
    return made


def _student(site: Site, turn: int) -> Person:
    if turn >= len(STUDENTS):
        return site.add_person("Student", f"Nº {turn + 1}", f"student{turn + 1}")
    given, family, username, locale = STUDENTS[turn]
    return site.add_person(given, family, username, locale=locale)
