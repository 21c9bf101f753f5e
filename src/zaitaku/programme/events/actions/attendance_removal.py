"""Removing who came, once a series' personal data is due: the numbers stay."""

from datetime import date, datetime

from django.db import transaction

from zaitaku.analysis.persons import persons
from zaitaku.programme.events.models import CheckIn, KnownPersons, OnlineReport, Series
from zaitaku.programme.events.queries.persons import known


@transaction.atomic
def remove(*, series: Series, now: datetime) -> dict[str, int]:
    """What was removed → rows. The number of persons is worked out first, for nobody can do so afterwards.

    To be called before the sign-ups of the series lose their names.
    """
    check_ins = CheckIn.objects.filter(channel__session__series=series, removed_at=None)
    reports = OnlineReport.objects.filter(channel__session__series=series, removed_at=None)
    keep_persons(series=series, now=now)
    return {
        "check_ins": check_ins.update(name="", email="", office="", removed_at=now),
        "online_reports": reports.update(rows=[], file_name="", removed_at=now),
    }


def keep_persons(*, series: Series, now: datetime) -> None:
    """Once only: after names are gone the range could only get wider."""
    arrivals = known([series.pk], date.max)[series.pk].arrivals
    if not any(arrival.name for arrival in arrivals):
        return
    found = persons(arrivals)
    KnownPersons.objects.get_or_create(
        series=series, defaults={"lower": found.lower, "upper": found.upper, "counted_at": now}
    )
