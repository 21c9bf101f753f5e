"""Snapshots of others are added up into a file that a spreadsheet opens."""

from datetime import UTC, date, datetime

import pytest

from zaitaku.analysis.facts import Fact, write
from zaitaku.cli.main import main

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 1, 15, 3, tzinfo=UTC)


@pytest.mark.parametrize("indicator", ["=1+1", "centers.calls"])
def test_no_code_of_a_foreign_file_becomes_a_formula(tmp_path, indicator):
    fact = Fact("131202", "c01", indicator, "period", date(2023, 4, 1), date(2023, 4, 30), -5, NOON, None, NOON)
    made, out = tmp_path / "facts.parquet", tmp_path / "rollup.csv"
    write([fact], made)
    assert main(["rollup", str(made), "--as-of", "2024-03-31", "--out", str(out)]) == 0
    shown = f"'{indicator}" if indicator.startswith("=") else indicator
    assert out.read_text(encoding="utf-8").splitlines()[1] == f"131202,2023,{shown},-5,1,0,0,2023-04-30"
