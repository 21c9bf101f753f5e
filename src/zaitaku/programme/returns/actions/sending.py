"""Sheets and what stands in them. A sheet is taken whole or not at all."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from zaitaku.analysis.figure import Kind
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import (
    Entry,
    NothingToUndo,
    RecordRefused,
    changed_meanwhile,
    checked,
    close,
    supersede,
)
from zaitaku.programme.returns.choices import Answer, SheetStatus, StepKind
from zaitaku.programme.returns.models import Element, Form, Return, SheetStep, Value
from zaitaku.programme.returns.queries.asked import AskedItem, asked_in, items_of
from zaitaku.programme.returns.queries.checking import FormCheck, answers_of, held, part_checks
from zaitaku.programme.returns.queries.filling import last_numbers, may_be_none, may_be_same
from zaitaku.programme.returns.queries.months import Months


class SheetRefused(RecordRefused):
    """A sheet that cannot be opened, or that is asked what its form does not ask."""


class PartsDoNotAddUp(RecordRefused):
    """The parts of an element and its whole contradict each other; the message names both numbers."""


@transaction.atomic
def open_return(*, form: Form, organisation: Organisation, start: date | None, end: date, by: Person) -> Return:
    """The organisation's sheet for the period, as it is if it was opened before.

    Raises SheetRefused for a form that is asked for in rounds, for days out of order and for a period that cuts into
    another sheet's. A longer sheet from the same day is allowed: it replaces the shorter (year to date).
    """
    if start is not None and start > end:
        raise SheetRefused(_("The period ends before it begins. Exchange the two days."))
    own = Return.objects.filter(form=form, organisation=organisation)
    if found := own.filter(start=start, end=end).first():
        return found
    if Form.objects.select_for_update().get(pk=form.pk).is_collected:
        raise SheetRefused(
            _("“%(form)s” is asked for in rounds. Ask its owner to open the round, or to add the sender.")
            % {"form": form}
        )
    if start is not None:
        crossing = own.exclude(start=start).filter(start__isnull=False, start__lte=end, end__gte=start).first()
        if crossing is not None:
            raise SheetRefused(
                _("%(organisation)s has a sheet for %(start)s to %(end)s, which overlaps. Use that one.")
                % {"organisation": organisation, "start": crossing.start, "end": crossing.end}
            )
    sheet = Return(form=form, organisation=organisation, start=start, end=end)
    try:
        with transaction.atomic():
            sheet.save(force_insert=True)
    except IntegrityError:
        return own.get(start=start, end=end)
    details = {"organisation": organisation.code, "start": start.isoformat() if start else None, "end": end.isoformat()}
    record(by=by, action="returns.open_return", subject=sheet, details=details)
    return sheet


@transaction.atomic
def record_values(
    *,
    sheet: Return,
    entries: Mapping[int, tuple[Entry, int | None]],
    by: Person,
    answers: Mapping[int, Answer] | None = None,
    on_behalf: bool = False,
) -> dict[int, Value]:
    """Element id → (entry, id of the row seen before); the rows that count afterwards, by element.

    `answers`: how numbers came about, where they were not typed; `on_behalf`: the form's owner fills in for the sender.
    A sheet of a round may be incomplete and contradict itself until it is sent; direct ones may not. Raises DoesNotFit,
    ChangedMeanwhile, SheetRefused and PartsDoNotAddUp; then nothing is recorded.
    """
    now = locked_to_fill(sheet)
    items = {item.element.pk: item for item in items_of(sheet)}
    if strange := set(entries) - set(items):
        raise SheetRefused(
            _("The form does not ask for this (element %(numbers)s). Open the sheet again.")
            % {"numbers": ", ".join(str(pk) for pk in sorted(strange))}
        )
    told = {pk: answer for pk, answer in (answers or {}).items() if pk in entries and answer != Answer.NUMBER}
    last = last_numbers(sheet) if Answer.SAME in told.values() else {}
    for pk, answer in told.items():
        check_answer(items[pk], entries[pk][0], answer, last.get(pk))
    return _save(now, sheet, items, entries, told, by=by, on_behalf=on_behalf)


def _save(
    now: Return,
    sheet: Return,
    items: Mapping[int, AskedItem],
    entries: Mapping[int, tuple[Entry, int | None]],
    answers: Mapping[int, Answer],
    *,
    by: Person,
    on_behalf: bool = False,
) -> dict[int, Value]:
    rows = Value.objects.select_for_update().filter(sheet=sheet, superseded_at=None)
    current = {row.element_id: row for row in rows}
    at = timezone.now()
    changes: dict[str, Any] = {}
    for pk, (entry, expected) in entries.items():
        element = items[pk].element
        before = Entry.of(current[pk]).as_json() if pk in current else None
        new = Value(sheet=sheet, element=element, answer=answers.get(pk, Answer.NUMBER))
        row = _record_value(new, entry, current.get(pk), expected=expected, by=by, at=at)
        if row is not current.get(pk):
            current[pk] = row
            changes[element.code] = {"before": before, "after": Entry.of(row).as_json()}
    if now.round_id is None:
        _check_parts(sheet, list(items.values()), current)
    if changes:
        if now.round_id is not None:
            saved(now, sheet, by=by, at=at, on_behalf=on_behalf)
        behalf = {"_on_behalf": True} if on_behalf else {}
        record(by=by, action="returns.record_values", subject=sheet, details=changes | behalf)
    return current


def _check_parts(sheet: Return, items: Sequence[AskedItem], current: Mapping[int, Value]) -> None:
    """Raises PartsDoNotAddUp."""
    checks = [FormCheck(check) for check in part_checks(items)]
    if found := held(sheet, items, checks, answers_of(current.values()), Months({}, {}, {})):
        raise PartsDoNotAddUp(found[0].text)


def locked_to_fill(sheet: Return) -> Return:
    """The sheet as it stands, held until the transaction ends. Raises SheetRefused once it is sent.

    A sheet's first answer settles what its month is asked: until then its form is held too, before the sheet as
    `end_sender` does, so that nobody changes the questions meanwhile.
    """
    unasked = Form.objects.select_for_update(of=("self",)).filter(
        returns__pk=sheet.pk, returns__status=SheetStatus.ASKED
    )
    list(unasked.order_by())
    now = Return.objects.select_for_update(of=("self",)).select_related("form").get(pk=sheet.pk)
    if now.round_id is None and now.form.is_collected and not now.values.exists():
        raise SheetRefused(
            _("“%(form)s” is asked for in rounds; this sheet is of none. Fill in the sheet of its round.")
            % {"form": now.form}
        )
    if not now.may_be_filled:
        raise SheetRefused(
            _("The sheet is “%(status)s”; its values cannot be changed. Ask for it to be handed back or re-opened.")
            % {"status": now.get_status_display()}
        )
    return now


def saved(now: Return, sheet: Return, *, by: Person, at: datetime, on_behalf: bool) -> None:
    """The sheet of a round moves on by one version. Savings of one kind and person in a row are one step."""
    if now.status == SheetStatus.ASKED:
        now.status = SheetStatus.DRAFT
    now.version += 1
    now.save(update_fields=["status", "version"])
    sheet.status, sheet.version = now.status, now.version
    last = now.steps.order_by("-at", "-pk").first()
    text = behalf_text() if on_behalf else ""
    if last is None or (last.kind, last.by_id, last.text) != (StepKind.SAVED, by.pk, text):
        SheetStep.objects.create(sheet=now, kind=StepKind.SAVED, at=at, by=by, text=text)


def behalf_text() -> str:
    with override(settings.LANGUAGE_CODE):
        return _("By those who ask, on behalf of the sender")


def check_answer(item: AskedItem, entry: Entry, answer: Answer, last: Decimal | None) -> None:
    """Whether the item can be answered so, and the number is the one that the answer means.

    "None" is a 0 of things counted in the month or standing on its last day; a running total does not fall to 0 by a
    month without any, unless it begins anew. "No change" is for what stands or runs on: a count of the month that
    happens to be last month's is typed as a number, so that nobody sends twelve equal months by one tick. Raises
    SheetRefused.
    """
    reason, element = "", item.element
    if answer == Answer.NONE and not may_be_none(item):
        reason = _("“none this month” is no answer to a running total or a percentage.")
    elif answer == Answer.NONE and entry.value != 0:
        reason = _("“none this month” means 0. Delete the number or the tick.")
    elif answer == Answer.SAME and not may_be_same(element):
        reason = _("“no change” is no answer to what is counted anew each month. Enter the number.")
    elif answer == Answer.SAME and last is None:
        reason = _("there is no earlier number that could be unchanged. Enter the number.")
    elif answer == Answer.SAME and entry.value != last:
        reason = _("“no change” means %(last)s, as last time. Delete the number or the tick.") % {"last": f"{last:,f}"}
    if reason:
        raise SheetRefused(_("%(what)s: %(reason)s") % {"what": element.label, "reason": reason})


def _record_value(
    new: Value, entry: Entry, current: Value | None, *, expected: int | None, by: Person, at: datetime
) -> Value:
    element = new.element
    entry = checked(entry, kind=Kind(element.kind), decimals=element.decimals, what=element.label)
    return supersede(current, entry, new=new, expected=expected, by=by, at=at, what=element.label)


@transaction.atomic
def restore_previous(
    *, sheet: Return, element: Element, expected: int | None, by: Person, on_behalf: bool = False
) -> Value | None:
    """Undo the last entry of one element: the value before it counts again; None where there was none before.

    Raises NothingToUndo, ChangedMeanwhile, PartsDoNotAddUp; SheetRefused for a sheet that is sent in.
    """
    now = locked_to_fill(sheet)
    rows = Value.objects.select_for_update().filter(sheet=sheet, element=element).order_by("-recorded_at", "-pk")
    current = rows.filter(superseded_at=None).first()
    if current is None:
        raise NothingToUndo(_("%(what)s: there is nothing to undo.") % {"what": element.label})
    if current.pk != expected:
        raise changed_meanwhile(element.label)
    earlier = rows.filter(Q(superseded_at__lte=current.recorded_at)).first()
    details = {"before": Entry.of(current).as_json(), "after": Entry.of(earlier).as_json() if earlier else None}
    found = None
    if earlier is None:
        at = timezone.now()
        close(current, at=at)
        if now.round_id is not None:
            saved(now, sheet, by=by, at=at, on_behalf=on_behalf)
    else:
        items = {item.element.pk: item for item in asked_in(sheet.form, None)}
        entries, answers = {element.pk: (Entry.of(earlier), expected)}, {element.pk: Answer(earlier.answer)}
        found = _save(now, sheet, items, entries, answers, by=by, on_behalf=on_behalf)[element.pk]
    record(by=by, action="returns.restore_previous", subject=sheet, details={element.code: details})
    return found
