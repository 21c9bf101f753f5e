"""Accompanied visits: rounds, the teams' slots, hospitals and what they say of their review trainings."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.models import Series, Session
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.actions.visit_letters import tell_change
from zaitaku.programme.meetings.choices import HalfDay, ReviewStatus, RoundStatus, VisitStatus
from zaitaku.programme.meetings.models import Hospital, Round, Slot
from zaitaku.programme.meetings.queries.visits import seats_taken

MOST_SLOTS = 500


@dataclass(frozen=True, slots=True)
class SlotOffer:
    team: str
    day: date
    half: HalfDay = HalfDay.DAY
    capacity: int = 1
    note: str = ""
    email: str = ""


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
        slot = Slot(round=one, **asdict(offer))
        _saved(slot, _already_offered(slot))
        made.append(slot)
    details = {"slots": [_described(slot) for slot in made]}
    record(by=by, action="meetings.offer_slots", subject=one, details=details)
    return made


def _described(slot: Slot) -> dict[str, Any]:
    """Without the e-mail address: nothing can be taken out of the audit chain."""
    return {
        "team": slot.team,
        "day": slot.day.isoformat(),
        "half": str(slot.half),
        "capacity": slot.capacity,
        "note": slot.note,
        "has_email": bool(slot.email),
    }


def _already_offered(slot: Slot) -> str:
    return _("%(team)s offers %(day)s (%(half)s) already. Change that slot instead.") % {
        "team": slot.team,
        "day": slot.day.isoformat(),
        "half": HalfDay(slot.half).label,
    }


@transaction.atomic
def change_slot(*, slot: Slot, to: SlotOffer, now: datetime, by: Person) -> None:
    """In a settled round everybody placed there is written to.

    Raises MeetingRefused where fewer places would be left than are taken, or somebody has gone there already.
    """
    one = locked(slot.round)
    slot = Slot.objects.select_for_update().select_related("round").get(pk=slot.pk)
    taken = seats_taken(slot)
    if to.capacity < taken:
        raise MeetingRefused(
            _("%(taken)s people are placed there; move somebody first, or keep as many places.") % {"taken": taken}
        )
    before, email = _described(slot), slot.email
    if (slot.day, slot.team) != (to.day, to.team) and slot.visits.filter(status=VisitStatus.DONE).exists():
        raise MeetingRefused(_("Somebody has gone along there; day and team stay as they were."))
    for field, value in asdict(to).items():
        setattr(slot, field, value)
    after = _described(slot)
    if (before, email) != (after, slot.email):
        _saved(slot, _already_offered(slot))
        record(by=by, action="meetings.change_slot", subject=slot, details={"before": before, "after": after})
    if any(before[name] != after[name] for name in ("team", "day", "half", "note")):
        going = slot.visits.filter(status=VisitStatus.PLANNED).select_related("trainee")
        tell_change(round_=one, trainees=[visit.trainee for visit in going], slots=[slot] if going else [], now=now)


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
    reviewed_on: date | None = None,
    by: Person,
) -> None:
    """Also what the hospital says about its review training; one that was held has a session or a day.

    Raises MeetingRefused.
    """
    one = Hospital.objects.select_for_update().get(pk=hospital.pk)
    if review_session is not None and review_session.series_id != one.series_id:
        raise MeetingRefused(_("This session belongs to another series."))
    if review_status == ReviewStatus.DONE and review_session is None and reviewed_on is None:
        raise MeetingRefused(_("Enter the day on which the review training was held, or choose its session."))
    fields = {
        "name": name,
        "organisation": organisation,
        "review_status": review_status,
        "review_session": review_session,
        "reviewed_on": reviewed_on,
    }
    before = {name: _shown(getattr(one, name)) for name in fields}
    after = {name: _shown(value) for name, value in fields.items()}
    if before == after:
        return
    for field, value in fields.items():
        setattr(one, field, value)
    _saved(one, _("“%(name)s” takes part already.") % {"name": name})
    record(by=by, action="meetings.change_hospital", subject=one, details={"before": before, "after": after})


@transaction.atomic
def tell_review_wish(*, hospital: Hospital, wish: ReviewStatus, by: Person) -> None:
    """The hospital says itself whether it wants the review training. Raises MeetingRefused for anything but being
    asked, wanting and declining, and once it was held."""
    one = Hospital.objects.select_for_update().get(pk=hospital.pk)
    if ReviewStatus.DONE in (wish, one.review_status):
        raise MeetingRefused(_("The review training was held already. Please call those who run the visits."))
    if one.review_status == wish:
        return
    details = {"before": {"review_status": one.review_status}, "after": {"review_status": wish.value}}
    one.review_status = wish
    one.save(update_fields=["review_status"])
    record(by=by, action="meetings.change_hospital", subject=one, details=details)


def _shown(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else str(value) if value else None
