"""Trainees of accompanied visits and their ranked wishes: entering, changing, withdrawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from zaitaku.analysis.contacts import folded
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.actions.visit_letters import tell_change
from zaitaku.programme.meetings.actions.visits import locked, refuse_settled
from zaitaku.programme.meetings.choices import VisitStatus
from zaitaku.programme.meetings.models import Choice, Hospital, Round, Trainee

MOST_WISHES = 5
MOST_TRAINEES = 500


@dataclass(frozen=True, slots=True)
class TraineeEntry:
    """`wishes` are slot ids, the dearest first."""

    name: str
    email: str = ""
    profession: str = ""
    wishes: tuple[int, ...] = ()


def enter_trainee(
    *, round_: Round, hospital: Hospital, entry: TraineeEntry, entered_on: date | None = None, by: Person
) -> Trainee:
    """Raises what `enter_trainees` raises."""
    return enter_trainees(round_=round_, entries=[(hospital, entry)], entered_on=entered_on, by=by)[0]


@transaction.atomic
def enter_trainees(
    *,
    round_: Round,
    entries: Sequence[tuple[Hospital, TraineeEntry]],
    entered_on: date | None = None,
    by: Person,
) -> list[Trainee]:
    """All or none, each with the hospital; `entered_on` None: from the start. Raises MeetingRefused where the round is
    settled or too large, a wish or hospital is not of it, or somebody of that name is entered for the hospital."""
    one = locked(round_)
    refuse_settled(one)
    if one.trainees.count() + len(entries) > MOST_TRAINEES:
        raise MeetingRefused(_("A round takes at most %(most)s people.") % {"most": MOST_TRAINEES})
    last = one.trainees.aggregate(last=models.Max("number"))["last"] or 0
    known = {(row.hospital_id, folded(row.name)): row.number for row in one.trainees.filter(removed_at=None)}
    made = []
    for number, (hospital, entry) in enumerate(entries, last + 1):
        if hospital.series_id != one.series_id:
            raise MeetingRefused(_("This hospital does not take part in the series."))
        if (same := known.setdefault((hospital.pk, folded(entry.name)), number)) != number:
            raise MeetingRefused(
                _("%(name)s of %(hospital)s is entered already as No.%(number)s. Add something to the name of another.")
                % {"name": entry.name, "hospital": hospital.name, "number": same}
            )
        fields = {"name": entry.name, "email": entry.email, "profession": entry.profession, "entered_on": entered_on}
        trainee = Trainee.objects.create(round=one, hospital=hospital, number=number, **fields)
        _write_wishes(trainee, entry.wishes)
        details = {"number": trainee.number, "wishes": list(entry.wishes)}
        record(by=by, action="meetings.enter_trainee", subject=trainee, details=details)
        made.append(trainee)
    return made


def _write_wishes(trainee: Trainee, wishes: Sequence[int]) -> None:
    if len(set(wishes)) != len(wishes):
        raise MeetingRefused(_("The same slot is wished for twice. Choose another."))
    known = set(trainee.round.slots.filter(pk__in=wishes).values_list("pk", flat=True))
    if set(wishes) - known or len(wishes) > MOST_WISHES:
        raise MeetingRefused(_("A wished slot is not of this round any more. Choose again."))
    trainee.choices.all().delete()
    Choice.objects.bulk_create(
        [Choice(trainee=trainee, slot_id=slot, rank=rank) for rank, slot in enumerate(wishes, 1)]
    )


@transaction.atomic
def change_trainee(*, trainee: Trainee, entry: TraineeEntry, by: Person) -> None:
    """Raises MeetingRefused where the round is settled and the wishes differ, or the personal data was removed."""
    one = locked(trainee.round)
    trainee = Trainee.objects.select_for_update().select_related("round", "hospital").get(pk=trainee.pk)
    if trainee.removed_at is not None:
        raise MeetingRefused(_("The personal data of this round was removed; nothing can be entered any more."))
    before = list(trainee.choices.order_by("rank").values_list("slot", flat=True))
    wishes = list(entry.wishes)
    if before != wishes:
        refuse_settled(one)
    changed = [name for name in ("name", "email", "profession") if getattr(trainee, name) != getattr(entry, name)]
    if not changed and before == wishes:
        return
    for name in changed:
        setattr(trainee, name, getattr(entry, name))
    if changed:
        trainee.save(update_fields=changed)
    if before != wishes:
        _write_wishes(trainee, entry.wishes)
    details = {"changed": changed, "wishes": {"before": before, "after": wishes}}
    record(by=by, action="meetings.change_trainee", subject=trainee, details=details)


@transaction.atomic
def withdraw_trainee(*, trainee: Trainee, now: datetime, by: Person) -> None:
    """The place becomes free; in a settled round both sides are written to. Raises MeetingRefused for somebody who has
    gone already, or withdrew before."""
    one = locked(trainee.round)
    trainee = Trainee.objects.select_for_update().select_related("hospital").get(pk=trainee.pk)
    if trainee.withdrawn_at is not None:
        raise MeetingRefused(_("No.%(number)s withdrew before.") % {"number": trainee.number})
    visit = getattr(trainee, "visit", None)
    if visit is not None and visit.status == VisitStatus.DONE:
        raise MeetingRefused(_("No.%(number)s has gone along already.") % {"number": trainee.number})
    slot = visit.slot if visit is not None else None
    if visit is not None:
        visit.delete()
    trainee.withdrawn_at = now
    trainee.save(update_fields=["withdrawn_at"])
    tell_change(round_=one, trainees=[trainee], slots=[slot], now=now)
    record(by=by, action="meetings.withdraw_trainee", subject=trainee, details={"slot": slot.pk if slot else None})


@transaction.atomic
def take_part_again(*, trainee: Trainee, by: Person) -> None:
    """Raises MeetingRefused where the person did not withdraw."""
    trainee = Trainee.objects.select_for_update().select_related("hospital").get(pk=trainee.pk)
    if trainee.withdrawn_at is None:
        raise MeetingRefused(_("No.%(number)s did not withdraw.") % {"number": trainee.number})
    trainee.withdrawn_at = None
    trainee.save(update_fields=["withdrawn_at"])
    record(by=by, action="meetings.take_part_again", subject=trainee, details={})
