"""What everything made up for the demo is made with."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.actions.channels import add_channel
from zaitaku.programme.events.choices import Admission, ChannelKind
from zaitaku.programme.events.models import Channel, Session

CONTACT = "【架空】在宅療養係 03-0000-0000"
HALL = "【架空】区民ホール"


@dataclass(frozen=True)
class Maker:
    """What everything made here needs; `now` is the moment people sign up."""

    owner: Organisation
    by: Person
    now: datetime
    chance: random.Random

    def earlier(self, days: int) -> date:
        """A day that many days ago, or the first of the fiscal year where that comes later."""
        today = self.now.date()
        return max(today - timedelta(days=days), FiscalYear.of(today).start)


def channel(maker: Maker, session: Session, kind: ChannelKind, label: str, capacity: int) -> Channel:
    return add_channel(
        session=session,
        kind=kind,
        label=label,
        admission=Admission.FIRST_COME,
        capacity=capacity,
        opens_at=maker.now - timedelta(days=7),
        by=maker.by,
    )
