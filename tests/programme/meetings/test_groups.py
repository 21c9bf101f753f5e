"""Groups of a case meeting: made, changed, kept from being overwritten, and forgotten in time."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from tests.factories import core, events
from tests.factories.meetings import groups as make
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import ChangedMeanwhile, RecordRefused
from zaitaku.programme.events.choices import ChannelKind, CheckInWay, SignUpStatus
from zaitaku.programme.events.models import CheckIn, SignUp
from zaitaku.programme.meetings.actions import groups as actions
from zaitaku.programme.meetings.actions import seating
from zaitaku.programme.meetings.actions.groups import MemberChange, MemberEntry, TableSizes
from zaitaku.programme.meetings.actions.removal import remove
from zaitaku.programme.meetings.choices import BondKind, MemberStatus, TableKind
from zaitaku.programme.meetings.models import Bond, GroupPlan, Member
from zaitaku.programme.meetings.queries import group_sources as sources
from zaitaku.programme.meetings.queries import groups as queries
from zaitaku.programme.meetings.queries.groups import person_key

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2024, 1, 20, 13, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def by():
    return core.person(role=None)


def made(by, **kw) -> GroupPlan:
    plan = make.full_plan(**kw)
    seating.make_groups(plan=plan, seen=0, now=NOW, by=by)
    plan.refresh_from_db()
    return plan


def seats(plan) -> dict[int, int | None]:
    return dict(plan.members.values_list("pk", "table"))


def test_groups_are_made_saved_and_explained(by):
    plan = made(by)
    assert plan.version == 1
    assert plan.made_by == by
    assert Counter(seats(plan).values()) == Counter(dict.fromkeys(plan.tables.values_list("pk", flat=True), 4))
    for card in queries.cards(queries.load(plan)):
        assert card.is_sound
        assert len(card.professions) == 4


def test_nobody_and_no_table_are_refused(by):
    plan = make.plan()
    with pytest.raises(RecordRefused, match="参加者"):
        seating.make_groups(plan=plan, seen=0, now=NOW, by=by)
    make.member(plan=plan)
    with pytest.raises(RecordRefused, match="テーブル"):
        seating.make_groups(plan=plan, seen=0, now=NOW, by=by)


def test_a_contradiction_names_people_and_saves_nothing(by):
    plan = make.full_plan()
    first, second = plan.members.all()[:2]
    Bond.objects.create(plan=plan, first=first, second=second, kind=BondKind.APART)
    for table in plan.tables.all()[1:]:
        table.delete()
    with pytest.raises(RecordRefused, match="席"):
        seating.make_groups(plan=plan, seen=0, now=NOW, by=by)
    plan.tables.update(seats=20)
    with pytest.raises(RecordRefused, match=f"{first.name}.*{second.name}.*別のテーブル"):
        seating.make_groups(plan=plan, seen=0, now=NOW, by=by)
    plan.refresh_from_db()
    assert plan.version == 0
    assert set(seats(plan).values()) == {None}


def test_earlier_settled_meetings_of_the_owner_part_those_who_met(by):
    earlier = made(by, session=make.case_meeting(held_on=dt.date(2023, 9, 1)))
    assert earlier.session.series.owner
    now = make.case_meeting(owner=earlier.session.series.owner, held_on=dt.date(2024, 1, 20))
    plan = make.full_plan(session=now)
    assert queries.met(plan, plan.members.all()) == []
    seating.settle(plan=earlier, seen=1, is_fixed=True, by=by)
    met = queries.met(plan, plan.members.all())
    assert len(met) == 3 * 6
    assert {one.meeting for one in met} == {"多職種事例検討会 第1回"}
    before = queries.load(plan)
    row = [at for at, member in enumerate(before.members) if member.person_key in _keys_at_first_table(earlier)]
    Member.objects.filter(pk__in=[before.members[at].pk for at in row]).update(table=plan.tables.first())
    card = queries.cards(queries.load(plan))[0]
    assert len(card.reunions) == 6
    assert card.reunions[0].meetings == "多職種事例検討会 第1回"


def _keys_at_first_table(plan) -> set[str]:
    return set(plan.tables.first().members.values_list("person_key", flat=True))


def test_meetings_that_are_later_foreign_or_open_do_not_count(by):
    session = make.case_meeting(held_on=dt.date(2024, 1, 20))
    plan = make.full_plan(session=session)
    later = made(by, session=make.case_meeting(owner=session.series.owner, held_on=dt.date(2024, 3, 1)))
    foreign = made(by, session=make.case_meeting(held_on=dt.date(2023, 3, 1)))
    GroupPlan.objects.filter(pk__in=[later.pk, foreign.pk]).update(is_fixed=True)
    assert queries.met(plan, plan.members.all()) == []


def test_a_move_is_saved_with_those_who_must_come_along(by):
    plan = made(by)
    loaded = queries.load(plan)
    member = loaded.members[0]
    mate = next(one for one in loaded.members if one.table_id != member.table_id)
    actions.bind(plan=plan, seen=1, first=mate, second=member, kind=BondKind.TOGETHER, by=by)
    table = next(one for one in loaded.tables if one.pk not in (member.table_id, mate.table_id))
    table.seats = 6
    table.save()
    moved = seating.move_member(plan=plan, seen=2, member=member, table=table, by=by)
    assert {one.pk for one in moved} == {member.pk, mate.pk}
    assert seats(plan)[member.pk] == seats(plan)[mate.pk] == table.pk
    seating.move_member(plan=plan, seen=3, member=member, table=None, by=by)
    assert seats(plan)[member.pk] is None
    assert seats(plan)[mate.pk] == table.pk


def test_hard_rules_are_kept_by_hand_too(by):
    plan = made(by, seats=4)
    loaded = queries.load(plan)
    member = loaded.members[0]
    other = next(one for one in loaded.members if one.table_id != member.table_id)
    with pytest.raises(RecordRefused, match="4席しかありません"):
        seating.move_member(plan=plan, seen=1, member=member, table=other.table, by=by)
    online = make.table(plan=plan, kind=TableKind.ONLINE)
    with pytest.raises(RecordRefused, match="会場とオンライン"):
        seating.move_member(plan=plan, seen=1, member=member, table=online, by=by)
    actions.set_pinned(plan=plan, seen=1, member=member, is_pinned=True, by=by)
    with pytest.raises(RecordRefused, match="固定"):
        seating.swap_members(plan=plan, seen=2, member=member, other=other, by=by)
    actions.set_pinned(plan=plan, seen=2, member=member, is_pinned=False, by=by)
    neighbour = next(one for one in loaded.members if one.table_id == other.table_id and one != other)
    actions.bind(plan=plan, seen=3, first=member, second=neighbour, kind=BondKind.APART, by=by)
    with pytest.raises(RecordRefused, match="別のテーブル"):
        seating.swap_members(plan=plan, seen=4, member=member, other=other, by=by)
    with pytest.raises(RecordRefused, match="すでに条件"):
        actions.bind(plan=plan, seen=4, first=neighbour, second=member, kind=BondKind.TOGETHER, by=by)
    plan.refresh_from_db()
    assert plan.version == 4
    actions.unbind(plan=plan, seen=4, bond=plan.bonds.get(), by=by)
    seating.swap_members(plan=plan, seen=5, member=member, other=other, by=by)
    assert seats(plan)[member.pk] == other.table_id
    assert seats(plan)[other.pk] == member.table_id
    with pytest.raises(RecordRefused, match="すでに同じ"):
        seating.swap_members(plan=plan, seen=6, member=member, other=neighbour, by=by)


def test_pinned_people_stay_when_groups_are_made_again(by):
    plan = made(by)
    pinned = plan.members.first()
    actions.set_pinned(plan=plan, seen=1, member=pinned, is_pinned=True, by=by)
    seating.make_groups(plan=plan, seen=2, other=True, now=NOW, by=by)
    assert seats(plan)[pinned.pk] == pinned.table_id
    plan.refresh_from_db()
    assert plan.seed == 2
    loose = make.member(plan=plan)
    with pytest.raises(RecordRefused, match="入れてから固定"):
        actions.set_pinned(plan=plan, seen=3, member=loose, is_pinned=True, by=by)


def test_who_was_slower_is_refused_and_nothing_is_lost(by):
    plan = made(by)
    member = plan.members.first()
    before = seats(plan)
    seating.move_member(plan=plan, seen=1, member=member, table=None, by=by)
    for late in (
        lambda: seating.move_member(plan=plan, seen=1, member=member, table=plan.tables.first(), by=by),
        lambda: seating.make_groups(plan=plan, seen=1, now=NOW, by=by),
        lambda: seating.undo(plan=plan, seen=1, by=by),
        lambda: actions.set_tables(plan=plan, seen=1, hall=TableSizes(1, 30), online=TableSizes(0, 1), by=by),
    ):
        with pytest.raises(ChangedMeanwhile):
            late()
    assert seats(plan) == before | {member.pk: None}


def test_changes_are_taken_back_one_by_one(by):
    plan = made(by)
    start = seats(plan)
    one, two = plan.members.all()[:2]
    seating.move_member(plan=plan, seen=1, member=one, table=None, by=by)
    seating.set_absent(plan=plan, seen=2, members=[two], by=by)
    seating.undo(plan=plan, seen=3, by=by)
    assert seats(plan) == start | {one.pk: None}
    assert plan.members.get(pk=two.pk).status == MemberStatus.EXPECTED
    seating.undo(plan=plan, seen=4, by=by)
    assert seats(plan) == start
    seating.undo(plan=plan, seen=5, by=by)
    assert set(seats(plan).values()) == {None}
    with pytest.raises(RecordRefused, match="取り消せる"):
        seating.undo(plan=plan, seen=6, by=by)


def test_no_shows_and_late_comers_move_nobody_even_when_settled(by):
    plan = made(by)
    gone = plan.members.first()
    seating.settle(plan=plan, seen=1, is_fixed=True, by=by)
    before = seats(plan)
    seating.set_absent(plan=plan, seen=2, members=[gone], by=by)
    assert seats(plan) == before | {gone.pk: None}
    late = actions.made_from(MemberEntry("遅れ 太郎", "新事業所", "doctor"), plan)
    table = seating.add_late(plan=plan, seen=3, member=late, by=by)
    assert seats(plan) == before | {gone.pk: None, late.pk: table.pk}
    back = seating.bring_back(plan=plan, seen=4, member=gone, by=by)
    assert seats(plan) == before | {gone.pk: back.pk, late.pk: table.pk}
    with pytest.raises(RecordRefused, match="確定"):
        seating.move_member(plan=plan, seen=5, member=gone, table=None, by=by)


def test_a_late_comer_without_a_seat_is_not_saved(by):
    plan = made(by, seats=4)
    with pytest.raises(RecordRefused, match="座れるテーブルがありません"):
        seating.add_late(plan=plan, seen=1, member=actions.made_from(MemberEntry("遅れ"), plan), by=by)
    assert plan.members.count() == 12
    known = plan.members.first()
    again = actions.made_from(MemberEntry(known.name, known.office), plan)
    with pytest.raises(RecordRefused, match="すでに名簿"):
        seating.add_late(plan=plan, seen=1, member=again, by=by)


def test_groups_with_somebody_unseated_are_not_settled(by):
    plan = make.full_plan()
    with pytest.raises(RecordRefused, match="決まっていない"):
        seating.settle(plan=plan, seen=0, is_fixed=True, by=by)


def test_members_come_from_sign_ups_and_arrivals_once(by):
    plan = make.plan()
    hall = events.channel(session=plan.session)
    zoom = events.channel(session=plan.session, kind=ChannelKind.ONLINE)
    rows = [
        (hall, "会場 花子", SignUpStatus.CONFIRMED),
        (zoom, "画面 次郎", SignUpStatus.CONFIRMED),
        (hall, "待ち", SignUpStatus.WAITING),
    ]
    for number, (channel, name, status) in enumerate(rows):
        SignUp.objects.create(
            channel=channel,
            number=number,
            rank=number,
            key=f"k{number}",
            status=status,
            name=name,
            office="A",
            profession="nurse",
            created_at=NOW,
            changed_at=NOW,
        )
    arrived = {"channel": hall, "way": CheckInWay.DOOR, "at": NOW, "by": by}
    CheckIn.objects.create(key="w1", name="当日 三郎", office="B", **arrived)
    CheckIn.objects.create(key="w2", name="会場　花子", office="Ａ", **arrived)
    CheckIn.objects.create(key="w3", name="取消", undone_at=NOW, **arrived)
    assert actions.take_members(plan=plan, seen=0, by=by) == 3
    assert dict(plan.members.values_list("name", "kind")) == {
        "会場 花子": "hall",
        "画面 次郎": "online",
        "当日 三郎": "hall",
    }
    assert sources.newcomers(plan) == []
    CheckIn.objects.create(key="s1", sign_up=SignUp.objects.get(name="画面 次郎"), **(arrived | {"channel": zoom}))
    assert [member.name for member in sources.not_checked_in(plan)] == ["会場 花子"]


def signed_up(channel, name, **kw):
    number = SignUp.objects.count()
    given = {"status": SignUpStatus.CONFIRMED, "created_at": NOW, "changed_at": NOW, "key": f"up{number}"} | kw
    return SignUp.objects.create(channel=channel, number=number, rank=number, name=name, **given)


def test_who_comes_with_others_is_seated_with_all_of_them(by):
    plan = make.plan()
    hall = events.channel(session=plan.session)
    three = signed_up(hall, "三人 花子", office="A", profession="nurse", seats=3)
    CheckIn.objects.create(
        key="w", name="二人 次郎", office="B", people=2, channel=hall, way=CheckInWay.DOOR, at=NOW, by=by
    )
    assert actions.take_members(plan=plan, seen=0, by=by) == 5
    assert list(plan.members.values_list("name", "office", "profession", "sign_up")) == [
        ("三人 花子", "A", "nurse", three.pk),
        ("三人 花子＋1", "A", "", None),
        ("三人 花子＋2", "A", "", None),
        ("二人 次郎", "B", "", None),
        ("二人 次郎＋1", "B", "", None),
    ]
    SignUp.objects.update(seats=4)
    assert [one.name for one in sources.newcomers(plan)] == ["三人 花子＋3"]
    SignUp.objects.update(name="改名 花子")
    assert sources.newcomers(plan) == []


def test_whoever_is_missing_is_known_by_sign_up_or_by_name(by):
    plan = make.plan()
    hall = events.channel(session=plan.session)
    pair = signed_up(hall, "二人 花子", office="A", seats=3)
    actions.take_members(plan=plan, seen=0, by=by)
    pasted, missing = (make.member(plan=plan, name=name, office="B") for name in ("名簿 一郎", "欠席 二郎"))
    assert sources.not_checked_in(plan) == []
    arrived = {"channel": hall, "way": CheckInWay.DOOR, "at": NOW, "by": by}
    CheckIn.objects.create(key="a", sign_up=pair, people=2, **arrived)
    CheckIn.objects.create(key="b", name="名簿　一郎", office="Ｂ", **arrived)
    assert [one.name for one in sources.not_checked_in(plan)] == ["二人 花子＋2", missing.name]
    CheckIn.objects.create(key="c", people=4, **arrived)  # without names: the missing one may be among them
    assert sources.not_checked_in(plan) == []
    assert pasted.status == MemberStatus.EXPECTED


def test_colleagues_are_known_however_their_office_is_written(by):
    plan = make.plan()
    for _ in range(2):
        make.table(plan=plan, seats=2)
    for office in ("ＡＢＣ訪問看護", "ABC 訪問看護", "別", "他"):
        make.member(plan=plan, office=office, profession="nurse")
    seating.make_groups(plan=plan, seen=0, now=NOW, by=by)
    first, second = plan.members.all()[:2]
    assert first.table != second.table
    plan.members.filter(pk__in=[first.pk, second.pk]).update(table=plan.tables.first())
    plan.members.exclude(pk__in=[first.pk, second.pk]).update(table=plan.tables.last())
    cards = queries.cards(queries.load(GroupPlan.objects.get()))
    assert cards[0].colleagues == (("ＡＢＣ訪問看護", f"{first.name}、{second.name}"),)


def test_a_mistaken_absence_costs_nobody_the_seat(by):
    plan = made(by)
    seating.settle(plan=plan, seen=1, is_fixed=True, by=by)
    before, gone = seats(plan), plan.members.first()
    seating.set_absent(plan=plan, seen=2, members=[gone], by=by)
    assert seating.bring_back(plan=plan, seen=3, member=gone, by=by).pk == before[gone.pk]
    assert seats(plan) == before
    assert plan.members.get(pk=gone.pk).status == MemberStatus.EXPECTED
    seating.set_absent(plan=plan, seen=4, members=[gone], by=by)
    make.member(plan=plan, table_id=before[gone.pk])
    make.member(plan=plan, table_id=before[gone.pk])  # the five seats are taken now
    assert seating.bring_back(plan=plan, seen=5, member=gone, by=by).pk != before[gone.pk]
    assert plan.members.get(pk=gone.pk).status == MemberStatus.LATE


def test_tables_left_as_shown_keep_their_own_seats(by):
    plan = made(by)
    plan.tables.filter(number=2).update(seats=8)
    left = TableSizes(3, 8, resizes=False)
    actions.set_tables(plan=plan, seen=1, hall=left, online=TableSizes(0, 7), by=by)
    assert list(plan.tables.values_list("seats", flat=True)) == [5, 8, 5]
    more = TableSizes(4, 8, resizes=False)
    actions.make_groups_at(plan=plan, seen=2, hall=more, online=TableSizes(0, 7), now=NOW, by=by)
    assert list(plan.tables.values_list("seats", flat=True)) == [5, 8, 5, 8]
    assert None not in seats(plan).values()
    with pytest.raises(RecordRefused, match="席足りません"):
        actions.make_groups_at(plan=plan, seen=4, hall=TableSizes(1, 5), online=TableSizes(0, 7), now=NOW, by=by)
    assert plan.tables.count() == 4


def test_saving_an_unchanged_list_changes_nothing(by):
    plan = made(by)
    one = plan.members.first()
    same = {one.pk: MemberChange(TableKind.HALL, one.table_id, is_facilitator=False, is_pinned=False)}
    assert actions.change_members(plan=plan, seen=1, changes=same, by=by) == 0
    plan.refresh_from_db()
    assert (plan.version, len(plan.undo)) == (1, 1)


def test_the_same_person_is_not_added_twice(by):
    plan = make.plan()
    entry = MemberEntry("山田 太郎", "山田医院")
    with pytest.raises(RecordRefused, match="山田　太郎"):
        actions.add_members(plan=plan, seen=0, entries=[entry, MemberEntry("山田　太郎", "山田医院")], by=by)
    assert plan.members.count() == 0
    assert actions.add_members(plan=plan, seen=0, entries=[entry, MemberEntry("山田 太郎", "他院")], by=by) == 2


def test_the_list_of_people_is_saved_whole_or_not_at_all(by):
    plan = made(by)
    one, two, three = plan.members.all()[:3]
    hall = TableKind.HALL
    changes = {
        one.pk: MemberChange(hall, one.table_id, is_facilitator=True, is_pinned=True),
        two.pk: MemberChange(hall, None, is_facilitator=False, is_pinned=True),
        three.pk: MemberChange(hall, None, is_facilitator=False, is_pinned=False, leaves=True),
    }
    assert actions.change_members(plan=plan, seen=1, changes=changes, by=by) == 3
    one.refresh_from_db()
    assert one.is_facilitator
    assert one.is_pinned
    two.refresh_from_db()
    assert (two.table, two.is_pinned) == (None, False)
    assert not plan.members.filter(pk=three.pk).exists()
    wrong = {one.pk: MemberChange(TableKind.ONLINE, one.table_id, is_facilitator=False, is_pinned=False)}
    with pytest.raises(RecordRefused, match="会場とオンライン"):
        actions.change_members(plan=plan, seen=2, changes=wrong, by=by)
    one.refresh_from_db()
    assert one.kind == hall
    seating.undo(plan=plan, seen=2, by=by)
    two.refresh_from_db()
    assert two.table is not None


def test_tables_are_set_renumbered_and_named(by):
    plan = made(by)
    actions.set_tables(plan=plan, seen=1, hall=TableSizes(2, 6), online=TableSizes(1, 8), by=by)
    assert list(plan.tables.values_list("number", "kind", "seats")) == [
        (1, "hall", 6),
        (2, "hall", 6),
        (3, "online", 8),
    ]
    assert list(seats(plan).values()).count(None) == 4
    table = plan.tables.first()
    actions.change_table(plan=plan, seen=2, table=table, label="さくら", seats=4, by=by)
    table.refresh_from_db()
    assert (table.label, table.seats) == ("さくら", 4)
    with pytest.raises(RecordRefused, match="さくら"):
        actions.change_table(plan=plan, seen=3, table=table, label="", seats=3, by=by)
    with pytest.raises(RecordRefused, match="60卓"):
        actions.set_tables(plan=plan, seen=3, hall=TableSizes(50, 6), online=TableSizes(20, 8), by=by)


def test_the_audit_chain_holds_no_names(by):
    plan = made(by)
    member = plan.members.first()
    seating.move_member(plan=plan, seen=1, member=member, table=None, by=by)
    seating.set_absent(plan=plan, seen=2, members=[member], by=by)
    entries = AuditEntry.objects.filter(action__startswith="meetings.")
    assert entries.count() == 3
    for entry in entries:
        text = f"{entry.subject_name} {entry.details}"
        assert not any(one.name in text or one.office in text for one in plan.members.all())


def test_names_go_and_who_met_whom_stays(by):
    plan = made(by)
    keys = list(plan.members.values_list("person_key", flat=True))
    other = make.member()
    assert remove(series=plan.session.series, now=NOW)["members"] == 12
    assert set(plan.members.values_list("name", "office")) == {("", "")}
    assert list(plan.members.values_list("person_key", flat=True)) == keys
    assert None not in seats(plan).values()
    other.refresh_from_db()
    assert other.name
    assert remove(series=plan.session.series, now=NOW)["members"] == 0


def test_the_key_of_a_person_ignores_spaces_and_width_and_does_not_give_the_name_away(settings):
    key = person_key("山田 太郎", "ＡＢＣ訪問看護")
    assert key == person_key("山田　太郎", "ABC訪問看護")
    assert key != person_key("山田 太郎", "別の事業所")
    settings.SECRET_KEY = "another secret"
    assert key != person_key("山田 太郎", "ＡＢＣ訪問看護")


def test_loading_takes_the_same_number_of_queries_however_many_people(by, django_assert_num_queries):
    for people, tables in ((12, 3), (60, 12)):
        earlier = made(by, people=people, tables=tables, session=make.case_meeting(held_on=dt.date(2023, 9, 1)))
        GroupPlan.objects.filter(pk=earlier.pk).update(is_fixed=True)
        plan = make.full_plan(
            people=people, tables=tables, session=make.case_meeting(owner=earlier.session.series.owner)
        )
        plan = GroupPlan.objects.select_related("session__series").get(pk=plan.pk)
        with django_assert_num_queries(5):
            queries.cards(queries.load(plan))
