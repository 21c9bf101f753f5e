"""Rounds of a collected form: a month is opened, every sender valid in it gets a sheet.

The form's row is held meanwhile, so that a sender who joins while a round is opened gets its sheet exactly once.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from zaitaku.analysis.period import FiscalYear, Period
from zaitaku.analysis.workdays import workday_from
from zaitaku.core.accounts.actions import system_person
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.jobs.worker import Handle
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.returns.choices import Rhythm, SheetStatus, StepKind
from zaitaku.programme.returns.models import Form, Return, Round, SheetStep

MOST_COVERED = 10_000


class RoundRefused(RecordRefused):
    """A round that cannot be opened or changed."""


def period_of(form: Form, day: date) -> Period:
    """The month (or fiscal year) of the form that a day lies in. Raises RoundRefused for a form that is asked once."""
    if form.rhythm == Rhythm.YEAR:
        return FiscalYear.of(day).period
    if form.rhythm == Rhythm.MONTH:
        return Period(day.replace(day=1), (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    raise RoundRefused(_("“%(form)s” is asked once; it has no rounds.") % {"form": form})


def due_day(form: Form, period: Period) -> date:
    """`due_day` of the month after the period, or the next working day."""
    return workday_from((period.end + timedelta(days=1)).replace(day=form.due_day))


@transaction.atomic
def open_round(*, form: Form, start: date, by: Person, now: datetime, due_on: date | None = None) -> Round:
    """The round of the month (or year) that `start` lies in, with one sheet for every sender valid in it.

    Raises RoundRefused: a form that is not collected, closed or asked once, a period that lies ahead, a round that is
    open already, a due day before the period ends.
    """
    form = locked(form)
    period = period_of(form, start)
    if not form.is_collected:
        raise RoundRefused(_("“%(form)s” is recorded directly; it has no rounds.") % {"form": form})
    first = _first(period)
    if _is_closed(form, first):
        raise RoundRefused(_("“%(form)s” was closed on %(day)s.") % {"form": form, "day": str(form.closed_on)})
    if first > timezone.localdate(now):
        raise RoundRefused(_("%(day)s lies ahead. A round opens from its first day on.") % {"day": first.isoformat()})
    due_on = due_on or due_day(form, period)
    if due_on < period.end:
        raise RoundRefused(_("The due day lies before the end of the period (%(day)s).") % {"day": period.end})
    if form.rounds.filter(start=first).exists():
        raise RoundRefused(_("The round that begins on %(day)s is open already.") % {"day": first.isoformat()})
    made = Round.objects.create(form=form, start=first, end=period.end, due_on=due_on, opened_at=now, opened_by=by)
    asked = ask_sheets(made, senders_in(form, period), by=by, now=now)
    details = {"start": first.isoformat(), "due_on": due_on.isoformat(), "sheets": len(asked)}
    record(by=by, action="returns.open_round", subject=made, details=details)
    return made


def _is_closed(form: Form, first: date) -> bool:
    """No round begins after the day on which the form was closed; one that began before it is asked to its end."""
    return form.closed_on is not None and form.closed_on < first


def _first(period: Period) -> date:
    return period.start or period.end  # a month and a year always begin


def locked(form: Form) -> Form:
    return Form.objects.select_for_update().get(pk=form.pk)


def senders_in(form: Form, period: Period) -> list[Organisation]:
    """Every organisation that has to send the form for at least a day of the period, and exists then. One query."""
    still = Q(valid_to=None) | Q(valid_to__gte=period.start)
    of_it = Q(organisation__valid_to=None) | Q(organisation__valid_to__gte=period.start)
    rows = form.senders.filter(still, of_it, valid_from__lte=period.end, organisation__valid_from__lte=period.end)
    return list({row.organisation_id: row.organisation for row in rows.select_related("organisation")}.values())


def ask_sheets(round_: Round, organisations: Iterable[Organisation], *, by: Person, now: datetime) -> list[Return]:
    """A sheet for each that has none in the round yet; those made or taken in.

    What was recorded directly for the same period becomes the sheet of the round: sent in on the day it was first
    recorded if that was before the form's first round, else a draft. A sheet adds up as many organisations as the
    sender's last one before.
    """
    wanted = {one.pk: one for one in organisations}
    same = Return.objects.filter(form=round_.form_id, start=round_.start, end=round_.end, organisation__in=wanted)
    there = {sheet.organisation_id: sheet for sheet in same}
    covers = _covers_before(round_)
    made = [
        Return(
            form=round_.form,
            organisation=one,
            round=round_,
            start=round_.start,
            end=round_.end,
            status="asked",
            covers=covers.get(pk),
        )
        for pk, one in wanted.items()
        if pk not in there
    ]
    Return.objects.bulk_create(made)
    taken = [sheet for sheet in there.values() if sheet.round_id is None]
    first = round_.form.rounds.aggregate(at=Min("opened_at"))["at"] if taken else None
    for sheet in taken:
        _take_in(sheet, round_, first)
    asked = [*made, *taken]
    SheetStep.objects.bulk_create(SheetStep(sheet=sheet, kind=StepKind.ASKED, at=now, by=by) for sheet in asked)
    return asked


def _covers_before(round_: Round) -> dict[int, int | None]:
    """Organisation id → `covers` of its latest sheet of an earlier round. One query."""
    sheets = Return.objects.filter(form=round_.form_id, round__isnull=False, start__lt=round_.start)
    return dict(sheets.order_by("start").values_list("organisation", "covers"))


def _take_in(sheet: Return, round_: Round, first_round: datetime | None) -> None:
    first = sheet.values.order_by("recorded_at", "pk").first()
    sheet.round, sheet.status = round_, SheetStatus.DRAFT if first else SheetStatus.ASKED
    sheet.version += 1
    if first is not None and first_round is not None and first.recorded_at < first_round:
        sheet.status, sheet.first_sent_on = SheetStatus.SUBMITTED, timezone.localdate(first.recorded_at)
        step = StepKind.SUBMITTED
        SheetStep.objects.create(sheet=sheet, kind=step, at=first.recorded_at, by_id=first.recorded_by_id)
    sheet.save(update_fields=["round", "status", "first_sent_on", "version"])


@transaction.atomic
def move_due_day(*, round_: Round, due_on: date, reason: str, by: Person, now: datetime) -> Round:
    """Until the due day has passed: afterwards it decides what was on time. Raises RoundRefused."""
    one = Round.objects.select_for_update().select_related("form").get(pk=round_.pk)
    today = timezone.localdate(now)
    if one.due_on < today:
        raise RoundRefused(_("The due day (%(day)s) has passed; it stays.") % {"day": one.due_on.isoformat()})
    if due_on < max(today, one.end):
        raise RoundRefused(
            _("The new due day lies before %(day)s. Choose a later one.") % {"day": max(today, one.end).isoformat()}
        )
    if not reason.strip():
        raise RoundRefused(_("Give the reason."))
    details: dict[str, Any] = {"before": one.due_on.isoformat(), "after": due_on.isoformat(), "reason": reason.strip()}
    one.due_on = due_on
    one.save(update_fields=["due_on"])
    record(by=by, action="returns.move_due_day", subject=one, details=details)
    return one


@transaction.atomic
def say_covers(*, sheet: Return, covers: int | None, by: Person, now: datetime) -> Return:
    """How many organisations the sheet adds up; None: the one that sends it. Raises RoundRefused, also once locked."""
    if covers is not None and not 1 <= covers <= MOST_COVERED:
        raise RoundRefused(_("A sheet covers 1 to 10,000 organisations."))
    held = Return.objects.select_for_update().get(pk=sheet.pk)
    if held.status == SheetStatus.LOCKED:
        raise RoundRefused(_("The sheet is locked. Open it again, then change how many it covers."))
    before, held.covers = held.covers, covers
    if before == covers:
        return held
    held.save(update_fields=["covers"])
    with override(settings.LANGUAGE_CODE):
        said = _("Adds up %(count)s organisations") % {"count": covers} if covers else _("Adds up none but its own")
    SheetStep.objects.create(sheet=held, kind=StepKind.COVERS, at=now, by=by, text=said)
    record(by=by, action="returns.say_covers", subject=held, details={"before": before, "after": covers})
    return held


def open_rounds(_handle: Handle) -> Any:
    """The task, once a day: rounds of forms that open by themselves, for the month or year that has just ended."""
    return open_rounds_by(now=timezone.now())


def open_rounds_by(*, now: datetime) -> dict[str, int]:
    """The first day after the period, or later where the worker stood still; earlier months are opened by hand."""
    yesterday = timezone.localdate(now).replace(day=1) - timedelta(days=1)
    opened = 0
    for form in Form.objects.filter(is_collected=True, opens_itself=True).exclude(rhythm=Rhythm.ONCE):
        period = period_of(form, yesterday)
        if period.end > yesterday:  # the year goes on
            period = period_of(form, _first(period) - timedelta(days=1))
        first = _first(period)
        if _is_closed(form, first) or form.rounds.filter(start=first).exists() or not senders_in(form, period):
            continue
        open_round(form=form, start=first, by=system_person(), now=now)
        opened += 1
    return {"opened": opened}
