"""Lists as CSV: a text stays a text in every spreadsheet, a number a number."""

from datetime import date

import pytest

from zaitaku.reports.csv_list import cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1+1", "＋1", "－1", "＠x", "﹦1"])
def test_a_text_is_never_a_formula(text):
    """Japanese spreadsheets take a full-width sign for its narrow one."""
    assert cell(text) == "'" + text


def test_other_values_stand_as_they_are():
    assert [cell(value) for value in (-5, date(2026, 1, 2), None, "会\nの名", "−℃", "＃1")] == [
        "-5",
        "2026-01-02",
        "",
        "会 の名",
        "−℃",
        "＃1",
    ]
