"""How many queries a page takes: no more than written down, and not one more when everything it lists is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.architecture.doubling import again, doubled
from tests.architecture.places import FROZEN_AS_OF, places
from tests.architecture.query_counts import BASELINE
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.council.models import Paper
from zaitaku.programme.indicators.models import Confirmation
from zaitaku.programme.plans.models import Node

ADMINISTRATORS = ("accounts:", "areas:", "audit:")


PARTNERS = ("materials:my_orders", "materials:my_order", "materials:add_my_order")
OTHERS = {  # pages that list more of another object than of the one that `World.values` leads to
    "returns:sheet": "collected-sheets",
    "returns:upload": "collected-sheets",
    "returns:elements": "collected",
    "returns:export": "collected",
    "returns:history": "collected-sheets",
    "materials:title": "stocked",
    "materials:book": "stocked",
    "materials:movements_xlsx": "stocked",
    "materials:take_stock": "stocked",
    "materials:history": "corrected",
}


def addresses(world: Any) -> Iterator[tuple[str, str, str]]:
    """What is measured: its name, who looks at it, and where."""
    for place in places():
        if not place.is_ours:
            continue
        role = Role.ADMINISTRATOR if place.name.startswith(ADMINISTRATORS) else Role.PROGRAMME_OFFICER
        if place.name in PARTNERS:
            role = Role.PARTNER
        yield place.name, role, world.address(place)
        if other := OTHERS.get(place.name):
            instead = {name: world.values[f"{other}:{name}"] for _, name in place.params}
            yield f"{place.name} of {other}", role, world.address(place, **instead)


def measured(world: Any) -> dict[str, int]:
    """Every page of ours that opens with 200, seen for the first time after a change."""
    found = {}
    for page_name, role, address in addresses(world):
        client = Client()
        client.force_login(world.people[role])  # a session of earlier pages is written now and then
        for name in settings.CACHES:
            caches[name].clear()
        reset_queries()  # the log keeps 9,000 of them
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address)
        if page.status_code == 200:
            found[page_name] = len(captured)
    return found


@pytest.fixture
def confirmed(world):
    """Some figures have their owner's word, and two papers are frozen, so that those are read too."""
    client = world.client(Role.PROGRAMME_OFFICER)
    for code in ("A1.attendance", "B1.consultations", "E3.meetings"):
        address = f"/year/2023/figures/{code}/"
        page = client.get(address + "?as_of=2024-01-31")
        digest = page.context["confirm_form"].initial["digest"]
        client.post(address + "confirm/?as_of=2024-01-31", {"digest": digest})
    assert Confirmation.objects.count() >= 3
    frozen = Paper.objects.get(status="frozen", as_of=FROZEN_AS_OF)
    again(frozen, as_of=frozen.as_of.replace(year=2021))  # so that there are two to compare
    return world


def test_queries(confirmed):
    before = measured(confirmed)
    new = {name: count for name, count in before.items() if name not in BASELINE}
    assert not new, f"write the numbers of these pages down: {new}"
    more = {name: (BASELINE[name], count) for name, count in before.items() if count > BASELINE[name]}
    assert not more, f"more queries than written down: {more}"
    initiatives = Node.objects.filter(kind="initiative").count()
    doubled()
    assert Node.objects.filter(kind="initiative").count() == 2 * initiatives
    after = measured(confirmed)
    grown = {name: (n, after.get(name)) for name, n in before.items() if after.get(name) != n}
    assert not grown, f"queries depend on how much there is: {grown}"
