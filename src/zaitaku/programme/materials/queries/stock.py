"""What is on the shelf: movements folded into copies by title and edition."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BigIntegerField, Case, F, Min, Q, QuerySet, Sum, When
from django.db.models.functions import Cast

from zaitaku.analysis import stock
from zaitaku.analysis.stock import Flow, Forecast, Standing, Used
from zaitaku.programme.materials.choices import SIGN, MovementKind
from zaitaku.programme.materials.models import Edition, Movement, PrintRun, Title

PLUS = [kind.value for kind, sign in SIGN.items() if sign > 0]
SIGNED = Case(When(kind__in=PLUS, then=F("value")), default=-F("value"))


@dataclass(frozen=True, slots=True)
class StockOf:
    """A title's stock as of a day; `by_edition` has the editions with copies or movements (None: of no edition).

    `days_left`: until the middle day of the forecast.
    """

    stock: int
    by_edition: dict[int | None, int]
    on_order: int
    point: int | None
    forecast: Forecast
    standing: Standing
    days_left: int | None


def counting(rows: QuerySet[Movement]) -> QuerySet[Movement]:
    """The movements a stock is the sum of: neither replaced, nor parts of others, nor before stock was kept."""
    since = Q(title__stocked_since=None) | Q(end__gte=F("title__stocked_since"))
    return rows.filter(since, superseded_at=None, within=None).exclude(value=None)


def levels(titles: Collection[int], *, on: date) -> dict[int, dict[int | None, int]]:
    """Title → edition → copies at the end of a day. One query."""
    rows = (
        counting(Movement.objects.filter(title__in=titles, end__lte=on))
        .order_by()
        .values_list("title", "edition")
        .annotate(copies=Sum(Cast(SIGNED, BigIntegerField())))
    )
    found: dict[int, dict[int | None, int]] = defaultdict(dict)
    for title, edition, copies in rows:
        found[title][edition] = copies
    return dict(found)


def stock_of(title: Title, *, on: date, edition: Edition | None = None) -> int:
    """Copies at the end of a day, of one edition where it is given. One query."""
    by_edition = levels([title.pk], on=on).get(title.pk, {})
    return by_edition.get(edition.pk, 0) if edition else sum(by_edition.values())


def flows(title: Title) -> list[tuple[int, int | None, Flow]]:
    """Movement, edition, copies of the day: what the checks of the ledger look at. One query."""
    rows = counting(title.movements.all()).annotate(copies=Cast(SIGNED, BigIntegerField()))
    return [
        (pk, edition, Flow(end, copies))
        for pk, edition, end, copies in rows.order_by("pk").values_list("pk", "edition", "end", "copies")
    ]


def stocks(titles: Iterable[Title], *, on: date) -> dict[int, StockOf]:
    """Title → its stock, re-order point and forecast, of those that are stock-kept. Four queries for any number."""
    kept = {title.pk: title for title in titles if title.is_stocked}
    if not kept:
        return {}
    by_title, used, first, coming = levels(kept, on=on), _used(kept, on), _first(kept), _on_order(kept)
    found = {}
    for pk, title in kept.items():
        months = stock.monthly_use(used[pk], first=first.get(pk), today=on)
        found[pk] = _stock_of(title, by_title.get(pk, {}), months, coming[pk], on)
    return found


def _stock_of(
    title: Title, by_edition: dict[int | None, int], months: list[float], coming: list[Flow], on: date
) -> StockOf:
    copies = sum(by_edition.values())
    on_order = sum(flow.copies for flow in coming)
    expected = stock.forecast(copies, months, coming, today=on)
    point = stock.reorder_point(
        title.reorder_point, expected.per_day, lead_days=title.lead_days, safety=title.safety_copies
    )
    days = None if expected.expected is None else (expected.expected - on).days
    return StockOf(copies, by_edition, on_order, point, expected, stock.standing(copies, on_order, point), days)


def _used(titles: Collection[int], on: date) -> dict[int, list[Used]]:
    """What was handed out and came back in the last twelve months; stretches of unknown beginning say no month."""
    since = on - timedelta(days=stock.YEAR_DAYS)
    kinds = (MovementKind.DISTRIBUTED, MovementKind.RETURNED)
    rows = counting(Movement.objects.filter(title__in=titles, kind__in=kinds, end__gt=since, start__lte=on))
    found: dict[int, list[Used]] = defaultdict(list)
    for title, kind, start, end, copies in rows.values_list("title", "kind", "start", "end", "value"):
        if start is not None and copies is not None:
            found[title].append(Used(start, end, -SIGN[MovementKind(kind)] * int(copies)))
    return found


def _first(titles: Collection[int]) -> dict[int, date]:
    """The first day of records of each title: of stock-keeping, or of the first movement with a known beginning."""
    rows = counting(Movement.objects.filter(title__in=titles)).order_by().values_list("title")
    found = {}
    for title, since, start in rows.annotate(since=Min("title__stocked_since"), first=Min("start")):
        if (day := since or start) is not None:
            found[title] = day
    return found


def _on_order(titles: Collection[int]) -> dict[int, list[Flow]]:
    """Print runs that are neither delivered nor cancelled; one without an expected day takes the usual time."""
    rows = PrintRun.objects.filter(title__in=titles, delivery=None, cancelled_because="")
    found: dict[int, list[Flow]] = defaultdict(list)
    for title, expected_on, ordered_on, copies, lead in rows.values_list(
        "title", "expected_on", "ordered_on", "copies", "title__lead_days"
    ):
        found[title].append(Flow(expected_on or ordered_on + timedelta(days=lead), copies))
    return found
