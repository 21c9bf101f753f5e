"""Accompanied visits: which hospitals, how many of their people, and their review trainings (振り返り研修)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.events.figures.year import Run, runs
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.meetings.choices import ReviewStatus, RoundStatus, VisitStatus
from zaitaku.programme.meetings.models import Hospital, Trainee, Visit


@dataclass(frozen=True, slots=True)
class _House:
    """A hospital and its trainees of every round."""

    hospital: Hospital
    trainees: list[Trainee]

    def entered(self, as_of: date) -> list[Trainee]:
        """Who was entered by the day, or had gone along by then."""
        return [
            one for one in self.trainees if one.entered_on is None or one.entered_on <= as_of or _has_gone(one, as_of)
        ]


def _houses(found: dict[str, Run]) -> dict[int, list[_House]]:
    """Series id → hospitals in order. Two queries."""
    series = {run.series.pk for run in found.values() if run.series}
    people: dict[int, list[Trainee]] = {}
    rows = Trainee.objects.filter(hospital__series__in=series).select_related("round", "visit__slot")
    for one in rows.order_by("round", "number"):
        people.setdefault(one.hospital_id, []).append(one)
    houses: dict[int, list[_House]] = {}
    for hospital in Hospital.objects.filter(series__in=series).select_related("review_session").order_by("name"):
        houses.setdefault(hospital.series_id, []).append(_House(hospital, people.get(hospital.pk, [])))
    return houses


def _entered(houses: Sequence[_House], as_of: date) -> list[Trainee]:
    return [one for house in houses for one in house.entered(as_of)]


def _visit(one: Trainee) -> Visit | None:
    return one.visit if hasattr(one, "visit") else None


def _has_gone(one: Trainee, as_of: date) -> bool:
    visit = _visit(one)
    return visit is not None and visit.status == VisitStatus.DONE and visit.slot.day <= as_of


def _takes_part(one: Trainee, as_of: date) -> bool:
    withdrawn = one.withdrawn_at is not None and timezone.localtime(one.withdrawn_at).date() <= as_of
    return _has_gone(one, as_of) or not withdrawn


def _state(people: Sequence[Trainee], as_of: date) -> tuple[State, str]:
    """予定 with the months of visits to come (or while people wait for a place), 確定後追記 while nobody has said
    whether a visit took place."""
    months: dict[tuple[int, int], None] = {}
    waits = unsaid = False
    for one in people:
        visit = _visit(one)
        if visit is None:
            waits |= _takes_part(one, as_of) and one.round.status != RoundStatus.SETTLED
        elif visit.status != VisitStatus.CANCELLED and visit.slot.day > as_of:
            months[(visit.slot.day.year, visit.slot.day.month)] = None
        elif visit.status == VisitStatus.PLANNED:
            unsaid = True
    if months:
        return State.PLANNED, f"{','.join(str(month) for _year, month in sorted(months))}月予定"
    if waits:
        return State.PLANNED, ""
    return (State.TO_FOLLOW, "") if unsaid else (State.FINAL, "")


def _each(
    indicators: Sequence[Indicator], year: FiscalYear, as_of: date, whole: Callable[[Wanted, list[_House]], Figure]
) -> dict[str, Figure]:
    found = runs(indicators, year)
    houses = _houses(found)
    figures = {}
    for indicator in indicators:
        run = found[indicator.code]
        wanted = Wanted.of(indicator, year, as_of)
        figures[indicator.code] = whole(wanted, houses.get(run.series.pk, []) if run.series else [])
    return figures


def trainees(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Persons, with a part for each hospital. Four queries: series, sessions, trainees, hospitals."""
    return _each(indicators, year, as_of, _trainees)


def _trainees(wanted: Wanted, houses: list[_House]) -> Figure:
    people = _entered(houses, wanted.as_of)
    if not people:
        return wanted.unknown(Kind.PERSONS)
    parts = tuple(_gone(wanted, own, house.hospital.name) for house in houses if (own := house.entered(wanted.as_of)))
    state, mark = _state(people, wanted.as_of)
    count = sum((part.value or Decimal(0) for part in parts), Decimal(0))
    records = sum(part.records for part in parts)
    return wanted.figure(Kind.PERSONS, count, state, mark=mark, records=records, parts=parts)


def _gone(wanted: Wanted, people: Sequence[Trainee], label: str) -> Figure:
    state, mark = _state(people, wanted.as_of)
    count = sum(_has_gone(one, wanted.as_of) for one in people)
    return wanted.figure(Kind.PERSONS, Decimal(count), state, label=label, mark=mark, records=count)


def hospitals(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Places; hospitals = "taking_part" counts those with somebody entered. Four queries as for `trainees`."""
    return _each(indicators, year, as_of, _hospitals)


def _hospitals(wanted: Wanted, houses: list[_House]) -> Figure:
    people = _entered(houses, wanted.as_of)
    if not people:
        return wanted.unknown(Kind.PLACES)
    if wanted.indicator.params.get("hospitals") == "taking_part":
        count = sum(any(_takes_part(one, wanted.as_of) for one in house.entered(wanted.as_of)) for house in houses)
        asking = any(one.round.status == RoundStatus.ASKING for one in people)
        return wanted.figure(Kind.PLACES, Decimal(count), State.ASKING if asking else State.FINAL, records=count)
    state, mark = _state(people, wanted.as_of)
    count = sum(any(_has_gone(one, wanted.as_of) for one in house.trainees) for house in houses)
    return wanted.figure(Kind.PLACES, Decimal(count), state, mark=mark, records=count)


def reviews(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Places. Four queries as for `trainees`."""
    return _each(indicators, year, as_of, _reviews)


def _reviews(wanted: Wanted, houses: list[_House]) -> Figure:
    """意向確認中 while a hospital is being asked, 予定 while one that wants it has not had it."""
    if not houses:
        return wanted.unknown(Kind.PLACES)
    held = [house.hospital for house in houses if _was_reviewed(house.hospital, wanted.as_of)]
    left = [house.hospital.review_status for house in houses if house.hospital not in held]
    state = State.FINAL
    if ReviewStatus.ASKING in left:
        state = State.ASKING
    elif ReviewStatus.WANTED in left or ReviewStatus.DONE in left:
        state = State.PLANNED
    if not held and state is not State.FINAL:
        return wanted.unknown(Kind.PLACES, state=state)
    return wanted.figure(Kind.PLACES, Decimal(len(held)), state, records=len(held))


def _review_day(hospital: Hospital) -> date | None:
    """The day said of it, or else its session's."""
    session = hospital.review_session
    return hospital.reviewed_on or (session.day_or_month if session else None)


def _was_reviewed(hospital: Hospital, as_of: date) -> bool:
    """Held by `as_of`; where its session has no day, the session's status decides."""
    if hospital.review_status != ReviewStatus.DONE:
        return False
    if (day := _review_day(hospital)) is not None:
        return day <= as_of
    return hospital.review_session is not None and hospital.review_session.status == SessionStatus.HELD


def trainee_records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """One row for every trainee with a visit, by number and never by name."""
    found = runs([indicator], year)
    return [
        RecordRow(
            what=f"{house.hospital.name} No.{one.number}",
            detail=f"{one.round.title} {visit.slot.team}",
            value="1人" if _has_gone(one, as_of) else "",
            state=State.FINAL if _has_gone(one, as_of) else State.PLANNED,
            as_of=visit.slot.day,
            recorded_at=start_of(visit.slot.day),
            edit_url=reverse("meetings:round", args=[one.round_id]),
        )
        for houses in _houses(found).values()
        for house in houses
        for one in house.entered(as_of)
        if (visit := _visit(one)) is not None and visit.status != VisitStatus.CANCELLED
    ]


def review_records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    found = runs([indicator], year)
    states = {ReviewStatus.ASKING: State.ASKING, ReviewStatus.WANTED: State.PLANNED}
    rows = []
    for series, houses in _houses(found).items():
        for one in (house.hospital for house in houses):
            held = _was_reviewed(one, as_of)
            day = _review_day(one)
            state = State.FINAL if held else states.get(ReviewStatus(one.review_status), State.NOT_APPLICABLE)
            rows.append(
                RecordRow(
                    what=one.name,
                    detail=one.get_review_status_display(),
                    value="1か所" if held else "",
                    state=state,
                    as_of=day,
                    recorded_at=start_of(day or as_of),
                    edit_url=reverse("meetings:series_visits", args=[series]),
                )
            )
    return rows
