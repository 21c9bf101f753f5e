"""Who has to send a form from when to when."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.returns.actions.reminders import withdraw_reminders
from zaitaku.programme.returns.actions.rounds import RoundRefused, ask_sheets, locked
from zaitaku.programme.returns.choices import SheetStatus, StepKind
from zaitaku.programme.returns.models import Form, Return, Sender, SheetStep


@transaction.atomic
def add_sender(
    *,
    form: Form,
    organisation: Organisation,
    valid_from: date,
    by: Person,
    now: datetime,
    valid_to: date | None = None,
) -> Sender:
    """It also gets the sheets of the rounds that are open already, from its first month on.

    Raises RoundRefused: a form that is not collected, days out of order, or days on which it sends already.
    """
    form = locked(form)
    if not form.is_collected:
        raise RoundRefused(_("“%(form)s” is recorded directly; it has no rounds.") % {"form": form})
    if valid_to is not None and valid_to < valid_from:
        raise RoundRefused(_("The period ends before it begins. Exchange the two days."))
    same = form.senders.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from), organisation=organisation)
    if (same.filter(valid_from__lte=valid_to) if valid_to else same).exists():
        raise RoundRefused(_("%(organisation)s sends the form on these days already.") % {"organisation": organisation})
    sender = Sender.objects.create(form=form, organisation=organisation, valid_from=valid_from, valid_to=valid_to)
    rounds = form.rounds.filter(end__gte=valid_from, **({"start__lte": valid_to} if valid_to else {}))
    asked = [sheet for one in rounds.order_by("start") for sheet in ask_sheets(one, [organisation], by=by, now=now)]
    details = {
        "organisation": organisation.code,
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else None,
        "sheets": len(asked),
    }
    record(by=by, action="returns.add_sender", subject=sender, details=details)
    return sender


@transaction.atomic
def add_senders(
    *, form: Form, organisations: Sequence[Organisation], valid_from: date, by: Person, now: datetime
) -> int:
    """All or none; how many. Raises RoundRefused."""
    for organisation in organisations:
        add_sender(form=form, organisation=organisation, valid_from=valid_from, by=by, now=now)
    return len(organisations)


@transaction.atomic
def end_sender(*, sender: Sender, last_day: date, reason: str, by: Person, now: datetime) -> int:
    """Sheets of later rounds that were not begun are excused with the reason, and how many; none that was is lost.

    Raises RoundRefused: a day before its first, one after the day it ended on already, or no reason.
    """
    locked(sender.form)
    one = Sender.objects.select_for_update().get(pk=sender.pk)
    if last_day < one.valid_from:
        raise RoundRefused(_("It sends from %(day)s on. Choose a later day.") % {"day": one.valid_from.isoformat()})
    if one.valid_to is not None and last_day > one.valid_to:
        raise RoundRefused(_("It ended on %(day)s already; add it anew.") % {"day": one.valid_to.isoformat()})
    if not reason.strip():
        raise RoundRefused(_("Give the reason."))
    before = one.valid_to.isoformat() if one.valid_to else None
    one.valid_to = last_day
    one.save(update_fields=["valid_to"])
    excused = _excuse_later(one, last_day, reason.strip(), by=by, now=now)
    details = {"before": before, "after": last_day.isoformat(), "reason": reason.strip(), "excused": excused}
    record(by=by, action="returns.end_sender", subject=one, details=details)
    return excused


def _excuse_later(sender: Sender, last_day: date, reason: str, *, by: Person, now: datetime) -> int:
    """Not those of another spell of the same organisation."""
    later = Return.objects.select_for_update().filter(
        form=sender.form_id, organisation=sender.organisation_id, status=SheetStatus.ASKED, round__start__gt=last_day
    )
    other = list(sender.form.senders.filter(organisation=sender.organisation_id).exclude(pk=sender.pk))
    sheets = [sheet for sheet in later if not any(_covers(spell, sheet) for spell in other)]
    for sheet in sheets:
        sheet.status = SheetStatus.EXCUSED
        sheet.version += 1
    Return.objects.bulk_update(sheets, ["status", "version"])
    SheetStep.objects.bulk_create(
        SheetStep(sheet=sheet, kind=StepKind.EXCUSED, at=now, by=by, text=reason[:500]) for sheet in sheets
    )
    for sheet in sheets:
        withdraw_reminders(sheet)
    return len(sheets)


def _covers(spell: Sender, sheet: Return) -> bool:
    start = sheet.start or sheet.end
    return spell.valid_from <= sheet.end and (spell.valid_to is None or spell.valid_to >= start)
