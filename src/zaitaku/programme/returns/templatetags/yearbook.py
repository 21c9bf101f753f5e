"""The tables of the year book, joined from strings: thirteen thousand cells take a template seconds, and this a blink.

Everything that people typed (names, labels, units) is escaped once, before it is joined.
"""

from collections.abc import Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import UNITS, Kind
from zaitaku.core.pages.templatetags.pages import STATES
from zaitaku.programme.returns.choices import SheetStatus
from zaitaku.programme.returns.queries.yearbook import Item, Number, YearBook
from zaitaku.programme.returns.templatetags.sheet_words import LOOKS

register = template.Library()
PARTIAL = "◔"


@register.simple_tag
def year_tables(book: YearBook) -> SafeString:
    """A collapsible section for each item."""
    head = _head(book)
    names = [(pk, escape(name)) for pk, name in book.organisations]
    gaps = _gaps(book)
    return mark_safe("".join(_section(book, item, head, names, gaps) for item in book.items))  # noqa: S308  # see above


def _head(book: YearBook) -> str:
    months = [_("Month %(month)s") % {"month": start.month} for start in book.starts]
    if len(months) == 1:
        months = [_("Year")]
    cells = "".join(f'<th scope="col" class="number">{escape(month)}</th>' for month in months)
    return f'<thead><tr><th scope="col">{escape(_("Organisation"))}</th>{cells}'


def _gaps(book: YearBook) -> dict[tuple[int, int], str]:
    """What stands where there is no number: nothing asked, or the state of the sheet."""
    return {place: f'<td class="gap">{LOOKS[status][0]}</td>' for place, status in book.sheets.items()}


def _section(
    book: YearBook, item: Item, head: str, names: Sequence[tuple[int, str]], gaps: dict[tuple[int, int], str]
) -> str:
    label = escape(item.element.label)
    unit = escape(item.element.unit or UNITS[Kind(item.element.kind)])
    group = escape(item.element.breakdown.label) + "：" if item.element.breakdown else ""
    last = _("Year to date") if item.adds_up else _("Latest")
    rows = "".join(_row(book, item, pk, name, gaps) for pk, name in names)
    region = f"{label} {escape(_('by organisation and month'))}"
    depth = " part" if item.depth else ""
    return (
        f'<details open class="item{depth}" id="e{item.element.pk}"><summary>{group}{label} <small>({unit})</small>'
        f'</summary><div class="table-region table-first" tabindex="0" role="region" aria-label="{region}">'
        f'<table class="table table-grid table-dense"><caption class="unseen">{region}</caption>{head}'
        f'<th scope="col" class="number">{escape(last)}</th></tr></thead><tbody>{rows}</tbody>{_foot(book, item)}'
        "</table></div></details>"
    )


def _row(book: YearBook, item: Item, pk: int, name: str, gaps: dict[tuple[int, int], str]) -> str:
    numbers, marks = item.numbers, item.open_marks
    cells = []
    total: Number = 0
    latest: Number | None = None
    for month in range(len(book.starts)):
        place = (pk, month)
        number = numbers.get(place)
        if place in marks:
            text = "" if number is None else f"{number:,}"
            cells.append(f"<td class=open>{text}{STATES[marks[place]][1]}</td>")
        elif number is not None:
            cells.append(f"<td>{number:,}</td>")
        else:
            cells.append(gaps.get(place, "<td></td>"))
        if number is not None:
            total += number
            latest = number
    end = "" if latest is None else f"{total:,}" if item.adds_up else f"{latest:,}"
    if end and item.adds_up and pk in book.missing:
        end += PARTIAL
    return f'<tr><th scope="row">{name}</th>{"".join(cells)}<td class="sum">{end}</td></tr>'


def _foot(book: YearBook, item: Item) -> str:
    """Sums by month, with the number of places where one is missing, and the running sum of the year."""
    if not item.has_sum or len(book.organisations) < 2:
        return ""
    sums: list[Number | None] = [None] * len(book.starts)
    for (_organisation, month), number in item.numbers.items():
        sums[month] = number + (sums[month] or 0)
    cells = "".join(
        f"<td>{'' if found is None else f'{found:,}'}{_places(book.sent[month])}</td>"
        for month, found in enumerate(sums)
    )
    known = [(found, month) for month, found in enumerate(sums) if found is not None]
    end = ""
    if known and item.adds_up:
        end = f"{sum(found for found, _month in known):,}{_places(book.sent_year)}"
    elif known:
        end = f"{known[-1][0]:,}{_places(book.sent[known[-1][1]])}"
    foot = f'<tr><th scope="row">{escape(_("Total"))}</th>{cells}<td class="sum">{end}</td></tr>'
    if item.adds_up and len(book.starts) > 1:
        cells = ""
        total: Number = 0
        for found in sums:
            total += found or 0
            cells += f"<td>{'' if found is None else f'{total:,}'}</td>"
        foot += f'<tr><th scope="row">{escape(_("Year to date"))}</th>{cells}<td></td></tr>'
    return f"<tfoot>{foot}</tfoot>"


def _places(reported: tuple[int, int]) -> str:
    """◔26/27 under a sum that is not complete."""
    sent, expected = reported
    return f"<small>{PARTIAL}{sent}/{expected}</small>" if sent < expected else ""


@register.simple_tag
def year_legend() -> SafeString:
    """What the shapes in the cells say."""
    words = [(LOOKS[one][0], one.label) for one in (SheetStatus.ASKED, SheetStatus.DRAFT, SheetStatus.EXCUSED)]
    words += [(shape, word) for word, shape in (STATES["preliminary"], STATES["tallying"], STATES["to_follow"])]
    return mark_safe("　".join(f"{shape} {escape(word)}" for shape, word in words))  # noqa: S308  # escaped
