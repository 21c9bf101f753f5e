"""Take a council's plan table in, or write one out.

A table goes into the plan of its title, into a new one if there is none yet; the same table twice changes nothing.

Example:
  zaitaku plan import plan.txt --dry-run
  zaitaku plan import plan.txt --create-owners
  zaitaku plan export --format xlsx --out plan.xlsx
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zaitaku.cli.choose import municipality
from zaitaku.cli.main import Refused, show

if TYPE_CHECKING:  # models can be imported once Django is set up
    from zaitaku.analysis.council_table import CouncilReading
    from zaitaku.core.areas.models import Area
    from zaitaku.programme.plans.models import Plan, PlanVersion


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="import|export")
    into = tasks.add_parser("import", help="take a table in (txt, tsv, csv, xlsx, docx)")
    into.add_argument("file", type=Path, metavar="FILE")
    into.add_argument("--dry-run", action="store_true", help="say what would change and save nothing")
    into.add_argument("--create-owners", action="store_true", help="register owners that are missing")
    into.add_argument("--leave-out", action="store_true", help="go on without the lines that were not understood")
    out = tasks.add_parser("export", help="write a version out")
    out.add_argument("--format", choices=["xlsx", "tsv"], required=True)
    out.add_argument("--out", type=Path, required=True, metavar="FILE")
    out.add_argument("--number", type=int, metavar="N", help="which version; else the one in force, else the youngest")
    for task in (into, out):
        task.add_argument("--area", metavar="CODE", help='municipality; "CODE NAME" makes the first one')
        task.add_argument("--title", metavar="TITLE", help="which plan, where the municipality has several")
        task.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="answer in JSON")


def run(options: argparse.Namespace) -> int:
    return _import(options) if options.task == "import" else _export(options)


def _import(options: argparse.Namespace) -> int:
    """All or nothing; a dry run does it all and takes it back."""
    from django.db import transaction

    with transaction.atomic():
        answer, outcome = _import_into(options)
        transaction.set_rollback(options.dry_run)
    show(options, answer | {"outcome": outcome}, _words(answer, outcome))
    return 1 if options.dry_run and answer["problems"] else 0


def _import_into(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """The answer and the outcome in a word; said only when the transaction has ended."""
    from zaitaku.analysis.council_table import read_council_table
    from zaitaku.analysis.refusal import Refusal
    from zaitaku.core.accounts.actions import system_person
    from zaitaku.programme.plans import actions, queries

    area = municipality(options.area)
    try:
        reading = read_council_table(
            options.file.read_bytes(), options.file.name, organisations=queries.owner_names(area)
        )
    except Refusal as refusal:
        raise Refused(refusal.message_ja) from refusal
    title = options.title or reading.table.title
    plan = _plan_named(area, title)
    preview = queries.preview_import(plan or _future(reading, area, title), reading.table)
    answer = _answer(reading, preview.changes) | {
        "owners_missing": list(preview.owners_missing),
        "problems": list(preview.problems),
    }
    if options.dry_run:
        return answer, "unchanged" if preview.changes_nothing else "would change"
    if reading.not_understood and not options.leave_out:
        lines = "\n".join(f"{one.location} {one.reason_ja}{one.remedy}" for one in reading.not_understood)
        raise Refused(f"読み取れない行があります。直すか、--leave-out を付けてください。\n{lines}")
    by = system_person()
    try:
        into = plan or _founded(reading, area, title, by)
        done = actions.import_plan(plan=into, table=reading.table, by=by, create_missing_owners=options.create_owners)
    except actions.PlanRefused as refusal:
        raise Refused(str(refusal)) from refusal
    answer |= _answer(reading, done.changes) | {"version": done.version.number, "plan": into.title}
    return answer, done.outcome.value


def _answer(reading: CouncilReading, changes: Any) -> dict[str, Any]:
    return {
        "initiatives": len(reading.table.initiatives),
        "not_understood": [
            {"location": one.location, "text": one.raw, "reason": one.reason_ja} for one in reading.not_understood
        ],
        "changes": [
            {"kind": one.kind.value, "key": one.node.key, "name": one.node.name, "was": one.was, "now": one.now}
            for one in changes
        ],
    }


def _words(answer: dict[str, Any], outcome: str) -> str:
    words = {
        "created": "取り込みました（新しい計画）。",
        "updated": "取り込みました。",
        "unchanged": "内容は計画と同じです。何も変更していません。",
        "would change": "取り込むと次のように変わります（まだ保存していません）。",
    }
    lines = [f"取組 {answer['initiatives']}件。{words[outcome]}"]
    lines += [f"  {one['kind']}\t{one['key']}\t{one['name']}" for one in answer["changes"]]
    if answer["owners_missing"] and outcome == "would change":
        lines.append("未登録の所管: " + "、".join(answer["owners_missing"]))
    lines += [f"  ! {problem}" for problem in answer["problems"]]
    lines += [f"  読み取れない行 {one['location']}: {one['text']}" for one in answer["not_understood"]]
    return "\n".join(lines)


def _export(options: argparse.Namespace) -> int:
    from zaitaku.analysis.council_table import NotWritable, write_council_table
    from zaitaku.programme.plans import queries

    version = _version(options)
    whole = queries.tree(version)
    try:
        data = write_council_table(queries.table_of(whole, version.name if version.is_draft else ""), options.format)
    except NotWritable as refusal:
        raise Refused(refusal.message_ja) from refusal
    options.out.write_bytes(data)
    answer = {
        "plan": version.plan.title,
        "version": version.number,
        "initiatives": len(whole.initiatives()),
        "out": str(options.out),
        "bytes": len(data),
    }
    show(options, answer, f"{version}（取組 {answer['initiatives']}件）を {options.out} に書き出しました。")
    return 0


def _version(options: argparse.Namespace) -> PlanVersion:
    from django.utils import timezone

    from zaitaku.programme.plans.models import Plan
    from zaitaku.programme.plans.queries import version_in_force

    plans = Plan.objects.filter(area=municipality(options.area), **({"title": options.title} if options.title else {}))
    plan = plans.order_by("-first_year", "-pk").first()
    if plan is None:
        raise Refused("計画がありません。zaitaku plan import で取り込んでください。")
    if options.number is not None:
        found = plan.versions.filter(number=options.number).first()
    else:
        found = version_in_force(plan, timezone.localdate()) or plan.versions.order_by("-number").first()
    if found is None:
        raise Refused(f"{plan.title}に版がありません。--number を確かめてください。")
    return found


def _plan_named(area: Area, title: str) -> Plan | None:
    from zaitaku.programme.plans.models import Plan

    return Plan.objects.filter(area=area, title=title).select_related("area").first()


def _future(reading: CouncilReading, area: Area, title: str) -> Plan:
    from zaitaku.programme.plans.models import Plan

    table = reading.table
    if not title or table.first_year is None or table.last_year is None:
        raise Refused("ファイルに題名か計画期間がありません。題名に（令和3年度～令和5年度）のように書いてください。")
    return Plan(area=area, title=title, first_year=table.first_year, last_year=table.last_year)


def _founded(reading: CouncilReading, area: Area, title: str, by: Any) -> Plan:
    from zaitaku.programme.plans import actions

    future = _future(reading, area, title)
    return actions.create_plan(area=area, title=title, first_year=future.first_year, last_year=future.last_year, by=by)
