"""Wishes, issues, agenda and actions that addresses of the meetings app lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.factories.meetings import committees, issues, wishes
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import Organisation

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    area = world.nerima.area
    section = world.nerima.organisation("高齢者支援課")
    centre = Organisation.objects.filter(area=area, kind=OrganisationKind.SUPPORT_CENTER).order_by("pk").first()
    wish = wishes.wish(center=centre or wishes.centre(area=area), text="孫に手紙を書きたい")
    match = wishes.match(wish=wish)
    meeting = committees.meeting(series=committees.committee(owner=section, code="extras-committee"))
    return {
        "wishes:pk": wish.pk,
        "matches:match": match.pk,
        "supporters:pk": match.supporter_id,
        "issues:pk": issues.issue(owner=section).pk,
        "minutes.:suffix": "pdf",
        "agenda:pk": committees.item(session=meeting).pk,
        "move:way": "up",
        "actions:pk": committees.action(session=meeting, owner=section).pk,
    }
