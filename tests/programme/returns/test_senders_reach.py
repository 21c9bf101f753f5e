"""Whom a form may be asked of: of everybody in the area by officers, by partners only of their own."""

import pytest
from django.urls import reverse

from tests.factories import core, returns
from zaitaku.core.accounts.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    return returns.form(owner=core.organisation(name="医師会", kind="association"), is_collected=True)


@pytest.mark.parametrize(("role", "may_ask_all"), [(Role.PARTNER, False), (Role.SECTION_OFFICER, True)])
def test_a_partner_asks_nobody_but_its_own(client, form, role, may_ask_all):
    """Asking makes duties and letters for the people asked."""
    own = core.organisation(area=form.owner.area, parent=form.owner)
    other = core.organisation(area=form.owner.area)
    client.force_login(core.person(role=role, organisation=form.owner))
    address = reverse("returns:senders", args=[form.pk])
    for one in (own, other):
        client.post(address, {"organisations": [one.pk], "valid_from": "2023-04-01"})
    asked = set(form.senders.values_list("organisation", flat=True))
    assert asked == ({own.pk, other.pk} if may_ask_all else {own.pk})
