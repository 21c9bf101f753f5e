"""Groups, one with changes that wait and one that has ended, directories, and a former list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.factories import facilities
from zaitaku.programme.facilities.actions.publication import end_group
from zaitaku.programme.facilities.choices import Way

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    owner = world.nerima.organisation("高齢者支援課")
    kept = facilities.directory(owner=owner)
    facilities.directory(
        owner=world.nerima.organisation("歯科医師会")
    )  # whose section officer begins none of its own then
    facilities.group(directory=kept, by=world.officer, has_consent=False)
    ended = facilities.group(directory=kept, by=world.officer, area=world.nerima.area)
    end_group(group=ended, on=timezone.localdate(), way=Way.PHONE, by=world.officer, now=timezone.now())
    group = facilities.group(directory=kept, by=world.officer)
    facilities.changed(group, what="体操もします。")
    return {
        "groups:pk": group.pk,
        "activities:pk": group.pk,
        "directories:pk": kept.pk,
        "counts:pk": owner.pk,
        "own:key": group.key,
    }
