"""Letters to those whose sheet is missing: by hand to the late ones, and by itself before and after the due day.

The sheets are held while their step is written, so that nobody is reminded twice on a day, by whomever.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.accounts.access import recorders_of
from zaitaku.core.accounts.actions import system_person
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.jobs.worker import Handle
from zaitaku.core.mail.actions import AddressInvalid, draft, post_many, withdraw
from zaitaku.core.mail.models import Letter
from zaitaku.programme.returns.actions import sheet_letters
from zaitaku.programme.returns.actions.sending import SheetRefused
from zaitaku.programme.returns.choices import StepKind
from zaitaku.programme.returns.models import Form, Return, SheetStep
from zaitaku.programme.returns.queries.board import UNSENT
from zaitaku.programme.returns.queries.workbooks import period_name

KIND = "sheet_reminder"
MORNING = time(8)  # the task runs at night
GIVEN_UP = timedelta(days=92)  # who has not sent by then is telephoned, not written to every week for years


@dataclass(frozen=True, slots=True)
class Reminded:
    """`by_telephone`: nobody there has an account that may fill the sheet in."""

    letters: int
    organisations: tuple[Organisation, ...]
    by_telephone: tuple[Organisation, ...]


@transaction.atomic
def remind(*, form: Form, sheets: Sequence[Return], by: Person, now: datetime) -> Reminded:
    """One letter for each person, naming all missing sheets of the organisation among `sheets`.

    Sheets sent or excused meanwhile, and those of which somebody was reminded today, are passed over.
    """
    today = timezone.localdate(now)
    held = Return.objects.select_for_update(of=("self",)).filter(
        pk__in=[one.pk for one in sheets], form=form, status__in=UNSENT
    )
    open_sheets = list(held.select_related("organisation", "round").order_by("start", "pk"))
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    told = SheetStep.objects.filter(sheet__in=open_sheets, kind=StepKind.REMINDED, at__gte=midnight)
    told_today = set(told.values_list("sheet", flat=True))
    wanted: dict[Organisation, list[Return]] = defaultdict(list)
    for sheet in open_sheets:
        if sheet.pk not in told_today:
            wanted[sheet.organisation].append(sheet)
    people = recorders_of([one.pk for one in wanted], on=today)
    reached = [one for one in wanted if people.get(one.pk)]
    with override(settings.LANGUAGE_CODE):
        letters = [
            letter
            for one in reached
            for person in people[one.pk]
            if (letter := _letter(form, one, wanted[one], person, now)) is not None
        ]
    post_many(letters)
    SheetStep.objects.bulk_create(
        SheetStep(sheet=sheet, kind=StepKind.REMINDED, at=now, by=by) for one in reached for sheet in wanted[one]
    )
    missed = tuple(one for one in wanted if not people.get(one.pk))
    if reached:
        details = {"organisations": [one.code for one in reached], "letters": len(letters)}
        record(by=by, action="returns.remind", subject=form, details=details)
    return Reminded(len(letters), tuple(reached), missed)


@transaction.atomic
def note_call(*, sheet: Return, text: str = "", by: Person, now: datetime) -> Return:
    """Somebody was reminded by telephone: counts as that day's reminder. Raises SheetRefused once the sheet is sent."""
    held = Return.objects.select_for_update().get(pk=sheet.pk)
    if held.status not in UNSENT:
        raise SheetRefused(
            _("The sheet is “%(status)s”; nobody needs to be reminded of it.") % {"status": held.get_status_display()}
        )
    with override(settings.LANGUAGE_CODE):
        said = "：".join(filter(None, (_("By telephone"), text.strip())))
    SheetStep.objects.create(sheet=held, kind=StepKind.REMINDED, at=now, by=by, text=said[:500])
    record(by=by, action="returns.note_call", subject=held, details={"status": held.status})
    return held


def _letter(
    form: Form, organisation: Organisation, sheets: list[Return], person: Person, now: datetime
) -> Letter | None:
    today = timezone.localdate(now)
    is_over = any(_due_on(sheet) < today for sheet in sheets)
    facts = [
        (pgettext("letter", "Form"), form.title),
        (pgettext("letter", "Organisation"), organisation.name),
        *(fact for sheet in sheets for fact in _facts(sheet, today)),
    ]
    parts = [
        _("Dear %(name)s,") % {"name": person.name},
        _("this sheet has not been sent in yet, and its due day is over:")
        if is_over
        else _("this sheet is due soon and has not been sent in yet:"),
        "\n".join(f"{label}：{value}" for label, value in facts),
        _("If there was nothing to count, answer “none” and send it in."),
        _("This letter was sent automatically."),
    ]
    subject = (_("Overdue: %(what)s") if is_over else _("Due soon: %(what)s")) % {"what": form.title[:60]}
    morning = max(now, timezone.make_aware(datetime.combine(today, MORNING)))
    about = sheet_letters.about(sheets[0]) if len(sheets) == 1 else _about_several(form.pk, organisation.pk)
    body = "\n\n".join(parts) + "\n"
    try:
        return draft(to=person.email, subject=subject, body=body, about=about, kind=KIND, now=now, not_before=morning)
    except AddressInvalid:
        return None


def _about_several(form: int, organisation: int) -> str:
    return f"returns.sheets:{form}:{organisation}"


def withdraw_reminders(sheet: Return) -> None:
    """Letters of a sheet that was just sent or excused, where they still wait. One that names other sheets too is
    written anew of those, as of the moment of the first writing."""
    withdraw(about=sheet_letters.about(sheet), kind=KIND)
    about = _about_several(sheet.form_id, sheet.organisation_id)
    waiting = Letter.objects.filter(about=about, kind=KIND, sent_at=None, failed_at=None)
    letters = []
    for at in set(waiting.values_list("written_at", flat=True)):
        named = SheetStep.objects.filter(kind=StepKind.REMINDED, at=at).values("sheet")
        others = Return.objects.filter(form=sheet.form_id, organisation=sheet.organisation_id, status__in=UNSENT)
        rest = list(others.filter(pk__in=named).select_related("round").order_by("start"))
        people = recorders_of([sheet.organisation_id], on=timezone.localdate(at))[sheet.organisation_id] if rest else []
        with override(settings.LANGUAGE_CODE):
            letters += [_letter(sheet.form, sheet.organisation, rest, person, at) for person in people]
    waiting.delete()
    post_many([one for one in letters if one is not None])


def _facts(sheet: Return, today: date) -> list[tuple[str, str]]:
    due_on = _due_on(sheet)
    due = format_wareki(due_on)
    if due_on < today:
        due += " " + _("(overdue by %(days)s days)") % {"days": (today - due_on).days}
    address = settings.BASE_URL.rstrip("/") + reverse("returns:sheet", args=[sheet.pk])
    return [
        (pgettext("letter", "Period"), period_name(sheet)),
        (pgettext("letter", "Due"), due),
        (pgettext("letter", "Page"), address),
    ]


def _due_on(sheet: Return) -> date:
    return sheet.round.due_on if sheet.round else sheet.end


def remind_senders(_handle: Handle) -> Any:
    """The task, once a day."""
    return remind_senders_by(now=timezone.now())


def remind_senders_by(*, now: datetime) -> dict[str, int]:
    """As each form says: `remind_before` days before the due day and every `remind_every` days after it.

    A day on which the worker stood still is made up for on the next, unless somebody was reminded since.
    """
    today = timezone.localdate(now)
    sheets = Return.objects.filter(
        status__in=UNSENT, round__due_on__gt=today - GIVEN_UP, form__is_collected=True
    ).select_related("form", "round")
    asked = {StepKind.ASKED, StepKind.REMINDED}
    steps = SheetStep.objects.filter(sheet__in=sheets, kind__in=asked).order_by().values_list("sheet")
    last = {pk: timezone.localdate(at) for pk, at in steps.annotate(last=Max("at"))}
    wanted: dict[Form, list[Return]] = defaultdict(list)
    for sheet in sheets:
        day = reminder_day(sheet.form, _due_on(sheet), today)
        if day is not None and last.get(sheet.pk, date.min) < day:
            wanted[sheet.form].append(sheet)
    done = [remind(form=form, sheets=own, by=system_person(), now=now) for form, own in wanted.items()]
    return {"organisations": sum(len(one.organisations) for one in done), "letters": sum(one.letters for one in done)}


def reminder_day(form: Form, due_on: date, today: date) -> date | None:
    """The latest day, today or before, on which the form reminds of a sheet due on `due_on`; None where there is none.

    The letter before the due day is not made up for afterwards.
    """
    if today <= due_on:
        before = due_on - timedelta(days=form.remind_before)
        return before if form.remind_before and before <= today else None
    rounds = (today - due_on).days // form.remind_every if form.remind_every else 0
    return due_on + timedelta(days=rounds * form.remind_every) if rounds else None
