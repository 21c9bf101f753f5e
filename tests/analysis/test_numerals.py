from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.numerals import (
    ExponentRefused,
    Mark,
    NotANumber,
    NotFinite,
    NumberRefused,
    TextRefused,
    TooManyDigits,
    clean_text,
    parse_number,
)


@pytest.mark.parametrize(
    ("text", "value", "rule"),
    [
        ("0", "0", "plain"),
        ("9869", "9869", "plain"),
        ("9,869", "9869", "separators"),
        ("９，８６９", "9869", "full_width+separators"),
        ("105,500", "105500", "separators"),
        ("△5", "-5", "triangle"),
        ("▲ 1,234.5", "-1234.5", "triangle+separators"),
        ("−3", "-3", "minus"),
        ("－３", "-3", "full_width+minus"),
        ("-0", "0", "minus"),
        ("+4", "4", "plain"),
        ("35.5%", "35.5", "percent"),
        ("３５．５％", "35.5", "full_width+percent"),
        ("007", "7", "leading_zero"),
        (" 12　", "12", "plain"),
        ("999999999999999999", "999999999999999999", "plain"),
    ],
)
def test_the_ways_a_number_is_written(text: str, value: str, rule: str) -> None:
    reading = parse_number(text)
    assert (reading.raw, reading.value, reading.rule) == (text, Decimal(value), rule)
    assert reading.mark is None
    assert reading.percent == ("%" in text or "％" in text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        *(("-", Mark.NONE), ("－", Mark.NONE), ("―", Mark.NONE)),
        *(("X", Mark.WITHHELD), ("ｘ", None), ("Ｘ", Mark.WITHHELD), ("秘匿", Mark.WITHHELD)),
        *(("…", Mark.NOT_AVAILABLE), ("...", Mark.NOT_AVAILABLE), ("・", Mark.NOT_APPLICABLE)),
        *(("", Mark.EMPTY), (" 　", Mark.EMPTY), (None, Mark.EMPTY)),
    ],
)
def test_marks_are_neither_numbers_nor_alike(text: str | None, mark: Mark | None) -> None:
    if mark is None:
        with pytest.raises(NotANumber):
            parse_number(text)
        return
    reading = parse_number(text)
    assert (reading.value, reading.mark, reading.rule) == (None, mark, "mark")


def test_a_unit_is_taken_only_when_asked_for() -> None:
    assert parse_number("9,869件", unit="件").value == 9869
    assert parse_number("9,869件", unit="件").rule == "unit+separators"
    with pytest.raises(NotANumber):
        parse_number("9,869件")
    with pytest.raises(NotANumber):
        parse_number("9,869人", unit="件")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        *(("1,23", NotANumber), ("1,2345", NotANumber), (",123", NotANumber), ("1.2.3", NotANumber)),
        *(("5.", NotANumber), (".5", NotANumber), ("3万", NotANumber), ("①", NotANumber), ("²", NotANumber)),
        *(("--5", NotANumber), ("5%%", NotANumber), ("1_000", NotANumber), ("٣", NotANumber), ("1 2", NotANumber)),
        *(("1E+05", ExponentRefused), ("1.23e5", ExponentRefused), ("１．２Ｅ＋１１", ExponentRefused)),
        *(("NaN", NotFinite), ("-Infinity", NotFinite), ("inf", NotFinite), ("#DIV/0!", NotFinite)),
        *(("1" * 19, TooManyDigits), ("0." + "1" * 18, TooManyDigits), ("9" * 5000, TooManyDigits)),
        *(("12\x00", NotANumber), ("\ud800", NotANumber)),
    ],
)
def test_what_is_no_number_is_refused_by_name(text: str, error: type[NumberRefused]) -> None:
    with pytest.raises(error) as refused:
        parse_number(text)
    assert refused.value.message_ja.isprintable()
    assert refused.value.message_en.encode()


@pytest.mark.parametrize(
    ("cell", "value"),
    [(42.0, "42"), (42, "42"), (0.1 + 0.2, "0.3"), (-0.0, "0"), (1e17, "100000000000000000"), (35.5, "35.5")],
)
def test_spreadsheet_numbers_are_what_excel_shows(cell: float, value: str) -> None:
    reading = parse_number(cell)
    assert str(reading.value) == value
    assert reading.rule == "cell"


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        *((float("nan"), NotFinite), (float("-inf"), NotFinite), (1e18, TooManyDigits), (10**18, TooManyDigits)),
        *((Decimal("NaN"), NotFinite), (True, NotANumber), (Decimal("1E+99999"), TooManyDigits)),
    ],
)
def test_spreadsheet_numbers_that_are_none(cell: float, error: type[NumberRefused]) -> None:
    with pytest.raises(error):
        parse_number(cell)


@given(st.decimals(-(10**12), 10**12, places=3, allow_nan=False))
def test_a_number_reads_the_same_in_every_dress(number: Decimal) -> None:
    plain = f"{number:.3f}"
    wide = f"{number:,.3f}".translate(str.maketrans("0123456789.,-", "０１２３４５６７８９．，△"))
    assert parse_number(plain).value == parse_number(wide).value == number


@given(st.text() | st.text(alphabet="0123456789,.△-%eE ", max_size=12) | st.floats() | st.decimals())
def test_nothing_breaks_the_reader(value: str | float | Decimal) -> None:
    try:
        reading = parse_number(value)
    except NumberRefused:
        return
    assert (reading.value is None) == (reading.mark is not None)
    if reading.value is not None:
        assert reading.value.is_finite()
        assert abs(reading.value) < 10**18


def test_names_are_left_as_they_are() -> None:
    for name in ("髙﨑", "Ⅲ型", "①区民", "㈱ねりま", "塚\ufa10", "葛\U000e0100飾", "ｱｲｳ", "１２３"):
        assert clean_text(name) == name


def test_line_ends_edges_and_loose_voicing_marks_are_put_in_order() -> None:
    assert clean_text("\ufeff 一行\r\n二行\r三行 \n") == "一行\n二行\n三行"
    assert clean_text("か\u3099いと\u3099は\u309a") == "がいどぱ"


@pytest.mark.parametrize("bad", ["a\x00b", "\ud83d", "\x1b[31m", "\x7f", "\u202etxt", "\ufffe", "\x0c"])
def test_characters_nobody_needs_are_refused(bad: str) -> None:
    with pytest.raises(TextRefused) as refused:
        clean_text(bad)
    assert "U+" in refused.value.message_ja
    assert refused.value.message_ja.encode()


def test_a_single_line_and_a_length_can_be_asked_for() -> None:
    with pytest.raises(TextRefused):
        clean_text("一\n二", multiline=False)
    with pytest.raises(TextRefused) as refused:
        clean_text("あ" * 11, max_length=10)
    assert refused.value.code == "text_too_long"


@given(st.text())
def test_clean_text_is_done_after_one_go(text: str) -> None:
    try:
        once = clean_text(text)
    except TextRefused:
        return
    assert clean_text(once) == once
    once.encode()
