"""Matching a round, moving people by hand, settling it, and saying which visits took place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.analysis.matching import Applicant, Offer, Placement, Reason, match
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import changed_meanwhile
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.actions.visit_letters import tell_change, withdraw_all, write_all
from zaitaku.programme.meetings.actions.visits import locked, refuse_settled
from zaitaku.programme.meetings.choices import RoundStatus, VisitStatus
from zaitaku.programme.meetings.models import Round, Slot, Trainee, Visit
from zaitaku.programme.meetings.queries.visits import Line, board, seats_taken


@dataclass(frozen=True, slots=True)
class Matched:
    """How a matching came out: `ranks` wish → people."""

    placed: int
    unplaced: int
    ranks: Mapping[int, int]


@transaction.atomic
def match_round(*, round_: Round, by: Person) -> Matched:
    """Place everybody anew who was not set by hand. Visits that were called off look for another place.

    Raises MeetingRefused where the round is settled or has nobody to match.
    """
    one = locked(round_)
    refuse_settled(one)
    found = board(one)
    people = [line for line in found.lines if line.trainee.withdrawn_at is None]
    if not people or not found.slots:
        raise MeetingRefused(_("There is nobody to match yet: enter slots and people first."))
    placements = match([_applicant(line) for line in people], [_offer(each.slot) for each in found.slots])
    lines = {line.trainee.pk: line for line in people}
    for placement in placements:
        _place(lines[placement.applicant], placement)
    one.status = RoundStatus.MATCHED
    one.save(update_fields=["status"])
    ranks: dict[int, int] = {}
    for placement in placements:
        if placement.rank is not None:
            ranks[placement.rank] = ranks.get(placement.rank, 0) + 1
    placed = sum(placement.offer is not None for placement in placements)
    details = {
        "placed": {str(lines[p.applicant].trainee.number): p.offer for p in placements if p.offer is not None},
        "unplaced": [lines[p.applicant].trainee.number for p in placements if p.offer is None],
        "ranks": {str(rank): count for rank, count in sorted(ranks.items())},
    }
    record(by=by, action="meetings.match_round", subject=one, details=details)
    return Matched(placed, len(placements) - placed, ranks)


def _applicant(line: Line) -> Applicant:
    visit = line.visit
    stays = visit is not None and (
        visit.status == VisitStatus.DONE or (visit.is_pinned and visit.status == VisitStatus.PLANNED)
    )
    pinned = visit.slot_id if visit is not None and stays else None
    return Applicant(line.trainee.pk, tuple(slot.pk for slot in line.wishes), pinned)


def _offer(slot: Slot) -> Offer:
    return Offer(slot.pk, slot.capacity)


def _place(line: Line, placement: Placement) -> None:
    if placement.reason is Reason.PINNED:
        return
    if line.visit is not None:
        line.visit.delete()
    if placement.offer is not None:
        Visit.objects.create(trainee=line.trainee, slot_id=placement.offer)


@transaction.atomic
def place_by_hand(*, trainee: Trainee, slot: Slot | None, is_pinned: bool, now: datetime, by: Person) -> None:
    """Also in a settled round: people fall ill; then both sides are written to. `is_pinned` keeps the place through
    further matchings.

    Raises MeetingRefused where the slot is full or not of the round, or the person has gone or withdrew.
    """
    one = locked(trainee.round)
    trainee = Trainee.objects.select_for_update().select_related("hospital").get(pk=trainee.pk)
    visit = Visit.objects.filter(trainee=trainee).select_related("slot").first()
    if visit is not None and visit.status == VisitStatus.DONE:
        raise MeetingRefused(_("No.%(number)s has gone along already.") % {"number": trainee.number})
    if trainee.withdrawn_at is not None:
        raise MeetingRefused(_("No.%(number)s withdrew before.") % {"number": trainee.number})
    before = visit.slot if visit is not None else None
    is_other = visit is None or visit.status != VisitStatus.PLANNED or before != slot
    if slot is None:
        if visit is not None:
            visit.delete()
    else:
        _check_room(trainee, visit, slot)
        visit = visit or Visit(trainee=trainee)
        visit.slot, visit.is_pinned, visit.status = slot, is_pinned, VisitStatus.PLANNED
        visit.save()
    if is_other:
        tell_change(round_=one, trainees=[trainee], slots=[before, slot], now=now)
    details = {"before": before and before.pk, "after": slot and slot.pk, "is_pinned": is_pinned}
    record(by=by, action="meetings.place_by_hand", subject=trainee, details=details)


def _check_room(trainee: Trainee, visit: Visit | None, slot: Slot) -> None:
    if slot.round_id != trainee.round_id:
        raise MeetingRefused(_("This slot belongs to another round."))
    is_there = visit is not None and visit.slot_id == slot.pk and visit.status != VisitStatus.CANCELLED
    if not is_there and seats_taken(slot) >= slot.capacity:
        raise MeetingRefused(
            _("%(team)s takes %(capacity)s people that day and has them. Move somebody first, or add a place.")
            % {"team": slot.team, "capacity": slot.capacity}
        )


@transaction.atomic
def settle_round(*, round_: Round, with_letters: bool, now: datetime, by: Person) -> int:
    """Nobody is matched anew from here on; how many letters were written to trainees and teams that left an e-mail
    address. `with_letters` also has them told what changes, and reminded on the day before.

    Raises MeetingRefused where it is settled already or nobody is placed.
    """
    one = locked(round_)
    refuse_settled(one)
    found = board(one)
    if not found.placed:
        raise MeetingRefused(_("Nobody is placed yet. Match the round or place people by hand first."))
    one.status, one.with_letters = RoundStatus.SETTLED, with_letters
    one.save(update_fields=["status", "with_letters"])
    letters = write_all(found, now=now) if with_letters else 0
    details = {"placed": found.placed, "unplaced": len(found.unplaced), "letters": letters}
    record(by=by, action="meetings.settle_round", subject=one, details=details)
    return letters


@transaction.atomic
def reopen_round(*, round_: Round, by: Person) -> int:
    """Back to matching; letters that were not sent yet are withdrawn, and how many. Raises MeetingRefused."""
    one = locked(round_)
    if one.status == RoundStatus.ASKING:
        raise MeetingRefused(_("The round still takes wishes."))
    before = one.status
    one.status = RoundStatus.MATCHED if one.status == RoundStatus.SETTLED else RoundStatus.ASKING
    one.save(update_fields=["status"])
    letters = withdraw_all(board(one))
    details = {"before": before, "after": one.status, "letters": letters}
    record(by=by, action="meetings.reopen_round", subject=one, details=details)
    return letters


Marks = Mapping[int, tuple[VisitStatus, VisitStatus]]  # visit id → (what the page showed, what it becomes)


@transaction.atomic
def mark_visits(*, round_: Round, marks: Marks, now: datetime, by: Person) -> int:
    """Which visits took place or were called off, all or nothing; how many changed. Who does not go after all, or goes
    again, is written to.

    Raises MeetingRefused for a visit that lies ahead or in a full slot, ChangedMeanwhile.
    """
    one = locked(round_)
    visits = {visit.pk: visit for visit in Visit.objects.filter(trainee__round=one).select_related("trainee", "slot")}
    changed: dict[str, str] = {}
    moved: list[Visit] = []
    for pk, (seen, to) in marks.items():
        visit = visits.get(pk)
        if visit is None or visit.status != seen:
            raise changed_meanwhile(f"No.{visit.trainee.number}" if visit else one.title)
        if to == seen:
            continue
        if to == VisitStatus.DONE and visit.slot.day > timezone.localdate(now):
            raise MeetingRefused(
                _("No.%(number)s: the visit lies ahead (%(day)s). Mark it from that day on.")
                % {"number": visit.trainee.number, "day": visit.slot.day.isoformat()}
            )
        if seen == VisitStatus.CANCELLED:
            _check_room(visit.trainee, visit, visit.slot)
        visit.status = to
        visit.save(update_fields=["status"])
        changed[str(visit.trainee.number)] = to.value
        if VisitStatus.CANCELLED in (seen, to):
            moved.append(visit)
    if moved:
        tell_change(round_=one, trainees=[v.trainee for v in moved], slots=[v.slot for v in moved], now=now)
    if changed:
        record(by=by, action="meetings.mark_visits", subject=one, details={"visits": changed})
    return len(changed)
