"""Objects behind the addresses of attendance: an online report that waits for decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.factories import events
from zaitaku.programme.events.actions.online import take_in_report
from zaitaku.programme.events.choices import ChannelKind
from zaitaku.programme.events.models import Channel

if TYPE_CHECKING:
    from tests.architecture.places import World

SYNTHETIC = (
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
    "佐藤 恵子,,12/10/2023 02:00:00 PM,12/10/2023 02:40:00 PM,40,Yes\n"
    "佐藤 恵子,,12/10/2023 02:10:00 PM,12/10/2023 03:30:00 PM,80,Yes\n"
    "鈴木 一郎,ichiro@example.jp,12/10/2023 02:10:00 PM,12/10/2023 03:30:00 PM,80,Yes\n"
)


def values(world: World) -> dict[str, Any]:
    area = world.nerima.area
    zoom = Channel.objects.filter(kind=ChannelKind.ONLINE, session__series__owner__area=area).order_by("pk")[0]
    report = take_in_report(
        channel=zoom, file_name="synthetic-zoom-report.csv", data=SYNTHETIC.encode(), by=world.officer, now=events.NOW
    )
    return {"online-reports:pk": report.pk}
