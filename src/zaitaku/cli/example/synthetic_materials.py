"""A made-up guidebook with its stock: editions, print runs, a year of distribution to a made-up register."""

from datetime import timedelta

from zaitaku.cli.example import synthetic_orders
from zaitaku.cli.example.making import Maker
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.materials.actions import StockRules, create_title
from zaitaku.programme.materials.actions.destinations import DestinationEntry, add_destinations
from zaitaku.programme.materials.actions.editions import Ordered, add_edition, deliver_print_run, order_print_run
from zaitaku.programme.materials.actions.handing_out import Portion, hand_out, latest_movement
from zaitaku.programme.materials.actions.stocktakes import take_stock
from zaitaku.programme.materials.choices import DestinationKind
from zaitaku.programme.materials.models import Destination, Edition, Title
from zaitaku.programme.materials.queries.stock import stock_of

CODE = "synthetic-guide"
NAMES = {
    DestinationKind.PUBLIC_FACILITY: ("区民事務所", "図書館", "敬老館"),
    DestinationKind.SUPPORT_CENTER: ("東地域包括支援センター", "西地域包括支援センター"),
    DestinationKind.ASSOCIATION: ("医師会", "歯科医師会", "薬剤師会"),
    DestinationKind.HOME_NURSING: ("訪問看護ステーション",),
    DestinationKind.HOSPITAL: ("中央病院",),
    DestinationKind.NEIGHBOURHOOD: ("中央町会", "北自治会", "南老人クラブ"),
}
MONTHS = 14
RUN, PER_MONTH = 6000, 420


def guidebook(maker: Maker) -> None:
    """Fourteen months of use from two print runs; a third is on its way."""
    today = maker.now.date()
    title = create_title(
        owner=maker.owner,
        code=CODE,
        name="【架空】在宅療養の手引き",
        rules=StockRules(safety_copies=300, lead_days=45),
        by=maker.by,
    )
    first = today - timedelta(days=31 * MONTHS)
    old = add_edition(title=title, name="旧版", issued_on=first, by=maker.by)
    _printed(maker, title, old, days_ago=31 * MONTHS, copies=RUN)
    places = _register(maker)
    for month in range(MONTHS, 0, -1):
        on = today - timedelta(days=31 * month - 5)
        chosen = maker.chance.sample(places[:-1], 4)
        portions = [Portion(one, title, old, PER_MONTH // 4 + maker.chance.randrange(-30, 30)) for one in chosen]
        hand_out(portions=portions, on=on, seen=latest_movement(), by=maker.by)
    counted = stock_of(title, on=today, edition=old) - 12
    take_stock(title=title, edition=old, counted_on=today, counted=counted, reason="汚損・数え違い", by=maker.by)
    new = add_edition(title=title, name="新版", issued_on=today, supersedes=old, by=maker.by)
    ordered = Ordered(edition=new, copies=RUN, ordered_on=today, expected_on=today + timedelta(days=30))
    order_print_run(title=title, ordered=ordered, by=maker.by)
    synthetic_orders.orders(maker, title, places)


def _printed(maker: Maker, title: Title, edition: Edition, *, days_ago: int, copies: int) -> None:
    day = maker.now.date() - timedelta(days=days_ago)
    run = order_print_run(title=title, ordered=Ordered(edition=edition, copies=copies, ordered_on=day), by=maker.by)
    deliver_print_run(run=run, on=day, copies=copies, by=maker.by)


def _register(maker: Maker) -> list[Destination]:
    """The last of them never gets a copy. Those named like an organisation of the area are that organisation."""
    known = {one.name: one for one in Organisation.objects.filter(area=maker.owner.area)}
    since = maker.now.date() - timedelta(days=31 * MONTHS)
    entries = [
        DestinationEntry(
            name=f"【架空】{name}",
            kind=kind,
            valid_from=since,
            postal_code="176-0001",
            address=f"架空町{number}-{len(name)}",
            organisation=known.get(name),
        )
        for kind, names in NAMES.items()
        for number, name in enumerate(names, 1)
    ]
    return add_destinations(owner=maker.owner, entries=entries, by=maker.by)
