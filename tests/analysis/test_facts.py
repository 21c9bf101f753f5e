"""The roll-up against a naive reference, from the snapshot file on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zaitaku.analysis.facts import COLUMNS, Fact, RolledUp, on_duckdb, write
from zaitaku.analysis.figure import Span
from zaitaku.analysis.period import FiscalYear

NOON = datetime(2024, 1, 15, 3, tzinfo=UTC)
MARCH = Fact(
    "131202", "c01", "centres.calls", Span.PERIOD.value, date(2023, 3, 1), date(2023, 3, 31), 5, NOON, None, NOON
)


def naive(facts: Iterable[Fact], as_of: datetime) -> list[RolledUp]:
    known = [
        fact
        for fact in facts
        if fact.known_from <= as_of and (fact.superseded_at is None or fact.superseded_at > as_of)
    ]
    groups: dict[tuple[str, int, str], list[Fact]] = defaultdict(list)
    for fact in known:
        groups[fact.area, FiscalYear.of(fact.start).year, fact.indicator].append(fact)
    found = []
    for (area, year, indicator), all_of_it in sorted(groups.items()):
        answered = [fact.end for fact in all_of_it if fact.value is not None]
        last = max(answered or [fact.end for fact in all_of_it])
        counted = [
            fact for fact in all_of_it if fact.end == last or (fact.span == Span.PERIOD.value and fact.end < last)
        ]
        given = [fact for fact in counted if fact.value is not None]
        late = [fact for fact in given if fact.accepted_at is None or fact.accepted_at > as_of]
        value = sum(fact.value or 0 for fact in given) if given else None
        found.append(RolledUp(area, year, indicator, value, len(given), len(counted) - len(given), len(late), last))
    return found


def test_columns_are_the_fields_of_a_fact() -> None:
    assert tuple(COLUMNS) == tuple(field.name for field in fields(Fact))


def test_months_add_up_and_march_belongs_to_the_year_before(tmp_path: Path) -> None:
    april = replace(MARCH, start=date(2023, 4, 1), end=date(2023, 4, 30), value=7)
    may = replace(MARCH, start=date(2023, 5, 1), end=date(2023, 5, 31), value=8, accepted_at=None)
    write([may, MARCH, april], tmp_path / "facts.parquet")
    assert list(on_duckdb(tmp_path / "facts.parquet", as_of=NOON)) == [
        RolledUp("131202", 2022, "centres.calls", 5, 1, 0, 0, date(2023, 3, 31)),
        RolledUp("131202", 2023, "centres.calls", 15, 2, 0, 1, date(2023, 5, 31)),
    ]


def test_stands_of_the_latest_day_only(tmp_path: Path) -> None:
    april = replace(MARCH, span=Span.POINT.value, start=date(2023, 4, 1), end=date(2023, 4, 30), value=7)
    may = [
        replace(april, organisation=name, start=date(2023, 5, 1), end=date(2023, 5, 31), value=value)
        for name, value in (("c01", 8), ("c02", 1))
    ]
    write([april, *may], tmp_path / "facts.parquet")
    [line] = on_duckdb(tmp_path / "facts.parquet", as_of=NOON)
    assert (line.value, line.answers, line.last) == (9, 2, date(2023, 5, 31))


def test_twenty_six_of_twenty_seven(tmp_path: Path) -> None:
    """The stand of January is whole; of February one has reported, the others were asked; of March all were asked."""
    january = replace(MARCH, span=Span.RUNNING_TOTAL.value, start=date(2023, 1, 1), end=date(2023, 1, 31), value=900)
    february = replace(january, start=date(2023, 2, 1), end=date(2023, 2, 28), value=30)
    asked = replace(february, value=None, known_from=NOON - timedelta(days=9), accepted_at=None)
    centres = [f"c{number:02}" for number in range(1, 28)]
    stands = [replace(january, organisation=name) for name in centres]
    missing = [replace(asked, organisation=name) for name in centres[1:]]
    missing.append(replace(asked, organisation="c01", superseded_at=NOON))
    missing += [replace(asked, organisation=name, start=MARCH.start, end=MARCH.end) for name in centres]
    write([*stands, february, *missing], tmp_path / "facts.parquet")
    before, after = (NOON - timedelta(hours=1), NOON)
    [line] = on_duckdb(tmp_path / "facts.parquet", as_of=after)
    assert (line.value, line.answers, line.open_answers, line.provisional) == (30, 1, 26, 0)
    assert line.last == date(2023, 2, 28)
    [line] = on_duckdb(tmp_path / "facts.parquet", as_of=before)
    assert (line.value, line.answers, line.open_answers, line.last) == (None, 0, 27, date(2023, 3, 31))


def test_a_month_that_is_merely_asked_for_hides_no_stand(tmp_path: Path) -> None:
    stand = replace(MARCH, span=Span.POINT.value, start=date(2023, 2, 1), end=date(2023, 2, 28))
    counted = replace(stand, indicator="centres.visits", span=Span.PERIOD.value)
    asked = [replace(one, start=MARCH.start, end=MARCH.end, value=None, accepted_at=None) for one in (stand, counted)]
    write([stand, counted, *asked], tmp_path / "facts.parquet")
    for line in on_duckdb(tmp_path / "facts.parquet", as_of=NOON):
        assert (line.value, line.answers, line.open_answers, line.last) == (5, 1, 0, date(2023, 2, 28))


def test_a_gap_in_an_earlier_month_is_told(tmp_path: Path) -> None:
    missing = replace(MARCH, organisation="c02", start=date(2023, 2, 1), end=date(2023, 2, 28), value=None)
    write([MARCH, missing], tmp_path / "facts.parquet")
    [line] = on_duckdb(tmp_path / "facts.parquet", as_of=NOON)
    assert (line.value, line.answers, line.open_answers, line.provisional) == (5, 1, 1, 0)


def test_a_correction_counts_from_its_moment_and_the_past_stays_askable(tmp_path: Path) -> None:
    later = NOON + timedelta(days=3)
    write([replace(MARCH, superseded_at=later), replace(MARCH, value=6, known_from=later)], tmp_path / "facts.parquet")

    def value(moment: datetime) -> int | None:
        [line] = on_duckdb(tmp_path / "facts.parquet", as_of=moment)
        return line.value

    assert list(on_duckdb(tmp_path / "facts.parquet", as_of=NOON - timedelta(microseconds=1))) == []
    assert (value(NOON), value(later - timedelta(microseconds=1)), value(later)) == (5, 5, 6)


def test_an_answer_without_a_number_is_not_zero(tmp_path: Path) -> None:
    write([replace(MARCH, value=None)], tmp_path / "facts.parquet")
    [line] = on_duckdb(tmp_path / "facts.parquet", as_of=NOON)
    assert (line.value, line.answers, line.open_answers) == (None, 0, 1)


def test_several_municipalities_files_at_once(tmp_path: Path) -> None:
    write([MARCH], tmp_path / "a.parquet")
    write([replace(MARCH, area="131199")], tmp_path / "b.parquet")
    found = on_duckdb([tmp_path / "a.parquet", tmp_path / "b.parquet"], as_of=NOON)
    assert [line.area for line in found] == ["131199", "131202"]


def test_more_lines_than_a_handful(tmp_path: Path) -> None:
    write((replace(MARCH, indicator=f"centers.e{number:05}", value=number) for number in range(25_001)), tmp_path / "f")
    assert [line.value for line in on_duckdb(tmp_path / "f", as_of=NOON)] == list(range(25_001))


def test_a_broken_stream_leaves_the_former_snapshot(tmp_path: Path) -> None:
    target = tmp_path / "facts.parquet"
    write([MARCH], target)

    def broken() -> Iterable[Fact]:
        yield replace(MARCH, value=99)
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError, match="gone"):
        write(broken(), target)
    assert [line.value for line in on_duckdb(target, as_of=NOON)] == [5]
    assert list(tmp_path.iterdir()) == [target]


moments = st.integers(0, 6).map(lambda days: NOON + timedelta(days=days))
months = st.integers(0, 17).map(lambda number: date(2022 + (number + 1) // 12, (number + 1) % 12 + 1, 1))
facts = st.builds(
    lambda area, office, indicator, start, value, known, until, accepted: Fact(
        area,
        office,
        indicator,
        (Span.POINT if indicator == "stand" else Span.PERIOD).value,
        start,
        (start + timedelta(days=31)).replace(day=1) - timedelta(days=1),
        value,
        known,
        None if until is None else known + timedelta(days=until),
        accepted,
    ),
    st.sampled_from(["131202", "131199"]),
    st.sampled_from(["c01", "c02", 'c"3,', "九"]),
    st.sampled_from(["calls", "stand"]),
    months,
    st.none() | st.integers(0, 10**12 - 1),
    moments,
    st.none() | st.integers(0, 5),
    st.none() | moments,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(facts, min_size=1, max_size=30), moments)
def test_any_facts_as_of_any_moment(tmp_path: Path, some: list[Fact], as_of: datetime) -> None:
    write(some, tmp_path / "facts.parquet")
    assert list(on_duckdb(tmp_path / "facts.parquet", as_of=as_of)) == naive(some, as_of)
