"""Role by permission, and how far each reaches."""

from datetime import date, timedelta

import pytest

from tests.factories import core
from zaitaku.core.accounts.access import Permission, allowed, areas_for, organisations_for
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.choices import AreaKind

pytestmark = pytest.mark.django_db
DAY = date(2023, 12, 31)

MATRIX = {
    Role.PROGRAMME_OFFICER: "view_programme edit_plan record confirm write_paper freeze_paper view_audit",
    Role.SECTION_OFFICER: "view_programme record confirm",
    Role.PARTNER: "view_programme record",
    Role.PROFESSIONAL: "view_programme",
    Role.COUNCIL_MEMBER: "view_programme",
    Role.ANALYST: "view_programme",
    Role.ADMINISTRATOR: "manage_people view_audit",
}


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_each_role_may_exactly_what_the_table_says(role, permission):
    own = core.organisation()
    somebody = core.person(role=role, organisation=own)
    expected = permission.value in MATRIX[role].split()
    assert allowed(somebody, permission, on=DAY) is expected
    assert allowed(somebody, permission, on=DAY, organisation=own) is expected
    assert allowed(somebody, permission, on=DAY, organisation=core.organisation()) is False


@pytest.fixture
def town():
    """Two wards of one prefecture; in the first a section, its office and its desk, and a centre of a living area."""
    prefecture = core.area(kind=AreaKind.PREFECTURE)
    ward, other = core.area(parent=prefecture), core.area(parent=prefecture)
    living = core.area(parent=ward, kind=AreaKind.LIVING_AREA)
    section = core.organisation(area=ward)
    office = core.organisation(parent=section)
    return {
        "prefecture": prefecture,
        "ward": ward,
        "living": living,
        "section": section,
        "office": office,
        "desk": core.organisation(parent=office),
        "centre": core.organisation(area=living),
        "elsewhere": core.organisation(area=other),
        "above": core.organisation(area=prefecture),
    }


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.PROGRAMME_OFFICER, {"section", "office", "desk", "centre"}),
        (Role.COUNCIL_MEMBER, {"section", "office", "desk", "centre"}),
        (Role.SECTION_OFFICER, {"section", "office", "desk"}),
        (Role.PARTNER, {"section", "office", "desk"}),
        (Role.PROFESSIONAL, {"section", "office", "desk"}),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_reach_from_the_section(town, role, expected, django_assert_num_queries):
    somebody = core.person(role=role, organisation=town["section"])
    with django_assert_num_queries(1):
        found = set(organisations_for(somebody, Permission.VIEW_PROGRAMME, on=DAY))
    assert found == {town[name] for name in expected}


def test_an_officer_of_the_prefecture_reaches_every_ward(town):
    somebody = core.person(role=Role.PROGRAMME_OFFICER, organisation=town["above"])
    found = set(organisations_for(somebody, Permission.CONFIRM, on=DAY))
    assert found == {town[n] for n in ("section", "office", "desk", "centre", "elsewhere", "above")}


def test_areas(town):
    officer = core.person(role=Role.PROGRAMME_OFFICER, organisation=town["section"])
    partner = core.person(role=Role.PARTNER, organisation=town["centre"])
    assert set(areas_for(officer, Permission.RECORD, on=DAY)) == {town["ward"], town["living"]}
    assert set(areas_for(partner, Permission.RECORD, on=DAY)) == {town["living"]}


def test_two_roles_add_up_and_each_keeps_its_own_reach(town):
    both = core.person(role=Role.PARTNER, organisation=town["centre"])
    core.membership(person=both, role=Role.ADMINISTRATOR, organisation=town["elsewhere"])
    assert set(organisations_for(both, Permission.RECORD, on=DAY)) == {town["centre"]}
    assert set(organisations_for(both, Permission.MANAGE_PEOPLE, on=DAY)) == {town["elsewhere"]}


def test_only_within_the_days_of_the_membership():
    somebody = core.person(role=None)
    core.membership(person=somebody, valid_from=DAY, valid_to=DAY + timedelta(days=1))
    answers = [allowed(somebody, Permission.RECORD, on=DAY + timedelta(days=offset)) for offset in (-1, 0, 1, 2)]
    assert answers == [False, True, True, False]


def test_only_within_the_days_of_the_organisation():
    own = core.organisation(valid_to=DAY)
    somebody = core.person(organisation=own)
    assert allowed(somebody, Permission.RECORD, on=DAY)
    assert not allowed(somebody, Permission.RECORD, on=DAY + timedelta(days=1))


def test_an_ended_organisation_stays_reachable_for_those_above_it(town):
    closed = core.organisation(parent=town["section"], valid_to=date(2020, 3, 31))
    somebody = core.person(role=Role.SECTION_OFFICER, organisation=town["section"])
    assert allowed(somebody, Permission.VIEW_PROGRAMME, on=DAY, organisation=closed)


def test_somebody_deactivated_may_nothing():
    assert not allowed(core.person(is_active=False), Permission.VIEW_PROGRAMME, on=DAY)
