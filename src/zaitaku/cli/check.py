"""Find the arithmetic in a paper and say whether it holds.

Reads text, xlsx, docx and PDF (as far as its text can be read). Exit code 1 when something differs.

Example:
  zaitaku check 資料１.docx --json
"""

import argparse
from pathlib import Path

from zaitaku.analysis.check import Checked, Verdict, check, explain, verdict_word
from zaitaku.analysis.intake import IntakeRefused, Limits, ReadLines, read_lines
from zaitaku.cli.main import Refused, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")


def run(options: argparse.Namespace) -> int:
    try:
        read = read_lines(options.file.read_bytes(), options.file.name, limits=Limits())
    except IntakeRefused as refusal:
        raise Refused(refusal.message_ja) from refusal
    checked = check(read.lines)
    show(options, _data(read, checked), _text(read, checked))
    return 1 if any(finding.verdict is Verdict.DIFFERS for finding in checked.findings) else 0


def _data(read: ReadLines, checked: Checked) -> dict[str, object]:
    return {
        "findings": [
            {
                "kind": finding.kind.value,
                "verdict": finding.verdict.value,
                "places": [
                    {"location": span.location, "line": span.line, "start": span.start, "text": span.text}
                    for span in finding.spans
                ],
                "stated": None if finding.stated is None else str(finding.stated),
                "computed": None if finding.computed is None else str(finding.computed),
                "unit": finding.unit,
                "parts": [
                    {"label": part.label, "value": None if part.value is None else str(part.value)}
                    for part in finding.parts
                ],
                "message": explain(finding, "ja"),
            }
            for finding in checked.findings
        ],
        "unread": [{"location": unread.location, "reason": unread.reason_ja} for unread in read.unread],
        "not_understood": [{"location": u.spans[0].location, "text": u.spans[0].text} for u in checked.unread],
    }


def _text(read: ReadLines, checked: Checked) -> str:
    lines = [
        f"[{verdict_word(finding.verdict)}] {finding.spans[0].location}: {explain(finding, 'ja')}"
        for finding in checked.findings
    ]
    lines += [f"[未読] {unread.location}: {unread.reason_ja}" for unread in read.unread]
    lines += [f"[未解釈] {unread.spans[0].location}: {unread.spans[0].text}" for unread in checked.unread]
    return "\n".join(lines) or "検算できる記述は見つかりませんでした。"
