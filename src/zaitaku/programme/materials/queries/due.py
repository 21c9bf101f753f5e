"""What somebody has to see to: stocks to be ordered anew, and print runs that should have come."""

from datetime import date

from django.utils.translation import gettext as _

from zaitaku.analysis.stock import Standing
from zaitaku.core.accounts.access import Permission, organisations_for
from zaitaku.core.accounts.models import Person
from zaitaku.core.accounts.queries import Duty, own_organisations
from zaitaku.programme.materials.models import PrintRun, Title
from zaitaku.programme.materials.queries.stock import stocks


def duties_of(person: Person, *, on: date, most: int) -> list[Duty]:
    """Of the person's own organisations; a stock is due on the day it is expected to run out at the earliest."""
    own = own_organisations(person, on=on) & organisations_for(person, Permission.RECORD, on=on)
    titles = list(Title.objects.filter(owner__in=own.values("pk"), is_stocked=True).select_related("owner"))
    if not titles:
        return []
    found = _low(titles, on)
    late = PrintRun.objects.filter(
        title__in=[one.pk for one in titles], delivery=None, cancelled_because="", expected_on__lt=on
    )
    found += [
        Duty(
            _("Print run not delivered: %(title)s") % {"title": run.title.name},
            run.title.owner.name,
            "materials:title",
            run.title_id,
            run.expected_on,
            True,
        )
        for run in late.select_related("title__owner").order_by("expected_on", "pk")[:most]
    ]
    return sorted(found, key=lambda duty: duty.due_on or date.max)[:most]


def _low(titles: list[Title], on: date) -> list[Duty]:
    found = stocks(titles, on=on)
    low = []
    for title in titles:
        one = found[title.pk]
        if one.point is None or one.standing not in (Standing.LOW, Standing.OUT):
            continue
        words = {"title": title.name, "stock": f"{one.stock:,}", "point": f"{one.point:,}"}
        what = _("Order anew: %(title)s (stock %(stock)s, re-order point %(point)s)") % words
        due_on = one.forecast.earliest or one.forecast.expected
        low.append(Duty(what, title.owner.name, "materials:title", title.pk, due_on, one.standing is Standing.OUT))
    return low
