"""Made-up salons in made-up 日常生活圏域: unevenly spread, one still planned, one that nobody has reported."""

from datetime import time, timedelta
from decimal import Decimal

from zaitaku.analysis.period import FiscalYear
from zaitaku.cli.example.making import CONTACT, Maker
from zaitaku.core.areas.actions import add_area
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area
from zaitaku.core.records.actions import Entry
from zaitaku.programme.events.actions.channels import add_channel
from zaitaku.programme.events.actions.recording import record_attendance
from zaitaku.programme.events.actions.running import add_session, hold_session
from zaitaku.programme.events.actions.series import create_series
from zaitaku.programme.events.choices import Audience, ChannelKind, SeriesKind

CODE = "synthetic-salon"
AREAS = ["【架空】東圏域", "【架空】西圏域", "【架空】南圏域", "【架空】北圏域"]
# (area, place, days ago, people who came; None where nobody has reported)
HELD = [
    (0, "集会室", 40, 12),
    (0, "公園そば", 26, 9),
    (0, "集会室", 12, 14),
    (1, "地区会館", 33, 8),
    (2, "図書館", 5, None),
]
AHEAD = 20  # days until the one that is planned, in the second area


def salons(maker: Maker) -> None:
    areas = _areas(maker)
    last = maker.now.date() + timedelta(AHEAD)
    series = create_series(
        owner=maker.owner,
        code=CODE,
        fiscal_year=FiscalYear.of(maker.now.date()).year,
        title="【架空】介護者サロン（圏域の見本）",
        kind=SeriesKind.SALON,
        planned_sessions=len(HELD) + 1,
        audience=Audience.RESIDENTS,
        contact=CONTACT,
        by=maker.by,
    )
    days = [(area, place, maker.earlier(ago), people) for area, place, ago, people in HELD]
    if FiscalYear.of(last).year == series.fiscal_year:
        days.append((1, "地区会館", last, None))
    for area, place, day, people in days:
        session = add_session(
            series=series,
            title="【架空】介護者のつどい",
            held_on=day,
            starts=time(13, 30),
            ends=time(15),
            venue=f"【架空】{AREAS[area][4:5]}{place}",
            area=areas[area],
            by=maker.by,
        )
        hall = add_channel(session=session, kind=ChannelKind.MAIN_HALL, label="会場", by=maker.by)
        if people is not None:
            hold_session(session=session, held_on=day, by=maker.by)
            record_attendance(channel=hall, entry=Entry(Decimal(people)), expected=None, by=maker.by)


def _areas(maker: Maker) -> list[Area]:
    parent = maker.owner.municipality
    return [
        add_area(
            by=maker.by,
            code=f"kakuu-{number}",
            name=name,
            kind=AreaKind.LIVING_AREA,
            valid_from=parent.valid_from,
            parent=parent,
        )
        for number, name in enumerate(AREAS, start=1)
    ]
