"""Every figure of a fiscal year as of a day, computed from the records.

Example:
  zaitaku figures --fiscal-year 2023 --as-of 2023-12-31 --json
"""

import argparse

from zaitaku.analysis.figure_json import digest, to_json
from zaitaku.analysis.wording import full_text
from zaitaku.cli import choose
from zaitaku.cli.main import show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    choose.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    chosen = choose.chosen(options)
    figures = chosen.figures()
    data = {
        "plan": str(chosen.version.plan),
        "version": chosen.version.name,
        "fiscal_year": chosen.year.year,
        "as_of": chosen.as_of.isoformat(),
        "figures": [
            to_json(figure) | {"text": full_text(figure, chosen.as_of), "digest": digest(figure)}
            for figure in figures.values()
        ],
    }
    lines = [f"{figure.code}\t{figure.label}\t{full_text(figure, chosen.as_of)}" for figure in figures.values()]
    show(options, data, "\n".join(lines))
    return 0
