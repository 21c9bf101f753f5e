"""From sent in to locked. Each step holds the sheet, and refuses one that somebody else took meanwhile.

    asked, draft ── submit ──▸ submitted ── accept ──▸ accepted ── lock ──▸ locked
                                   │ hand back            │ re-open           │ re-open
    returned ── submit ──▸         ▾                      ▾                   ▾
                                returned               returned            returned
    asked, draft ── excuse ──▸ excused ── re-open ──▸ asked or draft

Figures count a sheet from the first time it is sent; the day of that first time is what timeliness is judged by.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.returns.actions.reminders import withdraw_reminders
from zaitaku.programme.returns.actions.sending import SheetRefused, behalf_text
from zaitaku.programme.returns.actions.sheet_letters import tell_sender
from zaitaku.programme.returns.choices import Severity, SheetStatus, StepKind
from zaitaku.programme.returns.models import Return, Round, SheetStep
from zaitaku.programme.returns.queries.checking import SheetFinding, answers_of, findings_of
from zaitaku.programme.returns.queries.sheets import current_values
from zaitaku.programme.returns.queries.threads import unanswered

ASKED, DRAFT, SUBMITTED = SheetStatus.ASKED, SheetStatus.DRAFT, SheetStatus.SUBMITTED
RETURNED, ACCEPTED, LOCKED, EXCUSED = (
    SheetStatus.RETURNED,
    SheetStatus.ACCEPTED,
    SheetStatus.LOCKED,
    SheetStatus.EXCUSED,
)
# From which status each step leads on; the pages offer no other.
FROM: dict[StepKind, tuple[SheetStatus, ...]] = {
    StepKind.SUBMITTED: (ASKED, DRAFT, RETURNED),
    StepKind.RETURNED: (SUBMITTED,),
    StepKind.ACCEPTED: (SUBMITTED,),
    StepKind.LOCKED: (ACCEPTED,),
    StepKind.REOPENED: (ACCEPTED, LOCKED, EXCUSED),
    StepKind.EXCUSED: (ASKED, DRAFT),
}
AUDITED = {
    StepKind.SUBMITTED: "returns.submit",
    StepKind.RETURNED: "returns.hand_back",
    StepKind.ACCEPTED: "returns.accept",
    StepKind.LOCKED: "returns.lock",
    StepKind.REOPENED: "returns.reopen",
    StepKind.EXCUSED: "returns.excuse",
}


class StepRefused(SheetRefused):
    """A step that the sheet cannot take as it stands."""


class FindingsRemain(StepRefused):
    """The sheet stops at its own rules; `findings` name each item with its remedy."""

    def __init__(self, findings: Sequence[SheetFinding]) -> None:
        super().__init__(_("The sheet cannot be sent in yet. Points to mend: %(count)s.") % {"count": len(findings)})
        self.findings = tuple(findings)


class QueriesUnanswered(StepRefused):
    """The sheet came back with questions that the sender has neither answered nor chosen to leave."""


class QueriesOpen(StepRefused):
    """Nothing is accepted while a question about it is open."""


class ReasonMissing(StepRefused):
    """The step needs a word of explanation."""


def remaining(findings: Iterable[SheetFinding]) -> list[SheetFinding]:
    """Those that keep a sheet from being sent: stops, and doubts without a word beside the number."""
    return [one for one in findings if one.severity == Severity.STOP or not one.is_explained]


@transaction.atomic
def submit(
    *,
    sheet: Return,
    seen: int,
    by: Person,
    now: datetime,
    on_behalf: bool = False,
    without_answer: Collection[int] = (),
) -> Return:
    """`seen` is the version that the person looked at; `without_answer` the queries that stay so, by the last message
    read in each: the mended numbers are the answer.

    Raises FindingsRemain, QueriesUnanswered, StepRefused, ChangedMeanwhile.
    """
    held = _held(sheet, StepKind.SUBMITTED, seen)
    if found := remaining(findings_of(held, answers_of(current_values(held).values()))):
        raise FindingsRemain(found)
    waiting = {list(query.messages.all())[-1].pk for query in unanswered(held)}
    if left := waiting.difference(without_answer):
        raise QueriesUnanswered(
            _("Queries without an answer: %(count)s. Answer them, or tick those that the mended numbers answer.")
            % {"count": len(left)}
        )
    held.first_sent_on = held.first_sent_on or timezone.localdate(now)
    details: dict[str, Any] = {"on_behalf": True} if on_behalf else {}
    details |= {"without_answer": len(waiting)} if waiting else {}
    text = "、".join(filter(None, (behalf_text() if on_behalf else "", _left_text(len(waiting)))))
    return _step(sheet, held, StepKind.SUBMITTED, SUBMITTED, by=by, now=now, text=text, details=details)


def _left_text(count: int) -> str:
    with override(settings.LANGUAGE_CODE):
        return _("Without an answer to %(count)s queries") % {"count": count} if count else ""


@transaction.atomic
def hand_back(*, sheet: Return, seen: int, reason: str = "", by: Person, now: datetime) -> Return:
    """With an open query or a reason. Raises ReasonMissing, StepRefused, ChangedMeanwhile."""
    held = _held(sheet, StepKind.RETURNED, seen)
    if not reason.strip() and not held.queries.filter(closed_at=None).exists():
        raise ReasonMissing(_("Say what is to be mended, or ask a query first."))
    tell_sender(held, StepKind.RETURNED, now=now)
    return _step(sheet, held, StepKind.RETURNED, RETURNED, by=by, now=now, text=reason)


@transaction.atomic
def accept(*, sheet: Return, seen: int, by: Person, now: datetime) -> Return:
    """Raises QueriesOpen, StepRefused, ChangedMeanwhile."""
    held = _held(sheet, StepKind.ACCEPTED, seen)
    if count := held.queries.filter(closed_at=None).count():
        raise QueriesOpen(_("Open queries: %(count)s. Close them, or hand the sheet back.") % {"count": count})
    return _step(sheet, held, StepKind.ACCEPTED, ACCEPTED, by=by, now=now)


@transaction.atomic
def lock(*, sheet: Return, seen: int, by: Person, now: datetime) -> Return:
    """Raises StepRefused, ChangedMeanwhile."""
    return _step(sheet, _held(sheet, StepKind.LOCKED, seen), StepKind.LOCKED, LOCKED, by=by, now=now)


@transaction.atomic
def lock_round(*, round_: Round, by: Person, now: datetime) -> int:
    """Every accepted sheet of the round; how many. Those not accepted yet stay as they are.

    Raises StepRefused where none is accepted.
    """
    sheets = list(round_.sheets.filter(status=ACCEPTED).order_by("pk"))
    if not sheets:
        raise StepRefused(_("No sheet of this round is accepted, so that none can be locked."))
    for sheet in sheets:
        lock(sheet=sheet, seen=sheet.version, by=by, now=now)
    return len(sheets)


@transaction.atomic
def reopen(*, sheet: Return, seen: int, reason: str, by: Person, now: datetime) -> Return:
    """What was accepted or locked goes back to the sender, and counts on as preliminary; what was excused is asked for
    again. Raises ReasonMissing, StepRefused, ChangedMeanwhile."""
    held = _held(sheet, StepKind.REOPENED, seen)
    _needs(reason)
    to = RETURNED
    if held.status == EXCUSED:
        to = DRAFT if held.values.filter(superseded_at=None).exists() else ASKED
    tell_sender(held, StepKind.REOPENED, now=now)
    return _step(sheet, held, StepKind.REOPENED, to, by=by, now=now, text=reason)


@transaction.atomic
def excuse(*, sheet: Return, seen: int, reason: str, by: Person, now: datetime) -> Return:
    """The sheet need not be sent. Raises ReasonMissing, StepRefused, ChangedMeanwhile."""
    held = _held(sheet, StepKind.EXCUSED, seen)
    _needs(reason)
    return _step(sheet, held, StepKind.EXCUSED, EXCUSED, by=by, now=now, text=reason)


def _needs(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(_("Give the reason."))


def held_sheet(sheet: Return) -> Return:
    """The row as it stands, held until the transaction ends."""
    return Return.objects.select_for_update().get(pk=sheet.pk)


def _held(sheet: Return, kind: StepKind, seen: int) -> Return:
    held = held_sheet(sheet)
    if held.status not in FROM[kind]:
        raise StepRefused(
            _("The sheet is “%(status)s”; this step cannot be taken. Open the page again.")
            % {"status": held.get_status_display()}
        )
    if held.version != seen:
        raise ChangedMeanwhile(_("Somebody changed the sheet meanwhile. Look at it again, then decide."))
    return held


def _step(
    sheet: Return,
    held: Return,
    kind: StepKind,
    to: SheetStatus,
    *,
    by: Person,
    now: datetime,
    text: str = "",
    details: dict[str, Any] | None = None,
) -> Return:
    """What people wrote stays in the step; the audit chain, which is kept for good, has the step alone."""
    before, held.status = held.status, to
    held.version += 1
    held.save(update_fields=["status", "version", "first_sent_on"])
    SheetStep.objects.create(sheet=held, kind=kind, at=now, by=by, text=text.strip()[:500])
    if kind in (StepKind.SUBMITTED, StepKind.EXCUSED):
        withdraw_reminders(held)
    told = {"before": before, "after": to.value, "version": held.version} | (details or {})
    record(by=by, action=AUDITED[kind], subject=held, details=told)
    sheet.status, sheet.version, sheet.first_sent_on = held.status, held.version, held.first_sent_on
    return held
