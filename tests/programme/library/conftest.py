"""A section that keeps a library, and a centre that reads in it."""

import pytest

from tests.factories import core, library
from zaitaku.core.accounts.choices import Role


@pytest.fixture
def officer():
    return core.person(organisation=core.organisation(name="地域医療課"))


@pytest.fixture
def owner(officer):
    return officer.memberships.get().organisation


@pytest.fixture
def centre(owner):
    return core.organisation(area=owner.area, name="光が丘センター", kind="support_center")


@pytest.fixture
def reader(centre):
    return core.person(role=Role.PARTNER, organisation=centre, email="reader@example.jp")


@pytest.fixture
def version(owner):
    return library.version(document=library.document(owner=owner, title="感染対策の手引き"))
