"""Prove that nobody changed, removed, moved or cut off an entry of the audit.

Exit code 0: the chain is whole; note its last digest elsewhere, for what came before it cannot be changed any more
without changing it. Exit code 1: it is broken; the first wrong number is told.

example:
  zaitaku audit verify
  zaitaku audit verify --json
"""

import argparse
import sys
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify"], help="verify: walk the whole chain")


def run(options: argparse.Namespace) -> int:
    from zaitaku.cli.main import show
    from zaitaku.core.audit.queries import verify

    verdict = verify()
    told: dict[str, Any] = {"whole": verdict.is_whole, "entries": verdict.entries}
    if verdict.is_whole:
        told["digest"] = verdict.digest
        show(options, told, f"whole: {verdict.entries} entries, the last with digest {verdict.digest}")
        return 0
    told |= {"broken_at": verdict.broken_at, "reason": verdict.reason}
    print(f"zaitaku: broken at number {verdict.broken_at}: {verdict.reason}", file=sys.stderr)
    if options.json:
        show(options, told, "")
    return 1
