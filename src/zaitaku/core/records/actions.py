"""Recording a value: what may stand in a record, and how a correction follows the row before it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind, State
from zaitaku.analysis.numerals import clean_text
from zaitaku.analysis.refusal import Refusal
from zaitaku.core.records.models import Recorded

MAX_WHOLE_DIGITS = 12
_SETTLED = (State.FINAL, State.PRELIMINARY)
_EMPTY = (State.SUPPRESSED, State.NOT_APPLICABLE)
Row = TypeVar("Row", bound=Recorded)
Kept = TypeVar("Kept", bound=Model)


class RecordRefused(Exception):
    """A record that is not taken; the message names what, why, and what to do."""


class DoesNotFit(RecordRefused):
    """A value that its kind or its state does not allow."""


class ChangedMeanwhile(RecordRefused):
    """Somebody else recorded another value since the page was opened."""


class NothingToUndo(RecordRefused):
    """There is no current row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as it is to be recorded. `value` None leaves the number open, secret or not applicable."""

    value: Decimal | None
    state: State = State.FINAL
    mark: str = ""
    as_of: date | None = None
    as_of_text: str = ""
    note: str = ""

    @classmethod
    def of(cls, row: Recorded) -> "Entry":
        return cls(row.value, State(row.state), row.mark, row.as_of, row.as_of_text, row.note)

    def as_json(self) -> dict[str, Any]:
        """For the audit chain."""
        return {
            "value": None if self.value is None else format(self.value.normalize(), "f"),
            "state": self.state.value,
            "mark": self.mark,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "as_of_text": self.as_of_text,
            "note": self.note,
        }


def checked(entry: Entry, *, kind: Kind, what: str, decimals: int = 0) -> Entry:
    """The entry with its texts cleaned. Raises DoesNotFit naming `what`."""
    reason = _value_reason(entry.value, kind, decimals) or _state_reason(entry)
    if not reason and entry.as_of is not None and not 1900 <= entry.as_of.year <= 2200:
        reason = _("the as-of date lies far outside our time. Check the year.")
    if reason:
        raise DoesNotFit(_("%(what)s: %(reason)s") % {"what": what, "reason": reason})
    try:
        return replace(
            entry,
            mark=clean_text(entry.mark, multiline=False, max_length=60),
            as_of_text=clean_text(entry.as_of_text, multiline=False, max_length=40),
            note=clean_text(entry.note, multiline=False, max_length=500),
        )
    except Refusal as refusal:
        raise DoesNotFit(_("%(what)s: %(reason)s") % {"what": what, "reason": refusal.message_ja}) from refusal


def _value_reason(value: Decimal | None, kind: Kind, decimals: int) -> str:
    if value is None:
        return ""
    if not value.is_finite():
        return _("this is not a number. Enter digits.")
    if value < 0:
        return _("%(value)s is negative. Enter 0 or more.") % {"value": value}
    if value >= 10**MAX_WHOLE_DIGITS:
        return _("the number has more than %(digits)s digits. Check it.") % {"digits": MAX_WHOLE_DIGITS}
    if kind is Kind.PERCENT and value > 100:
        return _("%(value)s is more than 100 percent. Check it.") % {"value": value}
    allowed = decimals if kind is Kind.PERCENT else 0
    if value != round(value, allowed):
        if allowed == 0:
            return _("%(value)s is not a whole number. Enter it without decimals.") % {"value": value}
        return _("%(value)s has more than %(digits)s decimals. Round it.") % {"value": value, "digits": allowed}
    return ""


def _state_reason(entry: Entry) -> str:
    if entry.state in _SETTLED and entry.value is None:
        return _("a final or preliminary value needs a number. Enter it, or choose a state such as “being tallied”.")
    if entry.state in _EMPTY and entry.value is not None:
        return _("a suppressed or not applicable value must stay empty. Delete the number or choose another state.")
    return ""


def supersede(
    current: Row | None, entry: Entry, *, new: Row, expected: int | None, by: AbstractBaseUser, at: datetime, what: str
) -> Row:
    """Close `current` and save `new` (of which everything but the entry is filled in) as the row that counts.

    `expected` is the row the person saw. The same entry again changes nothing. Raises ChangedMeanwhile.
    """
    if (current.pk if current else None) != expected:
        raise changed_meanwhile(what)
    if current is not None and Entry.of(current) == entry and _own(current) == _own(new):
        return current
    _fill(new, entry, by, at)
    try:
        with transaction.atomic():
            if current is not None:
                close(current, at=at)
            new.save(force_insert=True)
    except IntegrityError as race:
        raise changed_meanwhile(what) from race
    return new


def _own(row: Recorded) -> dict[str, Any]:
    """What a row says beyond the entry, such as a share's fraction."""
    shared = {field.name for field in Recorded._meta.get_fields()} | {"id", "replaces"}
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in shared
    }


def _fill(row: Recorded, entry: Entry, by: AbstractBaseUser, at: datetime) -> None:
    row.value, row.state = entry.value, entry.state.value
    row.mark, row.as_of, row.as_of_text, row.note = entry.mark, entry.as_of, entry.as_of_text, entry.note
    row.recorded_at = at
    row.recorded_by_id = by.pk


def close(row: Recorded, *, at: datetime) -> None:
    """Rows are never changed otherwise."""
    row.superseded_at = max(at, row.recorded_at)
    row.save(update_fields=["superseded_at"])


def changed_meanwhile(what: str) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _("%(what)s: somebody recorded another value meanwhile. Look at it and enter yours again if it still counts.")
        % {"what": what}
    )


def latest(row: Kept, seen: int | None) -> Kept:
    """The row as it is now, its `version` one on, locked until the transaction ends.

    Raises ChangedMeanwhile unless `seen` is the version it had; None has seen none.
    """
    now: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if now.version != seen:
        raise ChangedMeanwhile(
            _("Somebody else changed “%(what)s” meanwhile. Compare with what stands now, then save again.")
            % {"what": str(now)[:60]}
        )
    now.version += 1
    found: Kept = now
    return found
