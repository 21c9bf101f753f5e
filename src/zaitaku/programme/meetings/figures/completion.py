"""Who completed a course, as of a day: a part that was held later does not count yet, nor who was enrolled later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from zaitaku.analysis.figure import Figure, Kind, State, percent
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.figures.year import Run, planned_mark, runs, was_held
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.meetings.models import Course, Enrolment, PartAttendance
from zaitaku.programme.meetings.queries.courses import is_complete, needed_parts

Said = dict[tuple[int, int], bool]  # (enrolment id, session id) → came
_SIGNS = {True: "○", False: "×", None: "?"}


@dataclass(frozen=True, slots=True)
class _Book:
    """A course with everybody enrolled and what was said of each part."""

    course: Course
    people: list[Enrolment]
    said: Said

    def entered(self, run: Run, as_of: date) -> list[Enrolment]:
        """Who was enrolled by the day, or had come to a part by then though nobody had enrolled them."""
        return [
            one
            for one in self.people
            if one.enrolled_on is None or one.enrolled_on <= as_of or self.attended(one, run, as_of)
        ]

    def attended(self, one: Enrolment, run: Run, as_of: date) -> int:
        return sum(self.said.get((one.pk, session.pk), False) for session in run.held(as_of))

    def is_complete(self, one: Enrolment, run: Run, as_of: date) -> bool:
        needed = needed_parts(self.course, run.sessions)
        return is_complete(one, self.attended(one, run, as_of), needed, as_of=as_of)

    def waits(self, one: Enrolment, run: Run, as_of: date) -> bool:
        """Not complete, though nobody has said of every held part whether the person came."""
        return self.is_open(one, run, as_of) and any(
            (one.pk, session.pk) not in self.said for session in run.held(as_of)
        )

    def is_open(self, one: Enrolment, run: Run, as_of: date) -> bool:
        """Neither complete nor withdrawn."""
        return not _has_withdrawn(one, as_of) and not self.is_complete(one, run, as_of)


def _has_withdrawn(one: Enrolment, as_of: date) -> bool:
    return one.withdrawn_on is not None and one.withdrawn_on <= as_of


def _books(found: dict[str, Run]) -> dict[int, _Book]:
    """Series id → book. Three queries."""
    series = {run.series.pk for run in found.values() if run.series}
    courses = {course.pk: course for course in Course.objects.filter(series__in=series)}
    people: dict[int, list[Enrolment]] = {}
    for one in Enrolment.objects.filter(course__in=courses).order_by("course", "number"):
        people.setdefault(one.course_id, []).append(one)
    said: dict[int, Said] = {}
    rows = PartAttendance.objects.filter(enrolment__course__in=courses)
    for course, person, session, came in rows.values_list("enrolment__course", "enrolment", "session", "came"):
        said.setdefault(course, {})[(person, session)] = came
    return {course.series_id: _Book(course, people.get(pk, []), said.get(pk, {})) for pk, course in courses.items()}


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Persons, or with share = "enrolled" percent. Five queries: series, sessions, courses, enrolments, attendance."""
    found = runs(indicators, year)
    books = _books(found)
    figures = {}
    for indicator in indicators:
        run = found[indicator.code]
        book = books.get(run.series.pk) if run.series else None
        figures[indicator.code] = _whole(Wanted.of(indicator, year, as_of), run, book)
    return figures


def _whole(wanted: Wanted, run: Run, book: _Book | None) -> Figure:
    is_share = wanted.indicator.params.get("share") == "enrolled"
    kind = Kind.PERCENT if is_share else Kind.PERSONS
    people = book.entered(run, wanted.as_of) if book else []
    if book is None or not people:
        return wanted.unknown(kind)
    state, mark = _state(run, book, people, wanted.as_of)
    if not run.held(wanted.as_of):
        return wanted.unknown(kind, state=state, mark=mark)
    done = Decimal(sum(book.is_complete(one, run, wanted.as_of) for one in people))
    base = Decimal(len(people))
    more = {"mark": mark, "records": len(people)}
    if not is_share:
        return wanted.figure(kind, done, state, **more)
    return wanted.figure(kind, percent(done, base), state, numerator=done, denominator=base, **more)


def _state(run: Run, book: _Book, people: Sequence[Enrolment], as_of: date) -> tuple[State, str]:
    """予定 while somebody may still complete it in parts to come, 集計中 while a held part is not entered, 確定後追記
    while of a part that is over nobody said whether it was held."""
    open_people = [one for one in people if book.is_open(one, run, as_of)]
    if open_people and (ahead := run.to_go(as_of)):
        return State.PLANNED, planned_mark(ahead)
    if any(book.waits(one, run, as_of) for one in open_people):
        return State.TALLYING, ""
    if open_people and run.unsaid(as_of):
        return State.TO_FOLLOW, ""
    return (State.FINAL, "") if run.held(as_of) else (State.TO_FOLLOW, "")


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """One row for everybody enrolled by the day, by number and never by name."""
    found = runs([indicator], year)
    run = found[indicator.code]
    book = _books(found).get(run.series.pk) if run.series else None
    if book is None or run.series is None:
        return []
    address = reverse("meetings:course", args=[run.series.pk])
    days = [session.held_on for session in run.held(as_of) if session.held_on]
    last = max(days, default=as_of)
    return [
        RecordRow(
            what=f"No.{one.number}",
            detail=" ".join(
                f"{session.label}{_SIGNS[book.said.get((one.pk, session.pk))]}"
                for session in run.sessions
                if was_held(session, as_of)
            ),
            value="1人" if book.is_complete(one, run, as_of) else "",
            state=State.TALLYING if book.waits(one, run, as_of) else State.FINAL,
            as_of=last,
            recorded_at=start_of(last),
            edit_url=address,
        )
        for one in book.entered(run, as_of)
    ]
