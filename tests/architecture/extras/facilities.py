"""A group with changes that wait, a directory, and a former list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.factories import facilities

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    owner = world.nerima.organisation("高齢者支援課")
    kept = facilities.directory(owner=owner)
    facilities.directory(owner=world.nerima.organisation("歯科医師会"))  # whose people begin none of their own then
    facilities.group(directory=kept, by=world.officer, has_consent=False)
    group = facilities.group(directory=kept, by=world.officer)
    facilities.changed(group, what="体操もします。")
    return {
        "groups:pk": group.pk,
        "activities:pk": group.pk,
        "directories:pk": kept.pk,
        "counts:pk": owner.pk,
        "own:key": group.key,
    }
