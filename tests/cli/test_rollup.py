"""Snapshots of others are added up into a file that a spreadsheet opens."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from zaitaku.analysis.facts import Fact, write
from zaitaku.cli.main import main

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 1, 15, 3, tzinfo=UTC)


FACT = Fact("131202", "c01", "centers.calls", "period", date(2023, 4, 1), date(2023, 4, 30), -5, NOON, None, NOON)


@pytest.fixture
def made(tmp_path):
    write([FACT], tmp_path / "facts.parquet")
    return tmp_path / "facts.parquet"


@pytest.mark.parametrize("indicator", ["=1+1", "centers.calls"])
def test_no_code_of_a_foreign_file_becomes_a_formula(tmp_path, indicator):
    made, out = tmp_path / "facts.parquet", tmp_path / "rollup.csv"
    write([replace(FACT, indicator=indicator)], made)
    assert main(["rollup", str(made), "--as-of", "2024-03-31", "--out", str(out)]) == 0
    shown = f"'{indicator}" if indicator.startswith("=") else indicator
    assert out.read_text(encoding="utf-8").splitlines()[1] == f"131202,2023,{shown},-5,1,0,0,2023-04-30"


def test_without_a_file_the_table_is_shown(made, capsys):
    assert main(["rollup", str(made), "--as-of", "2024-03-31"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "131202,2023,centers.calls,-5,1,0,0,2023-04-30"
    assert main(["rollup", str(made), "--as-of", "2024-03-31", "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)["rows"]
    assert (row["value"], row["last"]) == (-5, "2023-04-30")


def test_a_file_that_is_no_snapshot_leaves_the_former_table(made, tmp_path, capsys):
    out = tmp_path / "rollup.csv"
    out.write_text("前の表", encoding="utf-8")
    wrong = tmp_path / "wrong.parquet"
    wrong.write_text("表計算ではない")
    assert main(["rollup", str(made), str(wrong), "--as-of", "2024-03-31", "--out", str(out)]) == 1
    assert "読めない" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "前の表"
    assert main(["rollup", str(made), "--as-of", "2024-03-31", "--out", str(tmp_path / "none" / "rollup.csv")]) == 1
    assert "フォルダー" in capsys.readouterr().err


def test_a_link_to_the_table_stays_a_link(made, tmp_path):
    out, link = tmp_path / "rollup.csv", tmp_path / "latest.csv"
    out.write_text("前の表", encoding="utf-8")
    link.symlink_to(out)
    assert main(["rollup", str(made), "--as-of", "2024-03-31", "--out", str(link)]) == 0
    assert link.is_symlink()
    assert "centers.calls" in out.read_text(encoding="utf-8")
