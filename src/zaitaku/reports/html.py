"""The paper as a web page of its own, and as a fragment to stand inside a page of the site."""

from __future__ import annotations

from html import escape

from zaitaku.reports.document import Cell, Document, Paragraph, Run, Section, Table, link
from zaitaku.reports.words import WORDS

CONTENT_TYPE = "text/html; charset=utf-8"

STYLE = """
body{margin:0;color:#1a1a1a;background:#fff;line-height:1.6;
font-family:"BIZ UDPGothic","Noto Sans JP","Hiragino Sans","Yu Gothic",sans-serif}
main{max-width:100rem;margin:0 auto;padding:1rem}
.paper-skip{position:absolute;left:-9999px}
.paper-skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem;outline:3px solid #0b3d91}
.paper-label{float:right;border:2px solid;padding:.25rem .75rem;font-weight:bold;margin:0}
.paper-draft{display:inline-block;border:2px solid #9c2a00;color:#9c2a00;
padding:.25rem .75rem;font-weight:bold;margin:0}
.paper-title{text-align:center;clear:both}
.paper-as-of{text-align:right}
.paper-scroll{overflow-x:auto}
.paper-scroll:focus-visible,a:focus-visible{outline:3px solid #0b3d91;outline-offset:2px}
.paper-table{border-collapse:collapse;width:100%;min-width:60rem;table-layout:fixed;font-size:.875rem}
.paper-table caption{text-align:left;font-weight:bold;padding:.25rem 0}
.paper-table th,.paper-table td{border:1px solid #444;padding:.35rem .5rem;vertical-align:top;text-align:left;
overflow-wrap:anywhere}
.paper-table thead th{background:#e6e6e6;text-align:center}
.paper-table tbody th{background:#f5f5f5;font-weight:normal}
.paper-line{margin:0;min-height:1em;white-space:pre-wrap}
a{color:#0b3d91}
.paper-mark-open{color:#9c2a00;text-decoration:underline dotted}
.paper-mark-preliminary{color:#7a4a00}
.paper-mark-as_of{color:#2f5573}
.paper-mark-suppressed{color:#555}
.paper-stamp{font-size:.875rem;border-top:1px solid #444;margin-top:1.5rem}
@media print{@page{size:A3 landscape;margin:12mm}.paper-skip{display:none}main{padding:0;max-width:none}
.paper-scroll{overflow:visible}.paper-table{font-size:9pt;min-width:0}.paper-table thead{display:table-header-group}
.paper-table tr{break-inside:avoid}h2,h3{break-after:avoid}a{color:inherit;text-decoration:none}}
"""


STYLE += "".join(f".paper-w{percent}{{width:{percent}%}}" for percent in range(1, 101)) + "\n"


def render(document: Document) -> bytes:
    """A page that needs nothing else: links are complete addresses, the style is inside."""
    words = WORDS[document.language]
    head = (
        f'<!DOCTYPE html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<a class="paper-skip" href="#paper-main">{escape(words.skip)}</a>\n<main id="paper-main">\n'
    )
    return (head + _Html(document, level=1, whole=True).article() + "</main>\n</body>\n</html>\n").encode()


def fragment(document: Document, *, level: int = 2) -> str:
    """The paper without page and style; its title is a heading of `level`, links stay paths on the site.

    The page's style sheet gives it its looks; `STYLE` has every rule it may want (classes begin with `paper-`).
    """
    return _Html(document, level=level, whole=False).article()


class _Html:
    def __init__(self, document: Document, *, level: int, whole: bool) -> None:
        self.document, self.level, self.whole = document, level, whole
        self.words = WORDS[document.language]

    def article(self) -> str:
        document, words = self.document, self.words
        parts = [f'<article class="paper paper-{document.status}" lang="{document.language}">\n']
        if document.label:
            parts.append(f'<p class="paper-label">{escape(document.label)}</p>\n')
        if document.status == "draft":
            parts.append(f'<p class="paper-draft">{escape(words.draft)}</p>\n')
        parts.append(self._heading(0, document.title, "paper-title"))
        parts.append(f'<p class="paper-as-of">{escape(document.as_of_text)}</p>\n')
        parts += map(self._paragraph, document.preamble)
        closing = (Section(words.sources, 1, (), (document.sources,)),) if document.has_sources else ()
        for section in (*document.sections, *closing):
            parts.append(self._heading(section.level, section.heading, "paper-heading"))
            parts += map(self._paragraph, section.paragraphs)
            parts += (self._table(table, section.heading) for table in section.tables)
        if document.status == "frozen":
            parts.append(
                f'<p class="paper-stamp">{escape(words.frozen)} {escape(words.digest)} '
                f"<code>{escape(document.digest)}</code></p>\n"
            )
        return "".join(parts) + "</article>\n"

    def _heading(self, below: int, words: str, name: str) -> str:
        tag = f"h{min(self.level + below, 6)}"
        return f'<{tag} class="{name}">{escape(words)}</{tag}>\n'

    def _paragraph(self, paragraph: Paragraph) -> str:
        return self._line(paragraph) + "\n"

    def _line(self, paragraph: Paragraph) -> str:
        return f'<p class="paper-line">{"".join(map(self._run, paragraph.runs))}</p>'

    def _table(self, table: Table, heading: str) -> str:
        name = escape(table.caption or heading)
        caption = f"<caption>{escape(table.caption)}</caption>\n" if table.caption else ""
        label = "" if table.caption else f' aria-label="{name}"'
        titles = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
        total = sum(column.weight for column in table.columns)
        shares = (max(round(100 * column.weight / total), 1) for column in table.columns)
        widths = "".join(f'<col class="paper-w{share}">' for share in shares)  # no style="": the site's CSP forbids it
        parts = [
            f'<div class="paper-scroll" role="region" tabindex="0" aria-label="{name}">\n'
            f'<table class="paper-table"{label}>\n{caption}<colgroup>{widths}</colgroup>\n'
            f"<thead>\n<tr>{titles}</tr>\n</thead>\n<tbody>\n"
        ]
        for entries in table.rows:
            parts.append("<tr>" + "".join(self._cell(cell) for cell in entries if cell is not None) + "</tr>\n")
        return "".join(parts) + "</tbody>\n</table>\n</div>\n"

    def _cell(self, cell: Cell) -> str:
        tag = "th" if cell.header else "td"
        scope = ' scope="row"' if cell.header else ""
        span = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        return f"<{tag}{scope}{span}>{''.join(map(self._line, cell.paragraphs))}</{tag}>"

    def _run(self, run: Run) -> str:
        words = escape(run.text)
        if run.mark:
            words = f'<span class="paper-mark paper-mark-{run.mark}">{words}</span>'
        href = link(self.document, run) if self.whole else run.href
        code = f' data-figure="{escape(run.figure)}"' if run.figure else ""
        if href:
            return f'<a class="paper-figure" href="{escape(href)}"{code}>{words}</a>'
        return f'<span class="paper-figure"{code}>{words}</span>' if run.figure else words
