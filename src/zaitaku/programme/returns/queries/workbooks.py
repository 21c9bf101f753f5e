"""A sheet as it is handed out for Excel, and who it is told apart from others."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from zaitaku.analysis.figure import UNITS, Kind, State
from zaitaku.analysis.return_sheet import Asked, Identity, digest_of
from zaitaku.analysis.return_sheet.words import NONE, NUMBER, SAME
from zaitaku.analysis.wareki import PartialDate, format_wareki
from zaitaku.core.pages import is_japanese
from zaitaku.core.pages.templatetags.pages import fiscal_year, wareki, wareki_month
from zaitaku.programme.returns.choices import Answer, Rhythm
from zaitaku.programme.returns.models import Element, Return, Round, Value
from zaitaku.programme.returns.queries.asked import AskedItem, asked_in
from zaitaku.programme.returns.queries.filling import Before, before_each, may_be_none, may_be_same
from zaitaku.reports.return_sheet import ItemRow, ReturnSheet

WORDS = {Answer.NUMBER: NUMBER, Answer.NONE: NONE, Answer.SAME: SAME}


def unit_of(element: Element) -> str:
    return element.unit or UNITS[Kind(element.kind)]


def period_words(start: date | None, end: date) -> str:
    """令和5年10月分, 令和5年度分 or its two days; in Japanese, as the sheet is."""
    if (part := _month_or_year(start, end)) is not None:
        return f"{format_wareki(part)}分"
    return f"{format_wareki(start) if start else ''}～{format_wareki(end)}"


def period_name(of: Return | Round) -> str:
    """The same for readers of either language: October 2023, FY2023 or two days, where it is not Japanese."""
    if is_japanese():
        return period_words(of.start, of.end)
    if (part := _month_or_year(of.start, of.end)) is not None:
        return fiscal_year(part.year) if part.is_fiscal_year else wareki_month(part.first_day)
    return f"{wareki(of.start)} – {wareki(of.end)}".strip()


def _month_or_year(start: date | None, end: date) -> PartialDate | None:
    if start is None:
        return None
    parts = PartialDate(start.year, start.month), PartialDate(start.year, is_fiscal_year=True)
    return next((part for part in parts if (part.first_day, part.last_day) == (start, end)), None)


def about(sheet: Return) -> str:
    """The sheet in words: whose, of what, for when."""
    return f"{sheet.organisation.name} {sheet.form.title} {period_words(sheet.start, sheet.end)}"


def identity_of(sheet: Return, items: Sequence[AskedItem], made: datetime) -> Identity:
    return Identity(
        owner=sheet.form.owner.code,
        form=sheet.form.code,
        organisation=sheet.organisation.code,
        start=sheet.start,
        end=sheet.end,
        version=sheet.form.version,
        digest=digest_of((item.element.code, unit_of(item.element)) for item in items),
        made=made,
        about=about(sheet),
    )


def asked_of(item: AskedItem, last: Decimal | None) -> Asked:
    element = item.element
    return Asked(
        code=element.code,
        label=item.label,
        unit=unit_of(element),
        is_percent=element.kind == Kind.PERCENT,
        decimals=element.decimals,
        last=plain(last),
        may_be_none=_may_be_none(item),
        may_be_same=may_be_same(element),
    )


def _may_be_none(item: AskedItem) -> bool:
    """A percentage of nothing is answered so too; it is recorded as not applicable."""
    return item.element.kind == Kind.PERCENT or may_be_none(item)


def plain(value: Decimal | None) -> Decimal | None:
    """Without the zeros that the database keeps behind the point."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def handed_out(sheets: Sequence[Return], *, made: datetime) -> list[ReturnSheet]:
    """Sheets of one form and period (with form, owner, organisation and round) as workbooks show them.

    Four queries.
    """
    if not sheets:
        return []
    items = asked_in(sheets[0].form, sheets[0].start)
    rows = Value.objects.filter(sheet__in=[sheet.pk for sheet in sheets], superseded_at=None)
    current = {(row.sheet_id, row.element_id): row for row in rows}
    known = before_each(sheets)
    return [_handed_out(sheet, items, known[sheet.organisation_id], current, made) for sheet in sheets]


def _handed_out(
    sheet: Return,
    items: Sequence[AskedItem],
    known: dict[int, Before],
    current: dict[tuple[int, int], Value],
    made: datetime,
) -> ReturnSheet:
    rows = [_row(item, known.get(item.element.pk), current.get((sheet.pk, item.element.pk))) for item in items]
    return ReturnSheet(
        identity=identity_of(sheet, items, made),
        title=sheet.form.title,
        organisation=sheet.organisation.name,
        period=period_words(sheet.start, sheet.end),
        due=format_wareki(sheet.round.due_on) if sheet.round else "",
        instructions=sheet.form.instructions,
        rows=rows,
        rhythm=Rhythm(sheet.form.rhythm).value,
    )


def _row(item: AskedItem, known: Before | None, row: Value | None) -> ItemRow:
    element = item.element
    answer = Answer(row.answer) if row is not None and row.value is not None else None
    if row is not None and row.state == State.NOT_APPLICABLE:
        answer = Answer.NONE
    words = [NUMBER]
    words += [NONE] if _may_be_none(item) else []
    words += [SAME] if may_be_same(element) and not item.begins else []
    return ItemRow(
        code=element.code,
        label=item.label,
        unit=unit_of(element),
        depth=item.depth,
        group=item.group,
        help_text=item.help_text,
        last=known.last if known else None,
        to_date=known.year if known else None,
        is_percent=element.kind == Kind.PERCENT,
        decimals=element.decimals,
        value=row.value if row is not None and answer == Answer.NUMBER else None,
        answer=WORDS[answer] if answer in (Answer.NONE, Answer.SAME) else "",
        note=row.note if row is not None else "",
        answers=tuple(words),
    )
