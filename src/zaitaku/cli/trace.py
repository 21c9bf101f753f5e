"""One figure down to its records: the parts, the formula, who recorded what when.

Example:
  zaitaku trace A1.attendance --fiscal-year 2023
"""

import argparse
from typing import Any

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.figure_json import to_json
from zaitaku.analysis.wording import full_text
from zaitaku.cli import choose
from zaitaku.cli.main import Refused, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("indicator", metavar="INDICATOR", help="code, such as A1.attendance")
    choose.add_arguments(parser, as_of_required=False)


def run(options: argparse.Namespace) -> int:
    from zaitaku import catalogue

    chosen = choose.chosen(options)
    indicator = next((one for one in chosen.indicators if one.code == options.indicator), None)
    if indicator is None:
        raise Refused(
            f"{options.indicator} という指標は、この計画にありません。zaitaku figures で一覧を確かめてください。"
        )
    figure = catalogue.compute([indicator], year=chosen.year, as_of=chosen.as_of)[indicator.code]
    function = catalogue.function_of(indicator)
    rows = catalogue.records(indicator, year=chosen.year, as_of=chosen.as_of)
    data: dict[str, Any] = {
        "figure": to_json(figure) | {"text": full_text(figure, chosen.as_of)},
        "function": indicator.function,
        "params": indicator.params,
        "formula": str(function.formula),
        "formula_version": function.version,
        "records": [
            {
                "what": row.what,
                "detail": row.detail,
                "value": row.value,
                "state": row.state.value,
                "as_of": row.as_of.isoformat() if row.as_of else None,
                "recorded_by": row.recorded_by,
                "recorded_at": row.recorded_at.isoformat(),
                "superseded_at": row.superseded_at.isoformat() if row.superseded_at else None,
            }
            for row in rows
        ],
    }
    text = [f"{indicator.code} {indicator.label}: {full_text(figure, chosen.as_of)}", f"算式: {function.formula}"]
    text += [*_parts(figure, chosen.as_of, 1), "記録:"]
    text += [
        f"  {row.what} {row.detail}: {row.value} ({row.recorded_by}, {row.recorded_at:%Y-%m-%d %H:%M})" for row in rows
    ]
    show(options, data, "\n".join(text))
    return 0


def _parts(figure: Figure, cover: Any, depth: int) -> list[str]:
    lines = []
    for part in figure.parts:
        lines.append("  " * depth + f"{part.label}: {full_text(part, cover)}")
        lines += _parts(part, cover, depth + 1)
    return lines
