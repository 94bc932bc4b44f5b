"""A course with its people, tool links and gradebook columns; builders of `site.py` make them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.demo_lms.gradebook import LineItem
from tests.demo_lms.people import Enrolment, Person, Role


@dataclass(eq=False)
class ResourceLink:
    """A place in a course where the tool can be opened."""

    id: str
    number: int
    title: str
    description: str
    deployment_id: str
    target_link_uri: str
    custom: dict[str, str] = field(default_factory=dict)
    history: list[str] = field(default_factory=list)
    """Ids of the links this one was copied from, nearest first."""
    is_navigation: bool = False
    """In the course menu, not an activity: its id is then the context's (canvas)."""


@dataclass(eq=False)
class Group:
    """A group or section of a course; groups of one set have the same `set_id`."""

    id: str
    name: str
    people: list[Person]
    set_id: str = ""


@dataclass(eq=False)
class Course:
    """One context; `id` is what the tool sees, `number` stands in service addresses."""

    id: str
    number: int
    label: str
    title: str
    members: list[Enrolment] = field(default_factory=list)
    resource_links: list[ResourceLink] = field(default_factory=list)
    line_items: list[LineItem] = field(default_factory=list)
    sections: list[Group] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    group_sets: dict[str, str] = field(default_factory=dict)
    """The names of sets of groups by their ids."""
    history: list[str] = field(default_factory=list)
    """Ids of the courses this one was copied from, nearest first."""
    sourced_id: str = ""
    is_concluded: bool = False

    def enrol(self, person: Person, role: Role = Role.STUDENT) -> Enrolment:
        """Give the person a place in the course; one person may hold several roles."""
        enrolment = Enrolment(person, role)
        self.members.append(enrolment)
        return enrolment

    def drop(self, person: Person) -> None:
        """Take the person out of the course altogether."""
        self.members = [one for one in self.members if one.person is not person]

    def suspend(self, person: Person) -> None:
        """Keep the person in the course but switch the access off."""
        for enrolment in self.of(person):
            enrolment.is_active = False

    def reactivate(self, person: Person) -> None:
        """Give a suspended person the access back."""
        for enrolment in self.of(person):
            enrolment.is_active = True

    def of(self, person: Person) -> list[Enrolment]:
        """Every enrolment of this person, active or not."""
        return [one for one in self.members if one.person is person]

    def roles(self, person: Person) -> set[Role]:
        """The roles the person may use today."""
        return {one.role for one in self.of(person) if one.is_active}

    def people(self, role: Role) -> list[Person]:
        """Active people with this role, in order of enrolment, without test users."""
        active = (one for one in self.members if one.is_active and one.role is role)
        return [one.person for one in active if not one.person.is_test]

    def active(self) -> Iterator[tuple[Person, set[Role]]]:
        """Each active person once, with all roles, in the order of their account numbers."""
        found: dict[Person, set[Role]] = {}
        for one in self.members:
            if one.is_active:
                found.setdefault(one.person, set()).add(one.role)
        yield from sorted(found.items(), key=lambda entry: entry[0].number)

    def add_section(self, name: str, *people: Person) -> Group:
        """Another section with these people in it."""
        made = Group(str(self.number * 10 + len(self.sections) + 1), name, list(people))
        self.sections.append(made)
        return made

    def add_group(self, name: str, *people: Person, set_name: str = "") -> Group:
        """Another group with these people in it; a set of that name is made when it is new."""
        if set_name:
            self.group_sets.setdefault(f"set-{set_name}", set_name)
        set_id = f"set-{set_name}" if set_name else ""
        made = Group(str(self.number * 100 + len(self.groups) + 1), name, list(people), set_id)
        self.groups.append(made)
        return made

    def sections_of(self, person: Person) -> list[Group]:
        """The sections this person is in."""
        return [one for one in self.sections if person in one.people]

    def groups_of(self, person: Person) -> list[Group]:
        """The groups this person is in."""
        return [one for one in self.groups if person in one.people]

    def link(self, link_id: str) -> ResourceLink | None:
        """The resource link with this id, if it is one of this course."""
        return next((one for one in self.resource_links if one.id == link_id), None)

    def line_item(self, number: int) -> LineItem | None:
        """The gradebook column with this number, if it is one of this course."""
        return next((one for one in self.line_items if one.number == number), None)

    def linked(self, link_id: str) -> list[LineItem]:
        """Gradebook columns that belong to this resource link."""
        return [one for one in self.line_items if one.resource_link_id == link_id]
