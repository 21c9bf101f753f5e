"""A figure that no plan names yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zaitaku import catalogue
from zaitaku.programme.indicators.actions import define_indicator

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    made = define_indicator(
        area=world.nerima.area,
        code="A1.sessions",
        label="講演会の実施回数",
        function="events.sessions_held",
        params={"series": "home-care-lecture"},
        owner=world.nerima.organisation("地域医療課"),
        check=catalogue.check_params,
        by=world.officer,
    )
    return {"indicators:pk": made.pk, "new:function": made.function}
