"""Names leave when a series no longer needs them; what is counted, and who met whom by digest, stays."""

from datetime import datetime

from django.db import transaction

from zaitaku.programme.events.models import Series
from zaitaku.programme.meetings.models import Member


@transaction.atomic
def remove(*, series: Series, now: datetime) -> dict[str, int]:
    """Empty every name and office of the series' meetings; how many rows of each kind were emptied."""
    members = Member.objects.filter(plan__session__series=series, removed_at=None)
    return {"members": members.update(name="", office="", removed_at=now)}
