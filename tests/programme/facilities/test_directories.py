"""Who begins a directory and sets its rule; the numbers of the list that was kept before."""

import pytest
from django.urls import reverse

from tests.factories import core, facilities
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.facilities.models import Directory, ListedCount

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"facilities:{name}", args=args)


def test_the_rule_is_set_and_former_numbers_are_recorded(client):
    owner = core.organisation()
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    assert "名簿はまだありません" in client.get(url("groups")).content.decode()
    values = {"owner": owner.pk, "kept_since": "R8.4.1", "months": "6", "grace_days": "30", "notice_days": "14"}
    assert client.post(url("add_directory"), values).status_code == 302
    kept = Directory.objects.get()
    assert (kept.rule.months, kept.rule.grace_days, kept.takes_requests) == (6, 30, False)
    client.post(url("directory", kept.pk), values | {"months": "12", "takes_requests": "on"})
    assert Directory.objects.get().months == 12
    client.post(url("counts", owner.pk), {"as_of": "R6.3.31", "groups": "27団体"})
    client.post(url("counts", owner.pk), {"as_of": "R6.3.31", "groups": "28"})
    assert [row.value for row in ListedCount.objects.filter(superseded_at=None)] == [28]
    refused = client.post(url("counts", owner.pk), {"as_of": "R8.4.1", "groups": "28"})
    assert (refused.status_code, "それより前の日" in refused.content.decode()) == (422, True)


def test_no_partner_begins_or_sets_a_directory(client, kept):
    """Nobody of the municipality would look at what it publishes."""
    values = {"kept_since": "R8.4.1", "months": "6", "grace_days": "0", "notice_days": "0", "takes_requests": "on"}
    centre = core.person(role=Role.PARTNER)
    client.force_login(centre)
    own = centre.memberships.get().organisation_id
    assert client.get(url("add_directory")).status_code == 403
    assert client.post(url("add_directory"), values | {"owner": own}).status_code == 403
    assert Directory.objects.count() == 1
    for name in ("groups", "directories", "add_group", "paste_groups"):
        page = client.get(url(name))
        assert page.status_code == 200
        assert url("add_directory") not in page.content.decode(), name

    client.force_login(facilities.writer(kept, Role.PARTNER))
    assert client.post(url("directory", kept.pk), values).status_code == 403
    assert Directory.objects.get().months == 12
    assert client.get(url("add_group")).status_code == 200


def test_a_directory_is_begun_for_the_sections_one_answers_for(client, kept):
    officer = core.person(role=Role.SECTION_OFFICER)
    client.force_login(officer)
    values = {"owner": kept.owner_id, "kept_since": "R8.4.1", "months": "6", "grace_days": "0", "notice_days": "0"}
    other = core.organisation(area=kept.owner.area)
    assert client.post(url("add_directory"), values | {"owner": other.pk}).status_code == 422
    own = officer.memberships.get().organisation_id
    assert client.post(url("add_directory"), values | {"owner": own}).status_code == 302
    assert Directory.objects.latest("pk").owner_id == own
