"""From which month on a form may still be changed: months that were answered keep what they were asked."""

from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q

from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.returns.choices import SENT, Rhythm, SheetStatus
from zaitaku.programme.returns.models import Form, Upload, Value


def next_start(rhythm: str, start: date) -> date:
    """The first day of the month or fiscal year after the one of `start`; the day after, for a form asked once."""
    if rhythm == Rhythm.MONTH:
        return (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    return FiscalYear(FiscalYear.of(start).year + 1).start if rhythm == Rhythm.YEAR else start + timedelta(days=1)


def start_before(rhythm: str, start: date) -> date:
    """The first day of the month or fiscal year before the one of `start`."""
    if rhythm == Rhythm.MONTH:
        return (start.replace(day=1) - timedelta(days=1)).replace(day=1)
    return FiscalYear(FiscalYear.of(start).year - 1).start if rhythm == Rhythm.YEAR else start - timedelta(days=1)


def start_of(rhythm: str, day: date) -> date:
    """The first day of the month or fiscal year that a day lies in."""
    if rhythm == Rhythm.MONTH:
        return day.replace(day=1)
    return FiscalYear.of(day).start if rhythm == Rhythm.YEAR else day


def last_kept(form: Form) -> date | None:
    """The beginning of the latest sheet that was begun: with a value, a file that came back, or a step. One query."""
    begun = Q(Exists(Value.objects.filter(sheet=OuterRef("pk")))) | Q(
        Exists(Upload.objects.filter(sheet=OuterRef("pk")))
    )
    begun |= Q(status__in=[SheetStatus.DRAFT, *SENT])
    found: date | None = form.returns.filter(begun, start__isnull=False).aggregate(last=Max("start"))["last"]
    return found


def first_free(form: Form) -> date | None:
    """From here on changes may count; None: from any month. Forms that are recorded directly are free. One query."""
    last = last_kept(form) if form.is_collected else None
    return next_start(form.rhythm, last) if last is not None else None
