"""Which series still hold personal data, and until when."""

from calendar import monthrange
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils.module_loading import import_string

from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.events.models import Channel, CheckIn, Invitation, OnlineReport, Removal, Series, Session, SignUp


def last_day(series: Series) -> date:
    """The last day of its sessions and channels; where one that is planned has no day yet, the end of its month, or
    of the fiscal year. What was called off does not count unless nothing else is there. What other parts of the
    product still need the people for (settings.PERSONAL_DATA_NEEDED) counts as well."""
    sessions = Session.objects.filter(series=series)
    kept = sessions.exclude(status=SessionStatus.CANCELLED)
    channels = Channel.objects.filter(session__in=kept)
    open_ended = kept.filter(status=SessionStatus.PLANNED, held_on=None)
    found = [
        kept.aggregate(day=Max("held_on"))["day"],
        channels.aggregate(day=Max("held_on"))["day"],
        _month_end(open_ended.aggregate(day=Max("planned_month"))["day"]),
        *(import_string(path)(series) for path in settings.PERSONAL_DATA_NEEDED),
    ]
    days: list[date] = [day for day in found if day is not None]
    if open_ended.filter(planned_month=None).exists() or not days:
        days.append(FiscalYear(series.fiscal_year).end)
    return max(days)


def removal_day(series: Series, last: date | None = None) -> date:
    """The first day on which the nightly removal takes the series; `last` where its last day is known."""
    return (last or last_day(series)) + timedelta(days=series.keeps_days + 1)


def due_series(today: date) -> list[Series]:
    """All series whose time is over, whether anything is left in them or not: other apps hold names too."""
    return [series for series in Series.objects.order_by("pk") if removal_day(series) <= today]


def kept_anywhere(series: Series) -> dict[str, int]:
    """How many rows still name somebody in every part of the product (settings.PERSONAL_DATA_KEPT)."""
    return {what: rows for path in settings.PERSONAL_DATA_KEPT for what, rows in import_string(path)(series).items()}


def kept(series: Series) -> dict[str, int]:
    """The events' own part, by the words of `Removal.what`."""
    return {
        "sign_ups": sign_ups_of(series).count(),
        "check_ins": check_ins_of(series).count(),
        "invitations": named_links_of(series).count(),
        "online_reports": reports_of(series).count(),
    }


def sign_ups_of(series: Series) -> QuerySet[SignUp]:
    return SignUp.objects.filter(channel__session__series=series, removed_at=None)


def check_ins_of(series: Series) -> QuerySet[CheckIn]:
    """Those that name somebody or lead to an entry that does."""
    named = ~Q(name="", email="", office="") | ~Q(sign_up=None) | Q(invitations__isnull=False)
    return CheckIn.objects.filter(named, channel__session__series=series, removed_at=None).distinct()


def named_links_of(series: Series) -> QuerySet[Invitation]:
    """Links of people who did not come to a session but are named by another part of the product."""
    return Invitation.objects.filter(collection__session__series=series).exclude(name="", email="")


def reports_of(series: Series) -> QuerySet[OnlineReport]:
    return OnlineReport.objects.filter(channel__session__series=series, removed_at=None)


def removals(series: Series) -> QuerySet[Removal]:
    return Removal.objects.filter(series=series).order_by("-at", "what")


def _month_end(month: date | None) -> date | None:
    return month and month.replace(day=monthrange(month.year, month.month)[1])
