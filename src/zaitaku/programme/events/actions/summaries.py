"""What an organiser reports of a whole run: "34回 329人" without the single sessions.

A stretch is told once: either by its sessions or by a summary. Every action that could make it twice locks the series
first, so that two people cannot do so at the same moment.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import Entry, NothingToUndo, changed_meanwhile, checked, close, supersede
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import KIND_OF, Measure, SessionStatus, counted_as, counting
from zaitaku.programme.events.models import Attendance, Series, Session, Summary


class ToldTwice(EventRefused):
    """A stretch of the run that its sessions, or another summary, tell already."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a run; both belong to it."""

    start: date
    end: date


@transaction.atomic
def record_summary(
    *, series: Series, measure: Measure, stretch: Stretch, entry: Entry, expected: int | None, by: Person
) -> Summary:
    """The organiser's total of a stretch. `expected` is the id of the row seen before, None where there was none.

    Raises DoesNotFit, ChangedMeanwhile, EventRefused (days outside the year), ToldTwice.
    """
    series = Series.objects.select_for_update(of=("self",), no_key=True).get(pk=series.pk)
    _check_days(series, stretch)
    what = f"{series.title} {measure.label}"
    entry = checked(entry, kind=KIND_OF[measure], what=what)
    rows = series.summaries.filter(measure=measure, superseded_at=None)
    current = rows.filter(start=stretch.start).first()
    _check_once(series, measure, stretch, rows.exclude(start=stretch.start))
    before = Entry.of(current).as_json() if current else None
    new = Summary(series=series, measure=measure, start=stretch.start, end=stretch.end)
    row = supersede(current, entry, new=new, expected=expected, by=by, at=timezone.now(), what=what)
    if row is not current:
        days = {"start": stretch.start.isoformat(), "end": stretch.end.isoformat()}
        details = {"measure": str(measure), **days, "before": before, "after": entry.as_json()}
        record(by=by, action="events.record_summary", subject=series, details=details)
    return row


@transaction.atomic
def take_back_summary(*, summary: Summary, by: Person) -> None:
    """The summary no longer counts, for instance because the sessions themselves are entered now.

    Raises ChangedMeanwhile, NothingToUndo.
    """
    row = Summary.objects.select_for_update(of=("self",)).get(pk=summary.pk)
    if not row.is_current:
        if row.series.summaries.filter(measure=row.measure, start=row.start, superseded_at=None).exists():
            raise changed_meanwhile(str(Measure(row.measure).label))
        raise NothingToUndo(_("This summary does not count any more."))
    close(row, at=timezone.now())
    details = {"measure": row.measure, "before": Entry.of(row).as_json(), "after": None}
    record(by=by, action="events.take_back_summary", subject=row.series, details=details)


def total_of(session: Session, measure: Measure) -> Summary | None:
    """The summary that tells the session's `measure` already.

    Locks the series, so that no summary comes in between. To be called in the caller's transaction.
    """
    series = Series.objects.select_for_update(of=("self",), no_key=True).get(pk=session.series_id)
    rows = series.summaries.filter(measure=measure, superseded_at=None).order_by("start")
    return next((row for row in rows if row.covers(session)), None)


def check_not_summed(session: Session, measure: Measure) -> None:
    """Raises ToldTwice where a summary of the run tells the session's `measure` already. As `total_of`."""
    if (row := total_of(session, measure)) is not None:
        raise ToldTwice(
            _(
                "%(session)s lies within a reported total (%(measure)s, %(start)s to %(end)s). Take that total back"
                " first if the sessions are to be counted one by one."
            )
            % {"session": session, "measure": Measure(row.measure).label, "start": row.start, "end": row.end}
        )


def check_day_not_summed(session: Session) -> None:
    """For a session that gets another day: what it tells must not lie within a total now. Raises ToldTwice."""
    if session.status == SessionStatus.HELD:
        check_not_summed(session, Measure.SESSIONS)
    counted = Attendance.objects.filter(superseded_at=None, value__isnull=False, channel__session=session)
    for measure in {counted_as(kind) for kind in counted.values_list("channel__kind", flat=True)}:
        check_not_summed(session, measure)


def _check_days(series: Series, stretch: Stretch) -> None:
    year = FiscalYear(series.fiscal_year)
    if not year.start <= stretch.start <= stretch.end <= year.end:
        raise EventRefused(
            _("%(start)s to %(end)s is no stretch of fiscal year %(year)s. Correct the days.")
            % {"start": stretch.start, "end": stretch.end, "year": year.year}
        )


def _check_once(series: Series, measure: Measure, stretch: Stretch, others: QuerySet[Summary]) -> None:
    if (other := others.filter(start__lte=stretch.end, end__gte=stretch.start).first()) is not None:
        raise ToldTwice(
            _("%(start)s to %(end)s overlaps the total reported for %(from)s to %(until)s. Correct that one instead.")
            % {"start": stretch.start, "end": stretch.end, "from": other.start, "until": other.end}
        )
    if (session := _told_by_session(series, measure, stretch)) is not None:
        raise ToldTwice(
            _("%(session)s is recorded itself. A total of the same days would count it twice.") % {"session": session}
        )


def _told_by_session(series: Series, measure: Measure, stretch: Stretch) -> Session | None:
    """A session within the stretch (or of unknown day) that tells the same measure by its own records."""
    within = Q(held_on__range=(stretch.start, stretch.end)) | Q(
        held_on=None, planned_month__range=(stretch.start.replace(day=1), stretch.end)
    )
    sessions = series.sessions.filter(within | Q(held_on=None, planned_month=None))
    if measure is Measure.SESSIONS:
        sessions = sessions.filter(status=SessionStatus.HELD)
    else:
        told = Attendance.objects.filter(superseded_at=None, value__isnull=False, channel__session__series=series)
        told = told.filter(channel__kind__in=counting(measure))  # none for persons and places: no session tells these
        sessions = sessions.filter(pk__in=told.values("channel__session"))
    return sessions.first()
