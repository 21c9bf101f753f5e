"""Add up snapshots of returns by municipality, fiscal year and indicator, as they stood at the end of a day.

Several files (of several municipalities or prefectures) count together. A line speaks up to its `last` day: `answers`
numbers are in it, `open_answers` are missing (26 and 1: 26 of 27).

Example:
  zaitaku rollup tokyo.parquet saitama.parquet --as-of 2024-03-31 --out rollup.csv
"""

import argparse
import csv
import sys
from collections.abc import Iterable
from dataclasses import asdict, astuple, fields
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from zaitaku.cli.main import Refused, show
from zaitaku.cli.whole_file import replacing

if TYPE_CHECKING:
    from zaitaku.analysis.facts import RolledUp


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="snapshots made by `zaitaku snapshot`")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="DAY", help="such as 2024-03-31")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a CSV file; without it the table is printed")


def run(options: argparse.Namespace) -> int:
    import duckdb
    from django.utils import timezone

    from zaitaku.analysis.facts import on_duckdb

    if missing := [str(path) for path in options.files if not path.is_file()]:
        raise Refused(f"ファイルがありません: {', '.join(missing)}")
    end_of_day = datetime.combine(options.as_of, time.max, tzinfo=timezone.get_default_timezone())
    lines = on_duckdb(options.files, as_of=end_of_day)
    as_of = options.as_of.isoformat()
    try:
        if options.out:
            with replacing(options.out) as out, out.open("w", encoding="utf-8", newline="") as file:
                count = _write(file, lines)
            said = f"{count:,}行を {options.out} に書き出しました。"
            show(options, {"as_of": as_of, "file": str(options.out), "lines": count}, said)
        elif options.json:
            rows = [asdict(line) | {"last": line.last.isoformat()} for line in lines]
            show(options, {"as_of": as_of, "rows": rows}, "")
        else:
            _write(sys.stdout, lines)
    except duckdb.Error as error:
        raise Refused(f"スナップショットとして読めないファイルがあります。作り直してください。({error})") from error
    return 0


def _write(file: TextIO, lines: Iterable["RolledUp"]) -> int:
    from zaitaku.analysis.facts import RolledUp
    from zaitaku.reports.csv_list import cell  # files of others are added up here

    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(field.name for field in fields(RolledUp))
    count = 0
    for line in lines:
        writer.writerow([cell(value) for value in astuple(line)])
        count += 1
    return count
