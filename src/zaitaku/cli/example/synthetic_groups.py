"""Made-up community groups: listed ones, one whose changes wait, one asked to confirm, one lapsed, one ended."""

from dataclasses import replace
from datetime import date, time, timedelta

from zaitaku.cli.example.making import CONTACT, Maker
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area
from zaitaku.programme.facilities.actions.directories import DirectoryFields, open_directory
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.groups import enter_group, hand_in
from zaitaku.programme.facilities.actions.publication import end_group
from zaitaku.programme.facilities.actions.yearly import ask_groups_by
from zaitaku.programme.facilities.choices import GroupKind, Way, Weekday
from zaitaku.programme.facilities.models import Directory, Group
from zaitaku.programme.facilities.queries.groups import areas_for

# (name, reading, kinds, what it does, weekday, weeks, hour, days since it was confirmed)
GROUPS: list[tuple[str, str, tuple[str, ...], str, int, tuple[int, ...], int, int]] = [
    (
        "ひだまり介護家族の会",
        "ひだまりかいごかぞくのかい",
        (GroupKind.FAMILY,),
        "介護の悩みを話し合い、役立つ情報を分け合います。",
        Weekday.WEDNESDAY,
        (2,),
        13,
        20,
    ),
    (
        "こもれびカフェ",
        "こもれびかふぇ",
        (GroupKind.DEMENTIA_CAFE, GroupKind.CARERS_SALON),
        "認知症の人と家族、地域の人がお茶を飲みながら過ごします。",
        Weekday.SATURDAY,
        (1, 3),
        14,
        75,
    ),
    (
        "朝の公園体操",
        "あさのこうえんたいそう",
        (GroupKind.EXERCISE,),
        "公園で体操をします。",
        Weekday.MONDAY,
        (),
        9,
        150,
    ),
    (
        "みまもり隊",
        "みまもりたい",
        (GroupKind.VISITING, GroupKind.HELP),
        "一人暮らしの方を訪ね、買い物やごみ出しを手伝います。",
        Weekday.FRIDAY,
        (),
        10,
        345,
    ),
    (
        "みんなの食卓",
        "みんなのしょくたく",
        (GroupKind.MEALS,),
        "昼食を一緒に作って食べます。",
        Weekday.TUESDAY,
        (4,),
        11,
        210,
    ),
    (
        "若年性認知症の本人の集い",
        "じゃくねんせいにんちしょうのほんにんのつどい",
        (GroupKind.PATIENTS,),
        "本人どうしで話し、出かける計画を立てます。",
        Weekday.SUNDAY,
        (3,),
        13,
        430,
    ),
    (
        "星空サロン",
        "ほしぞらさろん",
        (GroupKind.EXERCISE,),
        "歌と軽い運動のサロンです。",
        Weekday.THURSDAY,
        (2,),
        15,
        300,
    ),
]


def groups(maker: Maker) -> None:
    today = maker.now.date()
    kept = open_directory(
        owner=maker.owner, fields=DirectoryFields(today - timedelta(days=500), contact=CONTACT), by=maker.by
    )
    areas = list(areas_for(kept, on=today).filter(kind=AreaKind.LIVING_AREA))
    made = [_group(maker, kept, number, areas[number % len(areas)] if areas else None) for number in range(len(GROUPS))]
    _hand_in_changes(maker, made[1])
    end_group(group=made[-1], on=today - timedelta(days=30), way=Way.PHONE, by=maker.by, now=maker.now)
    ask_groups_by(now=maker.now)


def _group(maker: Maker, kept: Directory, number: int, area: Area | None) -> Group:
    name, kana, kinds, what, day, weeks, hour, confirmed = GROUPS[number]
    on: date = maker.now.date() - timedelta(days=confirmed)
    entry = GroupEntry(
        name=f"【架空】{name}",
        kana=kana,
        kinds=kinds,
        what=f"{what}（見本です。実際の団体ではありません）",
        for_whom="どなたでも",
        venue=f"【架空】第{number + 1}集会所",
        area=area,
        weekdays=(day,),
        weeks=weeks,
        starts=time(hour),
        ends=time(hour + 1, 30),
        fee="無料" if number % 2 else "1回100円",
        how_to_join="電話でお問い合わせください。",
        desk="【架空】世話人",
        desk_public=True,
        phone="0300000000",
        phone_public=True,
        email=f"kakuu-dantai{number}@example.jp",
    )
    contact = GroupContact(f"架空 次郎{number}", "0300000001", f"kakuu-renraku{number}@example.jp")
    return enter_group(
        directory=kept, entry=entry, contact=contact, way=Way.PHONE, on=on, consent_on=on, by=maker.by, now=maker.now
    )


def _hand_in_changes(maker: Maker, group: Group) -> None:
    if group.current is None:
        return
    entry = replace(GroupEntry.of(group.current), starts=time(13, 30), fee="1回200円（お茶菓子つき）")
    contact = GroupContact.of(group)
    hand_in(group=group, entry=entry, contact=contact, seen=group.version, way=Way.LINK, by=None, now=maker.now)
