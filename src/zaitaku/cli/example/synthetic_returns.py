"""Made-up monthly reports of 27 made-up centres: twelve months of about forty items, some late, some queried.

The numbers are drawn by lot around a size of each centre's own, so that the board and the year book have something to
show. They are written straight into the tables: twelve months of sheets would otherwise take a minute to go through
their steps one by one.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from zaitaku.analysis.figure import State
from zaitaku.analysis.workdays import workday_from
from zaitaku.cli.example.making import Maker
from zaitaku.core.areas.actions import add_organisation
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.actions.adding import create_ready_form
from zaitaku.programme.returns.actions.ready import SUPPORT_CENTRE
from zaitaku.programme.returns.actions.rounds import open_round
from zaitaku.programme.returns.actions.senders import add_senders
from zaitaku.programme.returns.choices import SENT, Adding, Answer, SheetStatus, StepKind
from zaitaku.programme.returns.models import Element, Form, Message, Query, Return, Round, SheetStep, Value
from zaitaku.programme.returns.queries.asked import asked_in

CODE = "synthetic-centre-monthly"
CENTRES = 27
MONTHS = 12
# Of a round: place among the centres → what became of the sheet, for the latest month and the one before it.
LATEST = {3: SheetStatus.ASKED, 11: SheetStatus.ASKED, 19: SheetStatus.DRAFT, 7: SheetStatus.RETURNED}
BEFORE = {11: SheetStatus.ASKED, 22: SheetStatus.EXCUSED}
QUERIED = (7, 15)  # of the latest month
LATE = {5: 2, 11: 6, 17: 1}  # centres that are often late, by how many days
QUESTION = "【架空】先月の2倍を超えています。件数をご確認ください。"
EXCUSE = "【架空】システム障害のため翌月にまとめて報告"


def returns(maker: Maker) -> None:
    form = create_ready_form(
        ready=SUPPORT_CENTRE, owner=maker.owner, code=CODE, title=f"【架空】{SUPPORT_CENTRE.title}", by=maker.by
    )
    months = list(_months(maker.now.date()))
    centres = [_centre(maker, number, months[0]) for number in range(1, CENTRES + 1)]
    add_senders(form=form, organisations=centres, valid_from=months[0], by=maker.by, now=maker.now)
    elements = [item.element for item in asked_in(form, months[-1])]
    sizes = {one.pk: maker.chance.uniform(0.6, 1.6) for one in centres}
    for ago, month in zip(range(MONTHS - 1, -1, -1), months, strict=True):
        _month(maker, form, month, ago, sizes=sizes, elements=elements)


def _months(today: date) -> Iterator[date]:
    """First days of the twelve months that have ended, the earliest first."""
    year, month = divmod(today.year * 12 + today.month - 1 - MONTHS, 12)
    for number in range(MONTHS):
        yield date(year + (month + number) // 12, (month + number) % 12 + 1, 1)


def _centre(maker: Maker, number: int, since: date) -> Organisation:
    return add_organisation(
        by=maker.by,
        area=maker.owner.area,
        code=f"kakuu-centre-{number:02}",
        name=f"【架空】第{number}地域包括支援センター",
        kind=OrganisationKind.SUPPORT_CENTER,
        valid_from=since,
    )


def _month(
    maker: Maker, form: Form, month: date, ago: int, *, sizes: dict[int, float], elements: Sequence[Element]
) -> None:
    opened = datetime.combine((month + timedelta(days=31)).replace(day=1), time(9), tzinfo=maker.now.tzinfo)
    round_ = open_round(form=form, start=month, by=maker.by, now=min(opened, maker.now))
    sheets = list(round_.sheets.select_related("organisation").order_by("organisation__code"))
    values: list[Value] = []
    for place, sheet in enumerate(sheets, start=1):
        _settle(maker, sheet, round_, place, ago)
        if sheet.status in (*SENT, SheetStatus.DRAFT):
            values += _values(maker, sheet, sizes[sheet.organisation_id], elements)
    Return.objects.bulk_update(sheets, ["status", "first_sent_on", "version"])
    Value.objects.bulk_create(values, batch_size=1000)
    SheetStep.objects.bulk_create(step for sheet in sheets for step in _steps(maker, sheet))
    for place in QUERIED if ago == 0 else ():
        _query(maker, sheets[place - 1], elements[0])


def _settle(maker: Maker, sheet: Return, round_: Round, place: int, ago: int) -> None:
    """What became of the sheet: months long past are locked, the latest is still coming in."""
    usual = SheetStatus.SUBMITTED if ago == 0 else SheetStatus.ACCEPTED if ago < 3 else SheetStatus.LOCKED
    special = {0: LATEST, 1: BEFORE}.get(ago, {})
    sheet.status = special.get(place, usual)
    sheet.version = 1
    if sheet.status in SENT:
        late = LATE.get(place, 0) if maker.chance.random() < 0.5 else -maker.chance.randint(0, 6)
        sheet.first_sent_on = min(workday_from(round_.due_on + timedelta(days=late)), maker.now.date())


def _steps(maker: Maker, sheet: Return) -> Iterator[SheetStep]:
    if sheet.first_sent_on is not None:
        at = datetime.combine(sheet.first_sent_on, time(10), tzinfo=maker.now.tzinfo)
        yield SheetStep(sheet=sheet, kind=StepKind.SUBMITTED, at=at, by=maker.by)
    if sheet.status not in (SheetStatus.ASKED, SheetStatus.DRAFT, SheetStatus.SUBMITTED):
        text = {SheetStatus.EXCUSED: EXCUSE, SheetStatus.RETURNED: QUESTION}.get(SheetStatus(sheet.status), "")
        yield SheetStep(sheet=sheet, kind=StepKind(sheet.status), at=maker.now, by=maker.by, text=text)


def _values(maker: Maker, sheet: Return, size: float, elements: Sequence[Element]) -> Iterator[Value]:
    """Wholes are drawn first and then split, so that parts that add up do."""
    numbers: dict[int, int] = {}
    groups: dict[tuple[int, int], list[Element]] = {}
    for element in elements:
        if element.parent_id is None:
            numbers[element.pk] = _whole(maker, element, size)
        elif element.breakdown_id is not None:
            groups.setdefault((element.parent_id, element.breakdown_id), []).append(element)
    for (whole, _breakdown), parts in groups.items():
        several = parts[0].breakdown is not None and parts[0].breakdown.adding == Adding.SEVERAL
        shares = _split(maker, numbers[whole], len(parts))
        for part, share in zip(parts, shares, strict=True):
            extra = maker.chance.randint(0, 2) if several and share else 0
            numbers[part.pk] = min(share + extra, numbers[whole])
    at = datetime.combine(sheet.first_sent_on or sheet.end, time(9), tzinfo=timezone.get_default_timezone())
    for pk, number in numbers.items():
        answer = Answer.NONE if number == 0 else Answer.NUMBER
        yield Value(
            sheet=sheet,
            element_id=pk,
            value=Decimal(number),
            state=State.FINAL,
            answer=answer,
            recorded_at=at,
            recorded_by=maker.by,
        )


def _whole(maker: Maker, element: Element, size: float) -> int:
    """The total of consultations is the largest number; no item about some of them is above it."""
    high = {"persons": 60, "times": 12, "person_times": 45}.get(element.kind, 90)
    low = high // 2
    if element.position == 1:
        low, high = 240, 320
    return round(maker.chance.uniform(low, high) * size)


def _split(maker: Maker, whole: int, count: int) -> list[int]:
    cuts = sorted(maker.chance.randint(0, whole) for _ in range(count - 1))
    return [right - left for left, right in zip([0, *cuts], [*cuts, whole], strict=True)]


def _query(maker: Maker, sheet: Return, element: Element) -> None:
    query = Query.objects.create(sheet=sheet, element=element, opened_at=maker.now)
    Message.objects.create(query=query, at=maker.now, by=maker.by, text=QUESTION)
