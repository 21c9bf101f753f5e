from datetime import date, datetime

import pytest
from tests.analysis.intake.files import xlsx

from zaitaku.analysis.intake import as_text, cell_name, read_lines
from zaitaku.analysis.source_line import SourceLine


def test_lines_of_a_text_keep_their_number_in_the_file() -> None:
    read = read_lines("一\r\n\r\n\t三\n".encode("cp932"), "a.txt")
    assert read.lines == (SourceLine("1行目", "一"), SourceLine("3行目", "\t三"))
    assert read.unread == ()


def test_lines_of_a_workbook_name_sheet_and_cell() -> None:
    data = xlsx([["参加者", "196名\n(内訳)"], ["", 39.0]], names=("表",))
    assert [(line.location, line.text) for line in read_lines(data, "a.xlsx").lines] == [
        ("シート「表」!A1", "参加者"),
        ("シート「表」!B1", "196名"),
        ("シート「表」!B1", "(内訳)"),
        ("シート「表」!B2", "39"),
    ]


@pytest.mark.parametrize(("column", "name"), [(1, "A5"), (26, "Z5"), (27, "AA5"), (702, "ZZ5"), (703, "AAA5")])
def test_cell_names(column: int, name: str) -> None:
    assert cell_name(5, column) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *(
            (42.0, "42"),
            (35.5, "35.5"),
            (0.1 + 0.2, "0.3"),
            (True, "TRUE"),
            ("髙", "髙"),
            (date(2023, 12, 1), "2023-12-01"),
        ),
        *((datetime(2023, 12, 1), "2023-12-01"), (datetime(2023, 12, 1, 9, 30), "2023-12-01 09:30:00")),  # noqa: DTZ001
    ],
)
def test_raw_values_as_people_read_them(value: object, text: str) -> None:
    assert as_text(value) == text  # type: ignore[arg-type]
