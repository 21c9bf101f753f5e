"""Published workbooks and tables of ministries through the intake layer, beside openpyxl as reference."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from zaitaku.analysis.intake import read_tables, sheetscan
from zaitaku.analysis.intake.limits import STANDARD
from zaitaku.analysis.intake.zipguard import Archive

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the open data of ../shared are not here")
WORKBOOKS = sorted(DATA.rglob("*.xlsx")) if DATA.exists() else []
TABLES = sorted(DATA.rglob("*.csv")) if DATA.exists() else []


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_every_cell_and_merged_range_agrees_with_openpyxl(path: Path) -> None:
    sheet = read_tables(path.read_bytes(), path.name).sheets[0]
    reference = openpyxl.load_workbook(path).worksheets[0]
    for row, values in enumerate(reference.iter_rows(values_only=True), start=1):
        for column, value in enumerate(values, start=1):
            ours = sheet.value(row, column)
            assert ours == ("" if value is None else value), (row, column)
    assert {(s.row, s.column, s.rows, s.columns) for s in sheet.spans} == {
        (r.min_row, r.min_col, r.max_row - r.min_row + 1, r.max_col - r.min_col + 1)
        for r in reference.merged_cells.ranges
    }


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_the_quick_measure_covers_the_exact_one(path: Path) -> None:
    archive = Archive(path.read_bytes(), STANDARD)
    for name in (name for name in archive.entries if name.startswith("xl/worksheets/sheet")):
        quick = sheetscan.scan(archive.pieces(name), count_strings=True)
        exact = sheetscan.scan_exactly(archive.pieces(name), count_strings=True)
        assert quick is not None
        assert (quick.rows, quick.columns) >= (exact.rows, exact.columns)
        assert (quick.formulas, quick.string_uses) == (exact.formulas, exact.string_uses)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_published_table_is_read_as_the_csv_module_reads_it(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        expected = tuple(tuple(row) or ("",) for row in csv.reader(lines))
    assert read_tables(path.read_bytes(), path.name).sheets[0].rows == expected
