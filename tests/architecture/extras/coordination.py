"""A title that anybody may download as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.factories import core, materials
from zaitaku.programme.materials.actions.coordination import offer_as_form

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    owner = world.nerima.organisation("高齢者支援課")
    title = materials.title(owner=owner, code="extra-coordination", name="連携シート（様式）")
    offer_as_form(title=title, is_offered=True, contact="", by=core.person(organisation=owner))
    return {"coordination-sheet:pk": title.pk}
