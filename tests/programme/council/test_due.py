"""By when an open mark is due. 2024: 6–8 January is a long week-end, 12 February a substitute holiday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import council
from zaitaku.analysis.figure import Kind, State
from zaitaku.core.areas.models import Area
from zaitaku.programme.council.models import OpenMark, Paper
from zaitaku.programme.council.queries import (
    due_day,
    events_awaited,
    frozen_content,
    is_working_day,
    marks_shown,
    open_leaves,
    open_marks,
    working_day,
)
from zaitaku.programme.council.queries.due import OpenLeaf
from zaitaku.programme.events.models import Series, Session
from zaitaku.programme.indicators.models import Indicator

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def leaf(state: State = State.PLANNED) -> OpenLeaf:
    return OpenLeaf("x", (), council.figure("x", None, Kind.TIMES, state=state))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2024, 1, 3), False),
        (date(2024, 1, 4), True),
        (date(2024, 1, 8), False),
        (date(2024, 2, 12), False),
        (date(2023, 12, 29), False),
        (date(2024, 1, 6), False),
    ],
)
def test_working_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


@given(days, st.sampled_from([1, -1]))
def test_the_nearest_working_day_is_found(day: date, step: int) -> None:
    found = working_day(day, step=step)
    assert is_working_day(found)
    between = [day + timedelta(days=step * n) for n in range(abs((found - day).days))]
    assert not any(is_working_day(one) for one in between)


@given(days, st.one_of(st.none(), days), st.sampled_from([State.PLANNED, State.TALLYING]))
def test_due_days_are_working_days_after_the_paper(after: date, event: date | None, state: State) -> None:
    due = due_day(leaf(state), after=after, event=event)
    assert is_working_day(due)
    assert due > after


def test_due_after_the_event_else_at_the_end_of_the_coming_month() -> None:
    after = date(2024, 1, 20)
    assert due_day(leaf(), after=after, event=date(2024, 2, 2)) == date(2024, 2, 13)
    assert due_day(leaf(), after=after, event=date(2023, 12, 1)) == date(2024, 2, 29)
    assert due_day(leaf(State.TALLYING), after=after, event=date(2024, 2, 2)) == date(2024, 2, 29)
    assert due_day(leaf(), after=date(2023, 12, 5), event=None) == date(2024, 1, 31)
    assert due_day(leaf(), after=date(2024, 2, 5), event=None) == date(2024, 3, 29)


def test_leaves_with_their_way() -> None:
    assert [(one.path, one.figure.state) for one in open_leaves("A1", council.lectures())] == [
        (("第3回", "後日上映会"), State.AFTER_EVENT)
    ]


@pytest.mark.django_db
def test_the_event_a_leaf_waits_for() -> None:
    made = council.programme()
    Indicator.objects.filter(code="D2.held").update(params={"series": "dementia"})
    Indicator.objects.filter(code="A1.attendance").update(params={"series": "lectures"})
    dementia = Series.objects.create(
        owner=made.section, code="dementia", title="認知症", kind="meeting", fiscal_year=2023
    )
    Session.objects.create(series=dementia, number=1, planned_month=date(2024, 2, 1))
    Session.objects.create(series=dementia, number=2, planned_month=date(2024, 3, 1))
    lectures = Series.objects.create(
        owner=made.section, code="lectures", title="講演", kind="lecture", fiscal_year=2023
    )
    Session.objects.create(series=lectures, number=3, held_on=date(2024, 1, 27))
    paper = council.paper(made)
    leaves = made.draft(paper).open
    assert events_awaited(paper, leaves) == {
        ("A1.attendance", ("第3回", "後日上映会")): date(2024, 1, 27),
        ("D2.held", ()): date(2024, 3, 31),
    }


@pytest.mark.django_db
def test_the_queue_by_filter_and_owner() -> None:
    made = council.programme()
    paper = council.frozen_paper(made)
    mark = paper.open_marks.get(indicator="D2.held")
    mark.filled, mark.filled_at = {"value": "4"}, council.AT
    mark.save()
    everything = open_marks(Area.objects.all())
    before, after = date(2024, 1, 31), date(2024, 2, 1)
    assert marks_shown(everything, shown="", on=after).count() == 3
    assert marks_shown(everything, shown="open", on=after).count() == 2
    assert marks_shown(everything, shown="overdue", on=before).count() == 0
    assert marks_shown(everything, shown="overdue", on=after).count() == 2
    assert [one.indicator for one in marks_shown(everything, shown="filled", on=after)] == ["D2.held"]
    nobody = type(made.section).objects.none()
    assert not marks_shown(everything, shown="open", on=after, owners=nobody)
    assert OpenMark.objects.count() == 3
    assert frozen_content(Paper.objects.get(pk=paper.pk)).cover == council.COVER
