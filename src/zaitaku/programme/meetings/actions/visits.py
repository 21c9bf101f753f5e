"""Accompanied visits: rounds, the teams' slots, hospitals and their trainees with ranked wishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.mail.actions import withdraw
from zaitaku.programme.events.models import Series, Session
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import HalfDay, ReviewStatus, RoundStatus, VisitStatus
from zaitaku.programme.meetings.models import Choice, Hospital, Round, Slot, Trainee
from zaitaku.programme.meetings.queries.visits import seats_taken

MOST_WISHES = 5
MOST_SLOTS = 500
MOST_TRAINEES = 500


@dataclass(frozen=True, slots=True)
class SlotOffer:
    team: str
    day: date
    half: HalfDay = HalfDay.DAY
    capacity: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class TraineeEntry:
    """`wishes` are slot ids, the dearest first."""

    name: str
    email: str = ""
    profession: str = ""
    wishes: tuple[int, ...] = ()


def _saved(row: models.Model, refusal: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        raise MeetingRefused(refusal) from clash


def locked(one: Round) -> Round:
    return Round.objects.select_for_update().select_related("series").get(pk=one.pk)


def refuse_settled(one: Round) -> None:
    if one.status == RoundStatus.SETTLED:
        raise MeetingRefused(_("The round is settled. Open it again before you change it."))


@transaction.atomic
def add_round(*, series: Series, title: str, closes_on: date | None, by: Person) -> Round:
    one = Round.objects.create(series=series, title=title, closes_on=closes_on)
    details = {"title": title, "closes_on": closes_on and closes_on.isoformat()}
    record(by=by, action="meetings.add_round", subject=one, details=details)
    return one


@transaction.atomic
def change_round(*, round_: Round, title: str, closes_on: date | None, by: Person) -> None:
    one = locked(round_)
    before = {"title": one.title, "closes_on": one.closes_on and one.closes_on.isoformat()}
    one.title, one.closes_on = title, closes_on
    after = {"title": title, "closes_on": closes_on and closes_on.isoformat()}
    if before != after:
        one.save(update_fields=["title", "closes_on"])
        record(by=by, action="meetings.change_round", subject=one, details={"before": before, "after": after})


@transaction.atomic
def offer_slots(*, round_: Round, offers: Sequence[SlotOffer], by: Person) -> list[Slot]:
    """All or none. Raises MeetingRefused where a team offers the same half day twice, or the round is settled."""
    one = locked(round_)
    refuse_settled(one)
    if one.slots.count() + len(offers) > MOST_SLOTS:
        raise MeetingRefused(_("A round takes at most %(most)s slots.") % {"most": MOST_SLOTS})
    made = []
    for offer in offers:
        slot = Slot(
            round=one, team=offer.team, day=offer.day, half=offer.half, capacity=offer.capacity, note=offer.note
        )
        _saved(slot, _already_offered(slot))
        made.append(slot)
    details = {"slots": [_described(slot) for slot in made]}
    record(by=by, action="meetings.offer_slots", subject=one, details=details)
    return made


def _described(slot: Slot) -> dict[str, Any]:
    return {
        "team": slot.team,
        "day": slot.day.isoformat(),
        "half": str(slot.half),
        "capacity": slot.capacity,
        "note": slot.note,
    }


def _already_offered(slot: Slot) -> str:
    return _("%(team)s offers %(day)s (%(half)s) already. Change that slot instead.") % {
        "team": slot.team,
        "day": slot.day.isoformat(),
        "half": HalfDay(slot.half).label,
    }


@transaction.atomic
def change_slot(*, slot: Slot, to: SlotOffer, by: Person) -> None:
    """Raises MeetingRefused where fewer places would be left than are taken, or somebody has gone there already."""
    locked(slot.round)
    slot = Slot.objects.select_for_update().select_related("round").get(pk=slot.pk)
    taken = seats_taken(slot)
    if to.capacity < taken:
        raise MeetingRefused(
            _("%(taken)s people are placed there; move somebody first, or keep as many places.") % {"taken": taken}
        )
    before = _described(slot)
    if (slot.day, slot.team) != (to.day, to.team) and slot.visits.filter(status=VisitStatus.DONE).exists():
        raise MeetingRefused(_("Somebody has gone along there; day and team stay as they were."))
    slot.team, slot.day, slot.half, slot.capacity, slot.note = to.team, to.day, to.half, to.capacity, to.note
    after = _described(slot)
    if before != after:
        _saved(slot, _already_offered(slot))
        record(by=by, action="meetings.change_slot", subject=slot, details={"before": before, "after": after})


@transaction.atomic
def remove_slot(*, slot: Slot, by: Person) -> None:
    """Raises MeetingRefused where somebody wishes for it or is placed there."""
    locked(slot.round)
    if slot.visits.exists() or slot.wished_by.exists():
        raise MeetingRefused(_("Somebody wishes for this slot or is placed there. Take that back first."))
    record(by=by, action="meetings.remove_slot", subject=slot, details=_described(slot))
    slot.delete()


@transaction.atomic
def add_hospital(*, series: Series, name: str, organisation: Organisation | None, by: Person) -> Hospital:
    """Raises MeetingRefused where the series has it already."""
    one = Hospital(series=series, name=name, organisation=organisation)
    _saved(one, _("“%(name)s” takes part already.") % {"name": name})
    details = {"name": name, "organisation": organisation.pk if organisation else None}
    record(by=by, action="meetings.add_hospital", subject=one, details=details)
    return one


@transaction.atomic
def change_hospital(
    *,
    hospital: Hospital,
    name: str,
    organisation: Organisation | None,
    review_status: ReviewStatus,
    review_session: Session | None,
    by: Person,
) -> None:
    """Also what the hospital says about its review training. Raises MeetingRefused."""
    one = Hospital.objects.select_for_update().get(pk=hospital.pk)
    if review_session is not None and review_session.series_id != one.series_id:
        raise MeetingRefused(_("This session belongs to another series."))
    fields = {
        "name": name,
        "organisation": organisation,
        "review_status": review_status,
        "review_session": review_session,
    }
    before = {name: _shown(getattr(one, name)) for name in fields}
    after = {name: _shown(value) for name, value in fields.items()}
    if before == after:
        return
    for field, value in fields.items():
        setattr(one, field, value)
    _saved(one, _("“%(name)s” takes part already.") % {"name": name})
    record(by=by, action="meetings.change_hospital", subject=one, details={"before": before, "after": after})


def _shown(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else str(value) if value else None


@transaction.atomic
def enter_trainee(*, round_: Round, hospital: Hospital, entry: TraineeEntry, by: Person) -> Trainee:
    """Raises MeetingRefused where the round is settled, or wish or hospital are not of it."""
    one = locked(round_)
    refuse_settled(one)
    if hospital.series_id != one.series_id:
        raise MeetingRefused(_("This hospital does not take part in the series."))
    if one.trainees.count() >= MOST_TRAINEES:
        raise MeetingRefused(_("A round takes at most %(most)s people.") % {"most": MOST_TRAINEES})
    last = one.trainees.aggregate(last=models.Max("number"))["last"] or 0
    trainee = Trainee.objects.create(
        round=one,
        hospital=hospital,
        number=last + 1,
        name=entry.name,
        email=entry.email,
        profession=entry.profession,
    )
    _write_wishes(trainee, entry.wishes)
    details = {"number": trainee.number, "wishes": list(entry.wishes)}
    record(by=by, action="meetings.enter_trainee", subject=trainee, details=details)
    return trainee


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
    """The place becomes free. Raises MeetingRefused for somebody who has gone already, or withdrew before."""
    locked(trainee.round)
    trainee = Trainee.objects.select_for_update().select_related("hospital").get(pk=trainee.pk)
    if trainee.withdrawn_at is not None:
        raise MeetingRefused(_("No.%(number)s withdrew before.") % {"number": trainee.number})
    visit = getattr(trainee, "visit", None)
    if visit is not None and visit.status == VisitStatus.DONE:
        raise MeetingRefused(_("No.%(number)s has gone along already.") % {"number": trainee.number})
    slot = visit.slot_id if visit is not None else None
    if visit is not None:
        visit.delete()
    trainee.withdrawn_at = now
    trainee.save(update_fields=["withdrawn_at"])
    withdraw(about=f"meetings.trainee:{trainee.pk}")
    record(by=by, action="meetings.withdraw_trainee", subject=trainee, details={"slot": slot})


@transaction.atomic
def take_part_again(*, trainee: Trainee, by: Person) -> None:
    """Raises MeetingRefused where the person did not withdraw."""
    trainee = Trainee.objects.select_for_update().select_related("hospital").get(pk=trainee.pk)
    if trainee.withdrawn_at is None:
        raise MeetingRefused(_("No.%(number)s did not withdraw.") % {"number": trainee.number})
    trainee.withdrawn_at = None
    trainee.save(update_fields=["withdrawn_at"])
    record(by=by, action="meetings.take_part_again", subject=trainee, details={})
