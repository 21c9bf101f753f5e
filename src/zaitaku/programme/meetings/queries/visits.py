"""Rounds of accompanied visits: slots, trainees with their wishes, where each was placed and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import Tool, kinds_with
from zaitaku.programme.events.models import Series
from zaitaku.programme.meetings.choices import HalfDay, RoundStatus, VisitStatus
from zaitaku.programme.meetings.models import Choice, Hospital, Round, Slot, Trainee, Visit


class Why(StrEnum):
    """Why somebody stands where they stand."""

    WITHDRAWN = "withdrawn"
    BY_HAND = "by_hand"
    WISH = "wish"
    BESIDE = "beside"  # placed, though not wished for
    CANCELLED = "cancelled"
    NO_WISH = "no_wish"
    NONE_LEFT = "none_left"
    FREE_AGAIN = "free_again"  # not placed, though a wish has a place now
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Line:
    """A trainee. `wishes` from the dearest; `rank` that of the place given; `full` the dearer wishes."""

    trainee: Trainee
    wishes: tuple[Slot, ...]
    visit: Visit | None
    why: Why
    rank: int | None
    full: tuple[Slot, ...]

    @property
    def takes_place(self) -> bool:
        return self.visit is not None and self.visit.status != VisitStatus.CANCELLED


@dataclass(frozen=True, slots=True)
class SlotLine:
    slot: Slot
    lines: tuple[Line, ...]
    wished: int

    @property
    def free(self) -> int:
        return self.slot.capacity - len(self.lines)


@dataclass(frozen=True, slots=True)
class Board:
    round: Round
    slots: tuple[SlotLine, ...]
    lines: tuple[Line, ...]

    @property
    def active(self) -> list[Line]:
        return [line for line in self.lines if line.why is not Why.WITHDRAWN]

    @property
    def unplaced(self) -> list[Line]:
        return [line for line in self.active if not line.takes_place]

    @property
    def placed(self) -> int:
        return len(self.active) - len(self.unplaced)

    @property
    def places(self) -> int:
        return sum(one.slot.capacity for one in self.slots)

    def by_rank(self) -> list[tuple[int | None, int]]:
        """How many got which wish; None for those placed beside their wishes."""
        found: dict[int | None, int] = {}
        for line in self.lines:
            if line.takes_place:
                found[line.rank] = found.get(line.rank, 0) + 1
        return sorted(found.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))

    def by_team(self) -> list[tuple[str, list[SlotLine]]]:
        """Teams with their slots that somebody goes to, in order of the days."""
        teams: dict[str, list[SlotLine]] = {}
        for one in self.slots:
            if one.lines:
                teams.setdefault(one.slot.team, []).append(one)
        return sorted(teams.items())


def in_order(slots: Iterable[Slot]) -> list[Slot]:
    """By day, then morning, afternoon and whole days, then team."""
    return sorted(slots, key=lambda slot: (slot.day, HalfDay.values.index(slot.half), slot.team))


def slot_words(slot: Slot, free: int | None = None) -> str:
    """6/9（金） 午前 ○○クリニック, and how many places are free."""
    text = f"{slot.day.month}/{slot.day.day}（{date_format(slot.day, 'D')}） {slot.get_half_display()} {slot.team}"
    if free is None:
        return text
    return f"{text} {_('(%(free)s free)') % {'free': free} if free > 0 else _('(full)')}"


def board(one: Round) -> Board:
    """Three queries, however many slots and trainees."""
    slots = {slot.pk: slot for slot in in_order(one.slots.all())}
    trainees = list(
        one.trainees.select_related("hospital", "visit")
        .prefetch_related(Prefetch("choices", Choice.objects.order_by("rank")))
        .order_by("number")
    )
    visits = {row.pk: row.visit for row in trainees if hasattr(row, "visit")}
    taken: dict[int, int] = {}
    for visit in visits.values():
        visit.slot = slots[visit.slot_id]
        if visit.status != VisitStatus.CANCELLED:
            taken[visit.slot_id] = taken.get(visit.slot_id, 0) + 1
    full = {pk for pk, slot in slots.items() if taken.get(pk, 0) >= slot.capacity}
    lines = []
    for trainee in trainees:
        trainee.round = one
        wishes = tuple(slots[choice.slot_id] for choice in trainee.choices.all())
        lines.append(_line(trainee, wishes, visits.get(trainee.pk), full))
    return Board(one, _slot_lines(slots.values(), lines), tuple(lines))


def _slot_lines(slots: Iterable[Slot], lines: list[Line]) -> tuple[SlotLine, ...]:
    found = []
    for slot in slots:
        going = tuple(line for line in lines if line.takes_place and line.visit and line.visit.slot_id == slot.pk)
        wished = sum(slot in line.wishes for line in lines if line.why is not Why.WITHDRAWN)
        found.append(SlotLine(slot, going, wished))
    return tuple(found)


def _line(trainee: Trainee, wishes: tuple[Slot, ...], visit: Visit | None, full: set[int]) -> Line:
    rank = None
    if visit is not None and visit.slot in wishes:
        rank = wishes.index(visit.slot) + 1
    dearer = wishes[: rank - 1] if rank else wishes
    left = tuple(slot for slot in dearer if slot.pk in full)
    return Line(trainee, wishes, visit, _why(trainee, wishes, visit, rank, full), rank, left)


def _why(trainee: Trainee, wishes: tuple[Slot, ...], visit: Visit | None, rank: int | None, full: set[int]) -> Why:
    if visit is not None:
        if visit.status == VisitStatus.CANCELLED:
            return Why.CANCELLED
        if visit.is_pinned:
            return Why.BY_HAND
        return Why.WISH if rank else Why.BESIDE
    if trainee.withdrawn_at is not None:
        return Why.WITHDRAWN
    if not wishes:
        return Why.NO_WISH
    if trainee.round.status == RoundStatus.ASKING:
        return Why.NOT_YET
    return Why.NONE_LEFT if all(slot.pk in full for slot in wishes) else Why.FREE_AGAIN


def rounds_of(series: Series) -> QuerySet[Round]:
    """With numbers of slots, places and trainees."""
    return series.visit_rounds.annotate(
        slot_count=Count("slots", distinct=True),
        trainee_count=Count("trainees", filter=Q(trainees__withdrawn_at=None), distinct=True),
        placed_count=Count("trainees__visit", filter=~Q(trainees__visit__status=VisitStatus.CANCELLED), distinct=True),
    ).order_by("pk")


def hospitals_of(series: Series) -> QuerySet[Hospital]:
    """With how many take part and how many have gone."""
    return (
        series.visiting_hospitals.select_related("organisation", "review_session")
        .annotate(
            people=Count("trainees", filter=Q(trainees__withdrawn_at=None), distinct=True),
            gone=Count("trainees__visit", filter=Q(trainees__visit__status=VisitStatus.DONE), distinct=True),
        )
        .order_by("name")
    )


def visit_series(organisations: QuerySet[Organisation]) -> QuerySet[Series]:
    """Series of the kind, or with a round, with their hospitals, people and visits done."""
    return (
        Series.objects.filter(owner__in=organisations)
        .filter(Q(kind__in=kinds_with(Tool.VISITS)) | Q(visit_rounds__isnull=False))
        .select_related("owner")
        .annotate(
            hospital_count=Count("visiting_hospitals", distinct=True),
            people=Count(
                "visiting_hospitals__trainees",
                filter=Q(visiting_hospitals__trainees__withdrawn_at=None),
                distinct=True,
            ),
            gone=Count(
                "visiting_hospitals__trainees__visit",
                filter=Q(visiting_hospitals__trainees__visit__status=VisitStatus.DONE),
                distinct=True,
            ),
        )
        .order_by("-fiscal_year", "title", "pk")
    )


def own_hospitals(organisations: QuerySet[Organisation]) -> QuerySet[Hospital]:
    """Hospitals that are one of these organisations."""
    return Hospital.objects.filter(organisation__in=organisations).select_related("series__owner")


def seats_taken(slot: Slot) -> int:
    return slot.visits.exclude(status=VisitStatus.CANCELLED).count()
