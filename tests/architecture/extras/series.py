"""A public session with a handout that anybody may download."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tests.factories import events

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    owner = world.nerima.organisation("高齢者支援課")
    run = events.series(owner=owner, title="公開講座", is_public=True, contact="窓口", fiscal_year=2026)
    session = events.session(series=run, held_on=date(2026, 12, 5), status="planned")
    events.channel(session=session, label="本会場")
    handout = events.handout(session=session, is_public=True)
    return {"session:pk": session.pk, "handouts:pk": handout.pk, "open-data:year": 2026}
