"""Write everything that was sent in with returns into one Parquet file, for roll-ups over many municipalities.

The file keeps when each answer became known and when it was replaced, so that any earlier day can be asked later.

Example:
  zaitaku snapshot --out returns.parquet
"""

import argparse
from pathlib import Path

from zaitaku.cli.main import show
from zaitaku.cli.whole_file import place_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the Parquet file; an old one is replaced"
    )


def run(options: argparse.Namespace) -> int:
    from zaitaku.analysis.facts import write
    from zaitaku.programme.returns.queries.facts import facts

    made = write(facts(), place_of(options.out))
    show(
        options,
        {"file": str(made.path), "facts": made.facts},
        f"{made.facts:,}件の回答を {made.path} に書き出しました。",
    )
    return 0
