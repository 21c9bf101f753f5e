"""Made-up events of the weeks around today, so that sign-up, door, groups and the rest can be tried in the demo.

Every title begins with 【架空】 and every person is called 架空: nothing here is a fact of a municipality.
"""

import random
from datetime import date, datetime, time, timedelta

from django.db import transaction

from zaitaku.analysis.period import FiscalYear
from zaitaku.cli.example import (
    synthetic_groups,
    synthetic_held,
    synthetic_library,
    synthetic_materials,
    synthetic_meetings,
    synthetic_returns,
    synthetic_salons,
)
from zaitaku.cli.example.making import CONTACT, HALL, Maker, channel
from zaitaku.core.accounts.actions import system_person
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.actions.running import SpeakerEntry, add_session, name_speakers
from zaitaku.programme.events.actions.series import create_series
from zaitaku.programme.events.actions.signup import sign_up
from zaitaku.programme.events.actions.signup_entry import SignUpEntry, new_key
from zaitaku.programme.events.choices import (
    Audience,
    ChannelKind,
    Need,
    Profession,
    SeriesKind,
    SignUpWay,
)
from zaitaku.programme.events.models import Channel, Series

CODE = "synthetic-lecture"
MEETING = "synthetic-case-meeting"
SEED = 20231231


@transaction.atomic
def load(owner: Organisation, *, now: datetime) -> bool:
    """Whether anything was made: False where the series are there already."""
    if Series.objects.filter(owner=owner, code=CODE).exists():
        return False
    maker = Maker(owner, system_person(), now, random.Random(SEED))  # noqa: S311  # the same people every time
    _lecture(maker, now.date() + timedelta(days=28))
    _case_meeting(maker, now.date() + timedelta(days=14))
    synthetic_held.lecture(maker)
    synthetic_salons.salons(maker)
    synthetic_meetings.course(maker)
    synthetic_meetings.visits(maker)
    synthetic_meetings.wishes(maker)
    synthetic_meetings.issues(maker)
    synthetic_meetings.committee(maker)
    synthetic_groups.groups(maker)
    synthetic_returns.returns(maker)
    synthetic_library.library(maker)
    synthetic_materials.guidebook(maker)
    return True


def _lecture(maker: Maker, day: date) -> None:
    series = create_series(
        owner=maker.owner,
        code=CODE,
        fiscal_year=FiscalYear.of(day).year,
        title="【架空】在宅療養講演会（申込みの見本）",
        kind=SeriesKind.LECTURE,
        planned_sessions=1,
        audience=Audience.RESIDENTS,
        audience_text="どなたでも",
        description="申込み・受付・アンケートを試すための架空の催しです。実際には開催されません。",
        fee_yen=0,
        contact=CONTACT,
        is_public=True,
        asks_age_group=True,
        by=maker.by,
    )
    session = add_session(
        series=series,
        title="【架空】自宅で過ごすための医療と介護",
        held_on=day,
        starts=time(14),
        ends=time(16),
        venue=HALL,
        has_acp_content=True,
        by=maker.by,
    )
    name_speakers(session=session, speakers=[SpeakerEntry("架空 一郎", "【架空】訪問診療クリニック")], by=maker.by)
    hall = channel(maker, session, ChannelKind.MAIN_HALL, "本会場", 30)
    channel(maker, session, ChannelKind.SIMULTANEOUS, "同時上映", 20)
    zoom = channel(maker, session, ChannelKind.ONLINE, "Zoom", 50)
    for number in range(1, 26):
        _resident(maker, hall, number, seats=maker.chance.choice([1, 1, 1, 2]))
    for number in range(40, 52):
        _resident(maker, zoom, number, seats=1)


def _resident(maker: Maker, place: Channel, number: int, *, seats: int) -> None:
    needs = (Need.WHEELCHAIR,) if number % 11 == 0 else ()
    entry = SignUpEntry(
        name=f"架空 花子{number:02}",
        kana=f"かくう はなこ{number:02}",
        email=f"kakuu{number:02}@example.jp",
        seats=seats,
        needs=needs,
        age_group=maker.chance.choice(["50s", "60_64", "65_74", "over_74"]),
    )
    sign_up(channel=place, key=new_key(), entry=entry, way=SignUpWay.WEB, by=None, now=maker.now)


def _case_meeting(maker: Maker, day: date) -> None:
    """Sixty professionals, of whom a third come by Zoom, ready to be put into groups."""
    series = create_series(
        owner=maker.owner,
        code=MEETING,
        fiscal_year=FiscalYear.of(day).year,
        title="【架空】事例検討会（グループ分けの見本）",
        kind=SeriesKind.CASE_MEETING,
        planned_sessions=1,
        audience=Audience.PROFESSIONALS,
        contact=CONTACT,
        is_public=True,
        by=maker.by,
    )
    session = add_session(
        series=series,
        title="【架空】退院支援の事例",
        held_on=day,
        starts=time(19),
        ends=time(21),
        venue=HALL,
        by=maker.by,
    )
    hall = channel(maker, session, ChannelKind.MAIN_HALL, "会場", 45)
    zoom = channel(maker, session, ChannelKind.ONLINE, "Zoom", 30)
    professions = [one for one in Profession if one is not Profession.OTHER]
    for number in range(1, 61):
        entry = SignUpEntry(
            name=f"架空 太郎{number:02}",
            email=f"shokushu{number:02}@example.jp",
            profession=maker.chance.choice(professions),
            office=f"【架空】事業所{maker.chance.randint(1, 22):02}",
        )
        place = zoom if number % 3 == 0 else hall
        sign_up(channel=place, key=new_key(), entry=entry, way=SignUpWay.WEB, by=None, now=maker.now)
