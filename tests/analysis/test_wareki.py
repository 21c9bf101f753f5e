from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zaitaku.analysis.period import FiscalYear, fiscal_year_of
from zaitaku.analysis.wareki import (
    ERAS,
    DateRefused,
    EraMissing,
    ImpossibleDate,
    PartialDate,
    fiscal_year_label,
    format_wareki,
    parse_date,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R5.12.1", PartialDate(2023, 12, 1)),
        ("r5/12/1", PartialDate(2023, 12, 1)),
        ("Ｒ５．１２．１", PartialDate(2023, 12, 1)),
        ("R05.04.01", PartialDate(2023, 4, 1)),
        ("令和５年度", PartialDate(2023, is_fiscal_year=True)),
        ("令和元年度", PartialDate(2019, is_fiscal_year=True)),
        ("平成31年度", PartialDate(2019, is_fiscal_year=True)),
        ("R5年度", PartialDate(2023, is_fiscal_year=True)),
        ("2023年度", PartialDate(2023, is_fiscal_year=True)),
        ("令和５（2023）年度", PartialDate(2023, is_fiscal_year=True)),
        ("令和元年", PartialDate(2019)),
        ("R5年", PartialDate(2023)),
        ("R5", PartialDate(2023)),
        ("㋿5年3月", PartialDate(2023, 3)),
        ("平成24年 4月 1日", PartialDate(2012, 4, 1)),
        ("平成　２４　年　４　月　１　日", PartialDate(2012, 4, 1)),
        ("昭和64年1月7日", PartialDate(1989, 1, 7)),
        ("令和五年十二月三十一日", PartialDate(2023, 12, 31)),
        ("令和5年12月末", PartialDate(2023, 12, end_of_month=True)),
        ("令和5年12月末時点", PartialDate(2023, 12, end_of_month=True)),
        ("令和5年度12月末", PartialDate(2023, 12, end_of_month=True)),
        ("令和5年度3月", PartialDate(2024, 3)),
        ("令和5年度末", PartialDate(2024, 3, end_of_month=True)),
        ("令和5年12月1日（金）", PartialDate(2023, 12, 1)),
        ("令和5年12月1日(金曜日)", PartialDate(2023, 12, 1)),
        ("令和5年（2023年）12月1日", PartialDate(2023, 12, 1)),
        ("2023-12-31", PartialDate(2023, 12, 31)),
        ("2023/12/31", PartialDate(2023, 12, 31)),
        ("2023.12.31", PartialDate(2023, 12, 31)),
        ("２０２３年１２月３１日", PartialDate(2023, 12, 31)),
        ("2023-12-31 00:00:00", PartialDate(2023, 12, 31)),
        ("2023/12", PartialDate(2023, 12)),
        ("大正15年12月25日", PartialDate(1926, 12, 25)),
        ("昭和元年12月25日", PartialDate(1926, 12, 25)),
    ],
)
def test_the_ways_a_date_is_written(text: str, expected: PartialDate) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "era", "expected"),
    [
        ("27年10月", "平成", PartialDate(2015, 10)),
        ("28年3月", "H", PartialDate(2016, 3)),
        ("元年", "令和", PartialDate(2019)),
        ("5.12.1", "R", PartialDate(2023, 12, 1)),
        ("令和5年", "平成", PartialDate(2023)),
    ],
)
def test_an_era_from_the_context_completes_a_short_year(text: str, era: str, expected: PartialDate) -> None:
    assert parse_date(text, era=era) == expected


def test_a_fiscal_year_from_the_context_completes_a_date_without_year() -> None:
    assert parse_date("11月末時点", fiscal_year=2023) == PartialDate(2023, 11, end_of_month=True)
    assert parse_date("2月", fiscal_year=2023) == PartialDate(2024, 2)
    assert parse_date("2月29日", fiscal_year=2023) == PartialDate(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        *("H31.5.1", "平成31年5月", "平成32年", "平成32年度", "令和元年4月30日", "R1.4", "昭和64年1月8日", "S64.2"),
        *("R5.2.30", "R5.2.29", "R5.13.1", "2023-00-10", "2023/12/32", "令和0年", "R5.4.0", "1500年", "2999-01-01"),
        *("令和5年12月1日（土）", "令和5年（2022年）", "令和二三年"),
    ],
)
def test_dates_that_never_were_are_refused_by_name(text: str) -> None:
    with pytest.raises(ImpossibleDate) as refused:
        parse_date(text)
    assert refused.value.code == "impossible_date"
    assert text[:3] in refused.value.message_ja
    assert text[:3] in refused.value.message_en


@pytest.mark.parametrize("text", ["27年10月", "元年", "5.12.1", "11月末", "12月1日"])
def test_a_short_year_without_era_is_refused_not_guessed(text: str) -> None:
    with pytest.raises(EraMissing):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "未定", "R5..1", "2023-12/31", "202312月", "R5.12.1.", "令和5年 12", "2 0 2 3年", "45261", "1" * 99),
        *("R5.12.1\n", "令和5年末", "2023-12-31T09:00:00", "١٢年٣月", "令和5年度末3月"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    if text == "R5.12.1\n":
        assert parse_date(text) == PartialDate(2023, 12, 1)  # outer white space is nobody's meaning
        return
    with pytest.raises(DateRefused) as refused:
        parse_date(text)
    assert refused.value.message_ja
    assert refused.value.message_en


def test_first_and_last_day_meant() -> None:
    assert parse_date("令和5年12月末").first_day == date(2023, 12, 31)
    assert parse_date("令和5年12月").first_day == date(2023, 12, 1)
    assert parse_date("令和5年2月").last_day == date(2023, 2, 28)
    assert parse_date("令和5年").last_day == date(2023, 12, 31)
    fiscal = parse_date("令和5年度")
    assert (fiscal.first_day, fiscal.last_day) == (date(2023, 4, 1), date(2024, 3, 31))


def test_fiscal_years() -> None:
    assert fiscal_year_label(2023) == "令和5年度"
    assert fiscal_year_label(2019) == "令和元年度"
    assert fiscal_year_label(1988) == "昭和63年度"
    assert fiscal_year_label(1989) == "平成元年度"
    assert FiscalYear.of(date(2024, 3, 31)).year == fiscal_year_of(date(2024, 3, 31)) == 2023
    assert fiscal_year_of(date(2024, 4, 1)) == 2024
    assert parse_date("明治元年度").first_day == date(1868, 4, 1)


DAYS = st.dates(date(1868, 1, 1), date(2100, 12, 31))


@given(DAYS)
@example(date(1868, 1, 24))
@example(date(1912, 7, 30))
@example(date(1926, 12, 25))
@example(date(1989, 1, 8))
@example(date(2019, 5, 1))
@example(date(2024, 2, 29))
def test_what_is_written_is_read_back(day: date) -> None:
    for short in (False, True):
        assert parse_date(format_wareki(day, short=short)) == PartialDate(day.year, day.month, day.day)


def test_every_seventh_day_of_two_centuries_is_read_back() -> None:
    day = date(1868, 1, 1)
    while day.year <= 2100:
        assert parse_date(format_wareki(day)).first_day == day
        day += timedelta(days=7)


@given(
    DAYS.flatmap(
        lambda day: st.sampled_from(
            [
                PartialDate(day.year, day.month),
                PartialDate(day.year, day.month, end_of_month=True),
                PartialDate(day.year),
                PartialDate(day.year, is_fiscal_year=True),
            ]
        )
    )
)
def test_partial_dates_are_read_back(part: PartialDate) -> None:
    assert parse_date(format_wareki(part)) == part
    if part.year >= 1869 or not part.is_fiscal_year:
        assert parse_date(format_wareki(part, short=True)) == part


@given(DAYS, st.sampled_from(ERAS))
def test_an_era_takes_its_own_days_and_no_others(day: date, era: object) -> None:
    assert era in ERAS
    year = day.year - era.first.year + 1  # type: ignore[attr-defined]
    if not 1 <= year <= 99:
        return
    text = f"{era.name}{year}年{day.month}月{day.day}日"  # type: ignore[attr-defined]
    if era.first <= day <= era.last:  # type: ignore[attr-defined]
        assert parse_date(text).first_day == day
    else:
        with pytest.raises(ImpossibleDate):
            parse_date(text)


@given(st.text(max_size=80) | st.text(alphabet="R令和元年度月末日0123456789.-/ （）()金", max_size=20))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        assert parse_date(text).last_day.year >= 1868
    except DateRefused:
        return
