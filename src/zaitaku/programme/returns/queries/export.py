"""All that organisations answered between two days, as lists for Excel. In Japanese, as papers are."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from zaitaku.analysis.figure import State
from zaitaku.analysis.wording.phrases import STATES
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.choices import COUNTED, Answer
from zaitaku.programme.returns.models import Form, Return, Value
from zaitaku.programme.returns.queries.asked import AskedItem, asked_in
from zaitaku.programme.returns.queries.sheets import sheets_reached
from zaitaku.programme.returns.queries.workbooks import WORDS, period_words, plain, unit_of
from zaitaku.reports.xlsx_list import ListSheet
from zaitaku.reports.xlsx_list import Value as CellValue

_WHOSE = ("期間", "組織コード", "組織", "提出の状態", "初回提出日")
OPEN = "未記入"


def lists_of(
    form: Form, organisations: QuerySet[Organisation], written: QuerySet[Organisation], *, start: date, end: date
) -> list[ListSheet]:
    """A table (organisation and month × item) and the same as a list of single answers with their states.

    Sheets of the organisations that end in the stretch; what was not sent in yet only of those written for. Two queries
    for each month, and two.
    """
    found = sheets_reached(organisations).filter(form=form, end__range=(start, end))
    drafts = sheets_reached(written).filter(form=form)
    found = found.filter(Q(status__in=COUNTED) | Q(pk__in=drafts.values("pk")))
    sheets = list(found.order_by("start", "end", "organisation__code"))
    asked = {day: asked_in(form, day) for day in dict.fromkeys(sheet.start for sheet in sheets)}
    rows = Value.objects.filter(sheet__in=[sheet.pk for sheet in sheets], superseded_at=None)
    values = {(row.sheet_id, row.element_id): row for row in rows.select_related("recorded_by")}
    with override("ja"):
        return [_table(sheets, asked, values), _list(sheets, asked, values)]


Asked = dict[date | None, list[AskedItem]]
Values = dict[tuple[int, int], Value]


def _table(sheets: Sequence[Return], asked: Asked, values: Values) -> ListSheet:
    """Items of several months by code, in the words of the latest."""
    items = {item.element.pk: item for month in asked.values() for item in month}
    heads = [f"{item.label}（{item.element.code}）" for item in items.values()]
    rows = []
    for sheet in sheets:
        own = {item.element.pk for item in asked[sheet.start]}
        cells = [_short(values.get((sheet.pk, pk))) if pk in own else "―" for pk in items]
        rows.append([*_whose(sheet), *cells])
    return ListSheet("集計表", [*_WHOSE, *heads], rows)


def _short(row: Value | None) -> CellValue:
    if row is None:
        return OPEN
    return plain(row.value) if row.value is not None else STATES[State(row.state)]


def _list(sheets: Sequence[Return], asked: Asked, values: Values) -> ListSheet:
    heads = [*_WHOSE, "項目コード", "項目", "内訳", "単位", "数値", "回答", "値の状態", "備考", "登録者", "登録日時"]
    rows: list[list[CellValue]] = []
    for sheet in sheets:
        whose = _whose(sheet)
        for item in asked[sheet.start]:
            what = [item.element.code, item.label, item.group, unit_of(item.element)]
            rows.append([*whose, *what, *_answered(values.get((sheet.pk, item.element.pk)))])
    return ListSheet("回答一覧", heads, rows)


def _whose(sheet: Return) -> list[CellValue]:
    period = period_words(sheet.start, sheet.end)
    organisation = sheet.organisation
    return [period, organisation.code, organisation.name, str(sheet.get_status_display()), sheet.first_sent_on]


def _answered(row: Value | None) -> list[CellValue]:
    if row is None:
        return [None, OPEN, "", "", "", ""]
    answer = WORDS[Answer(row.answer)] if row.value is not None else ""
    moment = timezone.localtime(row.recorded_at).strftime("%Y-%m-%d %H:%M")
    return [plain(row.value), answer, STATES[State(row.state)], row.note, row.recorded_by.name, moment]
