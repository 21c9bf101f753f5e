"""Load an example programme: plan, records and wording of real public papers.

Loading twice changes nothing. Demo accounts are made only where ZAITAKU_DEMO=1.

Example:
  zaitaku load-example nerima
"""

import argparse
from pathlib import Path

from zaitaku.cli.main import Refused, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="an example of examples/, or a folder with the same files")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command

    from zaitaku.cli.example import files, load

    folder = files.EXAMPLES / options.name
    if not folder.is_dir():
        folder = Path(options.name)
    if not (folder / "plan.toml").is_file():
        known = ", ".join(sorted(path.parent.name for path in files.EXAMPLES.glob("*/plan.toml")))
        raise Refused(f"例 {options.name} はありません。使える例: {known}")
    call_command("migrate", verbosity=0)
    loaded = load.load(folder, with_people=settings.DEMO)
    show(
        options,
        {"example": options.name, "loaded": loaded},
        "読み込みました。" if loaded else "すでに読み込まれています。",
    )
    return 0
