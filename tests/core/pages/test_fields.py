"""What people type into the fields, and what they are told when it cannot be taken."""

from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.pages.forms import LARGEST, JapaneseDateField, StrictCharField, UploadField, WholeNumberField


def refusal(field: forms.Field, value: object, language: str = "ja") -> tuple[str, str]:
    with override(language), pytest.raises(forms.ValidationError) as caught:
        field.clean(value)
    error = caught.value.error_list[0]
    with override(language):
        return str(error.code), error.messages[0]


@pytest.mark.parametrize(
    "text", ["2023-12-31", "2023/12/31", "R5.12.31", "令和5年12月31日", "Ｒ５．１２．３１", " r5.12.31 "]
)
def test_a_date_is_read_in_every_usual_way(text):
    assert JapaneseDateField().clean(text) == date(2023, 12, 31)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_shown_date_is_read_back(day):
    field = JapaneseDateField()
    for language in ("ja", "en"):
        with override(language):
            assert field.clean(field.prepare_value(day)) == day
    assert field.clean(format_wareki(day)) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("R5.12", "not_whole"),
        ("令和5年度", "not_whole"),
        ("R5.2.30", "impossible_date"),
        ("H31.5.1", "impossible_date"),
        ("5.12.31", "era_missing"),
        ("きのう", "not_a_date"),
        ("9" * 5000, "not_a_date"),
        ("100%s", "not_a_date"),
        ("\x00", "not_a_date"),
    ],
)
def test_what_is_no_whole_date_is_refused(text, code):
    assert refusal(JapaneseDateField(), text)[0] == code


def test_a_refused_date_is_explained_in_the_readers_language():
    assert "読めません" in refusal(JapaneseDateField(), "きのう")[1]
    assert "cannot be read" in refusal(JapaneseDateField(), "きのう", "en")[1]


def test_dates_keep_to_their_limits():
    field = JapaneseDateField(earliest=date(2021, 4, 1), latest=date(2024, 3, 31))
    assert field.clean("R3.4.1") == date(2021, 4, 1)
    assert refusal(field, "R3.3.31")[0] == "too_early"
    code, message = refusal(field, "2024-04-01", "en")
    assert code == "too_late"
    assert "2024-03-31" in message


def test_an_unchanged_date_is_seen_as_unchanged():
    field = JapaneseDateField()
    assert not field.has_changed(date(2023, 12, 31), "令和5年12月31日")
    assert field.has_changed(date(2023, 12, 31), "R5.12.30")
    assert field.has_changed(None, "R5.13.30")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1234", 1234), ("1,234", 1234), ("１，２３４", 1234), ("1,234人", 1234), ("0", 0), (" ７ ", 7), ("5.0", 5)],
)
def test_a_whole_number_is_read_in_every_usual_way(text, value):
    assert WholeNumberField(unit="人").clean(text) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.5", "not_whole"),
        ("50%", "not_whole"),
        ("-1", "too_small"),
        ("△5", "too_small"),
        (str(LARGEST + 1), "too_large"),
        ("9" * 18, "too_large"),
        ("9" * 19, "too_many_digits"),
        ("9" * 5000, "too_many_digits"),
        ("1E5", "excel_exponent"),
        ("NaN", "not_finite"),
        ("約20", "not_a_number"),
        ("1,23", "not_a_number"),
        ("X", "no_number"),
        ("-", "no_number"),
        ("1\x00", "not_a_number"),
        ("٣", "not_a_number"),
    ],
)
def test_what_is_no_whole_number_is_refused(text, code):
    assert refusal(WholeNumberField(), text)[0] == code


@given(st.integers(-LARGEST, LARGEST))
def test_whole_numbers_are_read_back_with_and_without_separators(number):
    field = WholeNumberField(min_value=None)
    assert field.clean(str(number)) == field.clean(f"{number:,}") == number


def test_an_empty_number_is_none_not_zero():
    assert WholeNumberField(required=False).clean("") is None
    assert refusal(WholeNumberField(), "")[0] == "required"


def test_text_is_kept_as_typed():
    assert StrictCharField(max_length=20).clean(" 髙﨑 Ｎｏ．１ ") == "髙﨑 Ｎｏ．１"
    assert StrictCharField(max_length=20, multiline=True).clean("一\r\n二") == "一\n二"


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b", "a\x1bb", "a\u202eb", "a\nb", "a\tb"])
def test_text_with_signs_that_break_databases_is_refused(bad):
    assert refusal(StrictCharField(max_length=20), bad)[0] == "bad_character"


def test_text_that_is_too_long_is_refused_with_both_lengths():
    code, message = refusal(StrictCharField(max_length=3), "四文字だ", "ja")
    assert code == "text_too_long"
    assert "4文字" in message
    assert "3文字" in message
    assert StrictCharField(max_length=3).clean("三文字") == "三文字"


def test_blank_text_is_no_text():
    assert refusal(StrictCharField(max_length=3), " \u3000 ")[0] == "required"
    assert StrictCharField(max_length=3, required=False).clean("  ") == ""


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=30))
def test_whatever_is_typed_is_either_refused_or_can_be_stored(text):
    try:
        kept = StrictCharField(max_length=50, required=False, multiline=True).clean(text)
    except forms.ValidationError:
        return
    assert "\x00" not in kept
    kept.encode("utf-8")


def test_a_file_must_be_of_a_known_kind_and_size():
    field = UploadField(extensions=[".xlsx", ".csv"], max_bytes=10)
    assert field.clean(SimpleUploadedFile("表.XLSX", b"123")).name == "表.XLSX"
    assert refusal(field, SimpleUploadedFile("a.exe", b"1"))[0] == "wrong_kind"
    assert refusal(field, SimpleUploadedFile("a.csv", b"1" * 11))[0] == "too_big"
    assert refusal(field, SimpleUploadedFile("a.csv", b""))[0] == "empty"
    assert refusal(field, None)[0] == "required"
    assert 'accept=".xlsx,.csv"' in field.widget.render("f", None, field.widget.attrs)
