"""The lecture of the example gets groups, so that every page of them has something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.factories.meetings import groups
from zaitaku.programme.events.models import Session

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    session = Session.objects.get(series__owner__area=world.nerima.area, series__code="home-care-lecture", number=3)
    plan = groups.full_plan(session=session)
    first = plan.tables.first()
    plan.members.filter(pk__in=[one.pk for one in plan.members.all()[:4]]).update(table=first)
    return {}
