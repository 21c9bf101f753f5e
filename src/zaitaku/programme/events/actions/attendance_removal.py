"""What must be worked out from names before they are removed."""

from datetime import date, datetime

from zaitaku.analysis.persons import persons
from zaitaku.programme.events.models import KnownPersons, Series
from zaitaku.programme.events.queries.persons import known


def keep_known_persons(*, series: Series, now: datetime) -> None:
    """How many different people came: nobody can work it out afterwards. Once only: after names are gone the range
    could only get wider."""
    arrivals = known([series.pk], date.max)[series.pk].arrivals
    if any(arrival.name for arrival in arrivals):
        found = persons(arrivals)
        KnownPersons.objects.get_or_create(
            series=series, defaults={"lower": found.lower, "upper": found.upper, "counted_at": now}
        )
