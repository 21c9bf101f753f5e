"""Make up events and returns for the demo: lectures, a case meeting, 27 centres that report, orders and more.

Everything made says 【架空】 in its name. Works in the demo only (ZAITAKU_DEMO=1); making them twice changes nothing.

Example:
  zaitaku load-synthetic --organisation community-medicine
"""

import argparse

from zaitaku.cli.main import Refused, show


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--organisation", metavar="CODE", default="community-medicine", help="the section that runs the events"
    )


def run(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from zaitaku.cli.example import synthetic
    from zaitaku.core.areas.models import Organisation

    if not settings.DEMO:
        raise Refused("架空の催しは、デモ（ZAITAKU_DEMO=1）でだけ作れます。")
    call_command("migrate", verbosity=0)
    owner = Organisation.objects.filter(code=options.organisation).order_by("pk").first()
    if owner is None:
        raise Refused(f"組織 {options.organisation} はありません。先に zaitaku load-example を実行してください。")
    made = synthetic.load(owner, now=timezone.localtime())
    show(
        options,
        {"organisation": owner.code, "made": made},
        "架空の催しを作りました。" if made else "架空の催しはすでにあります。",
    )
    return 0
