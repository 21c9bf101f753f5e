"""Add up snapshots of returns by municipality, fiscal year and indicator, as they stood at the end of a day.

Several files (of several municipalities or prefectures) count together.

Example:
  zaitaku rollup tokyo.parquet saitama.parquet --as-of 2024-03-31 --out rollup.csv
"""

import argparse
import csv
import io
from dataclasses import asdict, fields
from datetime import date, datetime, time
from pathlib import Path

from zaitaku.cli.main import Refused, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="snapshots made by `zaitaku snapshot`")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="DAY", help="such as 2024-03-31")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a CSV file; without it the table is printed")


def run(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from zaitaku.analysis.facts import RolledUp, on_duckdb
    from zaitaku.reports.csv_list import cell  # files of others are added up here

    if missing := [str(path) for path in options.files if not path.is_file()]:
        raise Refused(f"ファイルがありません: {', '.join(missing)}")
    end_of_day = datetime.combine(options.as_of, time.max, tzinfo=timezone.get_default_timezone())
    lines = on_duckdb(options.files, as_of=end_of_day)
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(RolledUp)], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in asdict(line).items()} for line in lines)
    if options.out:
        options.out.write_text(text.getvalue(), encoding="utf-8")
    rows = [asdict(line) | {"last": line.last.isoformat()} for line in lines]
    shown = f"{len(lines):,}行を {options.out} に書き出しました。" if options.out else text.getvalue().rstrip("\n")
    show(options, {"as_of": options.as_of.isoformat(), "rows": rows}, shown)
    return 0
