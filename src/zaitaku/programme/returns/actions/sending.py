"""Sheets and what stands in them. A sheet is taken whole or not at all."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind, State
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
from zaitaku.programme.returns.models import Element, Form, Return, Value


class SheetRefused(RecordRefused):
    """A sheet that cannot be opened, or that is asked what its form does not ask."""


class PartsDoNotAddUp(RecordRefused):
    """The parts of an element and its whole contradict each other; the message names both numbers."""


@transaction.atomic
def open_return(*, form: Form, organisation: Organisation, start: date | None, end: date, by: Person) -> Return:
    """The organisation's sheet for the period, as it is if it was opened before.

    Raises SheetRefused for days out of order and for a period that cuts into another sheet's. A longer sheet from the
    same day is allowed: it replaces the shorter (year to date).
    """
    if start is not None and start > end:
        raise SheetRefused(_("The period ends before it begins. Exchange the two days."))
    own = Return.objects.filter(form=form, organisation=organisation)
    if found := own.filter(start=start, end=end).first():
        return found
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
def record_values(*, sheet: Return, entries: Mapping[int, tuple[Entry, int | None]], by: Person) -> dict[int, Value]:
    """Element id → (entry, id of the row seen before); the rows that count afterwards, by element.

    Raises DoesNotFit, ChangedMeanwhile, SheetRefused and PartsDoNotAddUp; then nothing is recorded.
    """
    elements = {element.pk: element for element in sheet.form.elements.all()}
    if strange := set(entries) - set(elements):
        raise SheetRefused(
            _("The form does not ask for this (element %(numbers)s). Open the sheet again.")
            % {"numbers": ", ".join(str(pk) for pk in sorted(strange))}
        )
    rows = Value.objects.select_for_update().filter(sheet=sheet, superseded_at=None)
    current = {row.element_id: row for row in rows}
    at = timezone.now()
    changes = {}
    for pk, (entry, expected) in entries.items():
        before = Entry.of(current[pk]).as_json() if pk in current else None
        row = _record_value(sheet, elements[pk], entry, current.get(pk), expected=expected, by=by, at=at)
        if row is not current.get(pk):
            current[pk] = row
            changes[elements[pk].code] = {"before": before, "after": Entry.of(row).as_json()}
    check_parts(list(elements.values()), {pk: Entry.of(row) for pk, row in current.items()})
    if changes:
        record(by=by, action="returns.record_values", subject=sheet, details=changes)
    return current


def _record_value(
    sheet: Return,
    element: Element,
    entry: Entry,
    current: Value | None,
    *,
    expected: int | None,
    by: Person,
    at: datetime,
) -> Value:
    entry = checked(entry, kind=Kind(element.kind), decimals=element.decimals, what=element.label)
    new = Value(sheet=sheet, element=element)
    return supersede(current, entry, new=new, expected=expected, by=by, at=at, what=element.label)


def check_parts(elements: list[Element], entries: Mapping[int, Entry]) -> None:
    """Parts of the same kind never exceed their whole, and settled ones add up to it. Raises PartsDoNotAddUp."""
    for whole in elements:
        stated = entries.get(whole.pk)
        parts = [part for part in elements if part.parent_id == whole.pk and part.kind == whole.kind]
        if not parts or whole.kind == Kind.PERCENT or stated is None or stated.value is None:
            continue
        known = [entries.get(part.pk) for part in parts]
        added = sum((entry.value for entry in known if entry and entry.value is not None), Decimal(0))
        complete = stated.state in _SETTLED and all(entry and entry.state in (*_SETTLED, _NONE) for entry in known)
        if (complete and added != stated.value) or (stated.state in _SETTLED and added > stated.value):
            raise PartsDoNotAddUp(
                _("%(label)s: the parts make %(added)s, but the whole is %(stated)s. Correct one of them.")
                % {"label": whole.label, "added": f"{added:,.0f}", "stated": f"{stated.value:,.0f}"}
            )


_SETTLED = (State.FINAL, State.PRELIMINARY)
_NONE = State.NOT_APPLICABLE


@transaction.atomic
def restore_previous(*, sheet: Return, element: Element, expected: int | None, by: Person) -> Value | None:
    """Undo the last entry of one element: the value before it counts again; None where there was none before.

    Raises NothingToUndo, ChangedMeanwhile, PartsDoNotAddUp.
    """
    rows = Value.objects.select_for_update().filter(sheet=sheet, element=element).order_by("-recorded_at", "-pk")
    current = rows.filter(superseded_at=None).first()
    if current is None:
        raise NothingToUndo(_("%(what)s: there is nothing to undo.") % {"what": element.label})
    if current.pk != expected:
        raise changed_meanwhile(element.label)
    earlier = rows.filter(Q(superseded_at__lte=current.recorded_at)).first()
    details = {"before": Entry.of(current).as_json(), "after": Entry.of(earlier).as_json() if earlier else None}
    if earlier is None:
        close(current, at=timezone.now())
        record(by=by, action="returns.restore_previous", subject=sheet, details={element.code: details})
        return None
    found = record_values(sheet=sheet, entries={element.pk: (Entry.of(earlier), expected)}, by=by)
    record(by=by, action="returns.restore_previous", subject=sheet, details={element.code: details})
    return found[element.pk]
