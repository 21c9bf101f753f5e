"""Made-up events of the coming weeks, so that sign-up, door and groups can be tried in the demo.

Every title begins with 【架空】 and every person is called 架空: nothing here is a fact of a municipality.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.actions import system_person
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.actions.channels import add_channel
from zaitaku.programme.events.actions.running import SpeakerEntry, add_session, name_speakers
from zaitaku.programme.events.actions.series import create_series
from zaitaku.programme.events.actions.signup import SignUpEntry, new_key, sign_up
from zaitaku.programme.events.choices import (
    Admission,
    Audience,
    ChannelKind,
    Need,
    Profession,
    SeriesKind,
    SignUpWay,
)
from zaitaku.programme.events.models import Channel, Series, Session

CODE = "synthetic-lecture"
MEETING = "synthetic-case-meeting"
CONTACT = "【架空】在宅療養係 03-0000-0000"
SEED = 20231231


@dataclass(frozen=True)
class Maker:
    """What everything made here needs; `now` is the moment people sign up."""

    owner: Organisation
    by: Person
    now: datetime
    chance: random.Random


@transaction.atomic
def load(owner: Organisation, *, now: datetime) -> bool:
    """Whether anything was made: False where the series are there already."""
    if Series.objects.filter(owner=owner, code=CODE).exists():
        return False
    maker = Maker(owner, system_person(), now, random.Random(SEED))  # noqa: S311  # the same people every time
    _lecture(maker, now.date() + timedelta(days=28))
    _case_meeting(maker, now.date() + timedelta(days=14))
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
        venue="【架空】区民ホール",
        has_acp_content=True,
        by=maker.by,
    )
    name_speakers(session=session, speakers=[SpeakerEntry("架空 一郎", "【架空】訪問診療クリニック")], by=maker.by)
    hall = _channel(maker, session, ChannelKind.MAIN_HALL, "本会場", 30)
    _channel(maker, session, ChannelKind.SIMULTANEOUS, "同時上映", 20)
    zoom = _channel(maker, session, ChannelKind.ONLINE, "Zoom", 50)
    for number in range(1, 26):
        _resident(maker, hall, number, seats=maker.chance.choice([1, 1, 1, 2]))
    for number in range(40, 52):
        _resident(maker, zoom, number, seats=1)


def _channel(maker: Maker, session: Session, kind: ChannelKind, label: str, capacity: int) -> Channel:
    return add_channel(
        session=session,
        kind=kind,
        label=label,
        admission=Admission.FIRST_COME,
        capacity=capacity,
        opens_at=maker.now - timedelta(days=7),
        by=maker.by,
    )


def _resident(maker: Maker, channel: Channel, number: int, *, seats: int) -> None:
    needs = (Need.WHEELCHAIR,) if number % 11 == 0 else ()
    entry = SignUpEntry(
        name=f"架空 花子{number:02}",
        kana=f"かくう はなこ{number:02}",
        email=f"kakuu{number:02}@example.jp",
        seats=seats,
        needs=needs,
        age_group=maker.chance.choice(["50s", "60_64", "65_74", "over_74"]),
    )
    sign_up(channel=channel, key=new_key(), entry=entry, way=SignUpWay.WEB, by=None, now=maker.now)


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
        by=maker.by,
    )
    session = add_session(
        series=series,
        title="【架空】退院支援の事例",
        held_on=day,
        starts=time(19),
        ends=time(21),
        venue="【架空】区民ホール",
        by=maker.by,
    )
    hall = _channel(maker, session, ChannelKind.MAIN_HALL, "会場", 45)
    zoom = _channel(maker, session, ChannelKind.ONLINE, "Zoom", 30)
    professions = [one for one in Profession if one is not Profession.OTHER]
    for number in range(1, 61):
        entry = SignUpEntry(
            name=f"架空 太郎{number:02}",
            email=f"shokushu{number:02}@example.jp",
            profession=maker.chance.choice(professions),
            office=f"【架空】事業所{maker.chance.randint(1, 22):02}",
        )
        channel = zoom if number % 3 == 0 else hall
        sign_up(channel=channel, key=new_key(), entry=entry, way=SignUpWay.WEB, by=None, now=maker.now)
