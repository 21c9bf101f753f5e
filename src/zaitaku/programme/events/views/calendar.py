"""A month of sessions, and of channels that have a day of their own."""

from calendar import SUNDAY, Calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

import jpholiday
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages import is_japanese
from zaitaku.programme.events.forms.sessions import MonthForm
from zaitaku.programme.events.models import Series
from zaitaku.programme.events.queries.sessions import between, channels_between, without_day
from zaitaku.programme.events.views.reach import seen, settled


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a day. `status` is the session's or, where it has its own, the channel's."""

    url: str
    title: str
    starts: time | None
    place: str
    status: str


@dataclass(frozen=True, slots=True)
class Day:
    """`holiday` is its name, "" on other days."""

    day: date
    is_of_month: bool
    is_today: bool
    holiday: str
    entries: tuple[Entry, ...]

    @property
    def css(self) -> str:
        names = ["rest"] if self.holiday or self.day.isoweekday() == 7 else []
        names += ["saturday"] if self.day.isoweekday() == 6 and not self.holiday else []
        names += [] if self.is_of_month else ["other"]
        return " ".join(names + (["today"] if self.is_today else []))


@page(Permission.VIEW_PROGRAMME)
@require_GET
def calendar(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    form = MonthForm(request.GET)
    first = form.first_day(today)
    kind = form.cleaned_data.get("kind", "") if form.is_valid() else ""
    series = Series.objects.filter(owner__in=settled(seen(request)))
    series = series.filter(kind=kind) if kind else series
    days = list(Calendar(firstweekday=SUNDAY).itermonthdates(first.year, first.month))
    found = _entries(series, days[0], days[-1])
    month = [Day(day, day.month == first.month, day == today, _holiday(day), tuple(found.get(day, ()))) for day in days]
    context = {
        "first": first,
        "weeks": [month[start : start + 7] for start in range(0, len(month), 7)],
        "weekdays": [one.day for one in month[:7]],
        "listed": [day for day in month if day.is_of_month and (day.entries or day.holiday or day.is_today)],
        "floating": without_day(series, first),
        "previous": first - timedelta(days=1),
        "next": (first + timedelta(days=32)).replace(day=1),
        "today": today,
        "filter": form,
        "kind": kind,
    }
    return render(request, "events/calendar/month.html", context)


def _holiday(day: date) -> str:
    if not is_japanese():
        return "Holiday" if jpholiday.is_holiday(day) else ""
    return jpholiday.is_holiday_name(day) or ""


def _entries(series: QuerySet[Series], first: date, last: date) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = defaultdict(list)
    for day, entry in _all(series, first, last):
        found[day].append(entry)
    for entries in found.values():
        entries.sort(key=lambda entry: (entry.starts or time.min, entry.title))
    return found


def _all(series: QuerySet[Series], first: date, last: date) -> Iterator[tuple[date, Entry]]:
    """A channel counts where its day is another than the session's."""
    for one in between(series, first, last):
        url = reverse("events:session", args=[one.pk])
        if one.held_on is not None:
            title = f"{one.series.title} {one.label}"
            yield one.held_on, Entry(url, title, one.starts, one.where, one.status)
    for way in channels_between(series, first, last):
        if way.held_on is None or way.held_on == way.session.held_on:
            continue
        url = reverse("events:session", args=[way.session_id])
        title = f"{way.session.series.title} {way.session.label} {way.label}"
        yield way.held_on, Entry(url, title, way.starts, way.where, way.own_status)
