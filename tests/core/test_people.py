"""People and organisations: what an administrator may do, and what is refused."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from tests.factories import core
from zaitaku.core.accounts import actions
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Invitation, Membership, Person
from zaitaku.core.areas import actions as areas
from zaitaku.core.areas.choices import AreaKind, OrganisationKind
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office():
    return core.organisation(area=core.area(kind=AreaKind.MUNICIPALITY))


@pytest.fixture
def administrator(office):
    return core.person(role=Role.ADMINISTRATOR, organisation=office)


@pytest.fixture
def staff(client, administrator):
    client.force_login(administrator)
    return client


def test_the_list_is_searched_and_narrowed(staff, office, administrator):
    hanako = core.person(role=Role.PARTNER, organisation=office, name="練馬 花子", has_factor=False)
    core.person(name="隣の区の人")

    def found(**query):
        return set(staff.get(reverse("accounts:people"), query).context["listed"])

    assert found() == {administrator, hanako}
    assert found(q="花子") == {hanako}
    assert found(role=Role.PARTNER) == {hanako}
    assert found(state="no_factor") == {hanako}
    assert found(state="closed") == set()
    assert found(q="花子 光が丘") == set()


def test_the_list_needs_as_many_queries_for_many_as_for_few(staff, office, django_assert_max_num_queries):
    for _ in range(30):
        core.person(organisation=office)
    with django_assert_max_num_queries(12):
        staff.get(reverse("accounts:people"))


def test_people_elsewhere_are_not_found(staff):
    stranger = core.person()
    for name in ("person", "add_role", "link", "reset_factor", "deactivate", "reactivate"):
        url = reverse(f"accounts:{name}", args=[stranger.pk])
        answer = staff.post(url, {}) if name in {"add_role", "link"} else staff.get(url)
        assert answer.status_code == 404, name


def test_inviting_elsewhere_is_refused(staff):
    data = {"name": "x", "email": "x@example.jp", "role": Role.PARTNER, "organisation": core.organisation().pk}
    answer = staff.post(reverse("accounts:invite"), data | {"valid_from": "2023-04-01"})
    assert answer.status_code == 422
    assert not Person.objects.filter(email="x@example.jp").exists()


def test_an_address_is_used_once_whatever_its_case(staff, office):
    core.person(email="taken@example.jp")
    data = {"name": "x", "email": "Taken@Example.JP", "role": Role.PARTNER, "organisation": office.pk}
    answer = staff.post(reverse("accounts:invite"), data | {"valid_from": "2023-04-01"})
    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors


def test_a_role_begins_and_ends(staff, office, administrator):
    somebody = core.person(role=Role.PARTNER, organisation=office)
    url = reverse("accounts:add_role", args=[somebody.pk])
    data = {"role": Role.COUNCIL_MEMBER, "organisation": office.pk, "valid_from": "2023-04-01"}
    assert staff.post(url, data).status_code == 302
    assert staff.post(url, data).status_code == 422
    added = somebody.memberships.get(role=Role.COUNCIL_MEMBER)
    end = reverse("accounts:end_role", args=[somebody.pk, added.pk])
    assert staff.post(end, {"valid_to": "2023-03-31"}).status_code == 422
    assert staff.post(end, {"valid_to": "2024-03-31"}).status_code == 302
    added.refresh_from_db()
    assert added.valid_to == date(2024, 3, 31)
    assert list(AuditEntry.objects.order_by("number").values_list("action", flat=True)) == [
        "membership.add",
        "membership.end",
    ]


def test_the_last_administrator_stays(staff, administrator):
    held = administrator.memberships.get()
    end = reverse("accounts:end_role", args=[administrator.pk, held.pk])
    assert staff.post(end, {"valid_to": TODAY.isoformat()}).status_code == 422
    close = reverse("accounts:deactivate", args=[administrator.pk])
    assert staff.post(close, {"reason": "退職"}).status_code == 422
    administrator.refresh_from_db()
    held.refresh_from_db()
    assert (administrator.is_active, held.valid_to) == (True, None)
    assert not AuditEntry.objects.exists()


def test_an_administrator_who_ends_later_is_none_that_stays(administrator, office):
    core.membership(
        role=Role.ADMINISTRATOR, organisation=office, valid_from=core.LONG_AGO, valid_to=TODAY + timedelta(days=30)
    )
    with pytest.raises(actions.LastAdministrator):
        actions.end_membership(
            by=administrator, membership=administrator.memberships.get(), valid_to=TODAY + timedelta(days=60)
        )


def test_closing_and_opening_with_a_reason(staff, office):
    somebody = core.person(organisation=office)
    close = reverse("accounts:deactivate", args=[somebody.pk])
    assert staff.post(close, {"reason": ""}).status_code == 422
    assert staff.post(close, {"reason": "異動"}).status_code == 302
    somebody.refresh_from_db()
    assert not somebody.is_active
    assert AuditEntry.objects.get().details == {"reason": "異動"}
    staff.post(reverse("accounts:reactivate", args=[somebody.pk]), {"reason": "復職"})
    somebody.refresh_from_db()
    assert somebody.is_active


def test_a_lost_second_factor_is_forgotten(staff, office):
    somebody = core.person(organisation=office)
    staff.post(reverse("accounts:reset_factor", args=[somebody.pk]), {"reason": "携帯電話の紛失"})
    assert not Authenticator.objects.filter(user=somebody).exists()
    assert AuditEntry.objects.get().details == {"reason": "携帯電話の紛失", "forgotten": ["totp"]}


def test_nobody_takes_over_somebody_who_may_more(staff, office):
    """An administrator of a ward cannot reset, close or send a link for one who has a role in the prefecture too."""
    mighty = core.person(organisation=office)
    core.membership(person=mighty, role=Role.ADMINISTRATOR)
    for name in ("link", "reset_factor", "deactivate"):
        answer = staff.post(reverse(f"accounts:{name}", args=[mighty.pk]), {"reason": "x"})
        assert answer.status_code == 403, name
    assert not Invitation.objects.exists()


def test_a_newer_link_ends_the_older(staff, office, administrator):
    somebody = core.person(organisation=office)
    old = actions.new_link(by=administrator, person=somebody, days=3)
    new = actions.new_link(by=administrator, person=somebody, days=3)
    with pytest.raises(actions.InvitationInvalid):
        actions.open_invitation(old)
    assert actions.open_invitation(new).person == somebody
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(actions.InvitationInvalid):
        actions.open_invitation(new)


def test_only_administrators_manage_people(client, office):
    for role in set(Role) - {Role.ADMINISTRATOR}:
        client.force_login(core.person(role=role, organisation=office))
        assert client.get(reverse("accounts:people")).status_code == 403, role


def test_organisations_are_added_changed_and_ended(staff, office):
    data = {"area": office.area.pk, "code": "K-01", "name": "光が丘地域包括支援センター", "kind": "support_center"}
    answer = staff.post(reverse("areas:add"), data | {"valid_from": "2021-04-01", "parent": office.pk})
    assert answer.status_code == 302
    centre = Organisation.objects.get(code="K-01")
    assert staff.post(reverse("areas:add"), data | {"valid_from": "2021-04-01"}).status_code == 422
    change = reverse("areas:change", args=[centre.pk])
    assert staff.post(change, {"name": "新しい名", "kind": "support_center"}).status_code == 302
    centre.refresh_from_db()
    assert (centre.name, centre.parent) == ("新しい名", None)
    changed = AuditEntry.objects.get(action="organisation.change").details
    assert changed["before"]["name"] == "光が丘地域包括支援センター"
    assert staff.post(reverse("areas:end", args=[centre.pk]), {"valid_to": "2024-03-31"}).status_code == 302
    assert centre not in staff.get(reverse("areas:organisations")).context["listed"]
    assert centre in staff.get(reverse("areas:organisations"), {"ended": "1", "q": "新しい"}).context["listed"]


def test_an_organisation_with_parts_does_not_end(administrator, office):
    core.organisation(parent=office)
    with pytest.raises(areas.StillHasParts):
        areas.end_organisation(by=administrator, organisation=office, valid_to=TODAY)


def test_no_circles_and_no_seventh_level(administrator, office):
    line = [office]
    for _ in range(5):
        line.append(core.organisation(parent=line[-1]))
    with pytest.raises(areas.Circle):
        areas.change_organisation(
            by=administrator, organisation=office, name="x", kind=OrganisationKind.SECTION, parent=line[2]
        )
    with pytest.raises(areas.TooDeep):
        areas.add_organisation(
            by=administrator, area=office.area, code="deep", name="x", kind=OrganisationKind.OTHER,
            valid_from=core.LONG_AGO, parent=line[-1],
        )  # fmt: skip
    other = core.organisation(area=office.area)
    with pytest.raises(areas.TooDeep):
        areas.change_organisation(
            by=administrator, organisation=office, name="x", kind=OrganisationKind.SECTION, parent=other
        )


def test_organisations_elsewhere_are_not_found(staff):
    stranger = core.organisation()
    assert staff.get(reverse("areas:change", args=[stranger.pk])).status_code == 404
    assert staff.get(reverse("areas:end", args=[stranger.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["accounts:people", "accounts:invite", "areas:organisations", "areas:add", "areas:areas"]
)
def test_every_page_opens(staff, name):
    assert staff.get(reverse(name)).status_code == 200


def test_the_system_writes_and_cannot_sign_in(client):
    system = actions.system_person()
    assert actions.system_person() == system
    assert not system.is_active
    assert not Membership.objects.filter(person=system).exists()
