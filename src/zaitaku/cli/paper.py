"""The result paper of a fiscal year as of a day, as PDF, Excel, Word or web page.

It is composed from the records as they are now and marked as a draft; --frozen takes the paper that was frozen for
that day instead.

Example:
  zaitaku paper --fiscal-year 2023 --as-of 2023-12-31 --format pdf --out paper.pdf
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from zaitaku.cli import choose
from zaitaku.cli.main import Refused, show
from zaitaku.cli.whole_file import replacing

if TYPE_CHECKING:  # models can be imported once Django is set up
    from zaitaku.programme.council.queries import PaperContent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    choose.add_arguments(parser)
    parser.add_argument("--format", choices=("pdf", "xlsx", "docx", "html"), required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--label", default="資料１", help="the box at the top right (資料１)")
    parser.add_argument("--frozen", action="store_true", help="the frozen paper of that day, not the records of now")


def run(options: argparse.Namespace) -> int:
    from zaitaku.programme.council.queries.formats import FORMATS

    chosen = choose.chosen(options)
    content = _frozen(chosen) if options.frozen else _draft(chosen, options.label)
    made = FORMATS[options.format].render(content.document)
    with replacing(options.out) as out:
        out.write_bytes(made)
    document = content.document
    data = {
        "title": document.title,
        "status": document.status,
        "digest": document.digest,
        "figures": len(content.figures),
        "bytes": len(made),
        "out": str(options.out),
    }
    show(options, data, f"{document.title}（{len(content.figures)}の数値）→ {options.out}")
    return 0


def _frozen(chosen: choose.Chosen) -> "PaperContent":
    from zaitaku.programme.council.choices import PaperStatus
    from zaitaku.programme.council.models import Paper
    from zaitaku.programme.council.queries import frozen_content

    found = Paper.objects.filter(
        version__plan=chosen.version.plan,
        fiscal_year=chosen.year.year,
        as_of=chosen.as_of,
        status=PaperStatus.FROZEN,
    ).order_by("-frozen_at")
    paper = found.first()
    if paper is None:
        raise Refused(f"{chosen.as_of}現在の確定した資料はありません。--frozen を外すと案を作ります。")
    return frozen_content(paper)


def _draft(chosen: choose.Chosen, label: str) -> "PaperContent":
    """A draft that is not saved. Refuses cells that cannot be composed."""
    from django.conf import settings
    from django.utils import timezone, translation

    from zaitaku import catalogue
    from zaitaku.programme.council.queries import Computed, draft_of, new_paper, passport_of

    with translation.override("ja"):
        formulas = {one.code: str(catalogue.function_of(one).formula) for one in chosen.indicators}
    paper = new_paper(version=chosen.version, fiscal_year=chosen.year.year, as_of=chosen.as_of, label=label)
    draft = draft_of(
        paper,
        Computed(chosen.indicators, chosen.figures(), formulas),
        created=timezone.now(),
        url=passport_of(chosen.year.year, chosen.as_of),
        base_url=settings.BASE_URL,
    )
    if draft.problems:
        raise Refused("\n".join(text for texts in draft.problems.values() for text in texts))
    return draft.content
