"""Directories of sections, and the numbers of the lists they kept before."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Kind
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import Entry, checked, supersede
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.models import Directory, ListedCount


@dataclass(frozen=True, slots=True)
class DirectoryFields:
    kept_since: date
    months: int = 12
    grace_days: int = 60
    notice_days: int = 30
    takes_requests: bool = True
    contact: str = ""


def _said(fields: DirectoryFields) -> dict[str, object]:
    values = {name: getattr(fields, name) for name in DirectoryFields.__slots__}
    return values | {"kept_since": fields.kept_since.isoformat()}


@transaction.atomic
def open_directory(*, owner: Organisation, fields: DirectoryFields, by: Person) -> Directory:
    """Raises GroupRefused where the section has one."""
    made = Directory(owner=owner, **{name: getattr(fields, name) for name in DirectoryFields.__slots__})
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as clash:
        raise GroupRefused(_("%(owner)s has a directory already.") % {"owner": owner.name}) from clash
    record(by=by, action="facilities.open_directory", subject=made, details=_said(fields))
    return made


@transaction.atomic
def change_directory(*, directory: Directory, fields: DirectoryFields, by: Person) -> Directory:
    held: Directory = Directory.objects.select_for_update().get(pk=directory.pk)
    before = {name: getattr(held, name) for name in DirectoryFields.__slots__}
    after = {name: getattr(fields, name) for name in DirectoryFields.__slots__}
    if before == after:
        return held
    for name, value in after.items():
        setattr(held, name, value)
    held.save()
    record(by=by, action="facilities.change_directory", subject=held, details=_said(fields))
    return held


@transaction.atomic
def record_listed_count(
    *, owner: Organisation, as_of: date, groups: int, note: str = "", expected: int | None, by: Person, now: datetime
) -> ListedCount:
    """How many groups the former list had; `expected` is the row seen for that day.

    Raises GroupRefused for a day from which on the directory here counts, or to come; DoesNotFit, ChangedMeanwhile.
    """
    kept = Directory.objects.filter(owner=owner).first()
    if kept is not None and as_of >= kept.kept_since:
        raise GroupRefused(
            _("From %(day)s on the groups entered here are counted. Give an earlier day.")
            % {"day": kept.kept_since.isoformat()}
        )
    if as_of > timezone.localdate(now):
        raise GroupRefused(_("Give a day that is not in the future: %(day)s.") % {"day": as_of.isoformat()})
    what = _("Groups on the former list")
    entry = checked(Entry(Decimal(groups), as_of=as_of, note=note), kind=Kind.GROUPS, what=what)
    current = ListedCount.objects.select_for_update().filter(owner=owner, as_of=as_of, superseded_at=None).first()
    row = supersede(current, entry, new=ListedCount(owner=owner), expected=expected, by=by, at=now, what=what)
    if row is not current:
        before = Entry.of(current).as_json() if current else None
        details = {"before": before, "after": entry.as_json()}
        record(by=by, action="facilities.record_listed_count", subject=row, details=details)
    return row
