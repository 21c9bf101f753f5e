"""A reported total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zaitaku.programme.events.models import Summary

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    return {"totals:pk": Summary.objects.get(series__code="salon", measure="attendance").pk}
