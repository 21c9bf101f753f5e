"""Who hands guidebooks out, and who orders them."""

import pytest
from django.urls import reverse

from tests.factories import core, orders
from zaitaku.core.accounts.choices import Role


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def by(owner):
    return core.person(role=Role.SECTION_OFFICER, organisation=owner)


@pytest.fixture
def officer(client, by):
    client.force_login(by)
    return client


@pytest.fixture
def guide(owner):
    return orders.offer(owner=owner, stock=1000)


@pytest.fixture
def clinic(owner):
    return orders.place(owner=owner, email="clinic@example.jp", contact="院長 花子")


@pytest.fixture
def address(clinic, by):
    return reverse("materials:order_by_link", args=[orders.key_of(clinic, by=by)])


@pytest.fixture
def partner(owner, clinic):
    """Works for an organisation that is a destination."""
    clinic.organisation = core.organisation(area=owner.area)
    clinic.save()
    return core.person(role=Role.PARTNER, organisation=clinic.organisation)
