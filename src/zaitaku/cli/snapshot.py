"""Write everything that was sent in with returns into one Parquet file, for roll-ups over many municipalities.

The file keeps until when each answer was missing, when it became known and when it was replaced, so that any earlier
day can be asked later. Two forms that cannot be told apart are refused; leave one of them out.

Example:
  zaitaku snapshot --out returns.parquet
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zaitaku.cli.main import Refused, show
from zaitaku.cli.whole_file import place_of

if TYPE_CHECKING:
    from zaitaku.programme.returns.models import Form


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the Parquet file; an old one is replaced"
    )
    parser.add_argument(
        "--leave-out",
        action="append",
        default=[],
        metavar="OWNER/FORM",
        help="codes of a form whose answers stay out; may be said several times",
    )


def run(options: argparse.Namespace) -> int:
    from zaitaku.analysis.facts import write
    from zaitaku.programme.returns.queries.facts import FormsClash, facts

    left_out = [pk for text in options.leave_out for pk in _forms(text)]
    try:
        made = write(facts(left_out), place_of(options.out))
    except FormsClash as clash:
        first, second = (f"「{form.title}」（{form.owner.name}、{_code(form)}）" for form in clash.forms)
        raise Refused(
            f"{first}と{second}は、同じ市区町村で使われ、様式と項目のコードが同じです。区別なく足し合わされてしまうため、"
            f"書き出しません。一方を除いてください（例: --leave-out {_code(clash.forms[1])}）。"
            "除く様式は、別のコードで複写して次回から使うと、両方を書き出せるようになります。"
        ) from clash
    show(
        options,
        {"file": str(made.path), "facts": made.facts},
        f"{made.facts:,}件の回答（未提出を含む）を {made.path} に書き出しました。",
    )
    return 0


def _forms(text: str) -> list[int]:
    from zaitaku.programme.returns.models import Form

    owner, _slash, code = text.partition("/")
    if not (found := list(Form.objects.filter(owner__code=owner, code=code).values_list("pk", flat=True))):
        raise Refused(f"様式がありません: {text}（担当組織のコード/様式のコード）")
    return found


def _code(form: "Form") -> str:
    return f"{form.owner.code}/{form.code}"
