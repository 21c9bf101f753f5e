"""Agenda, minutes and actions: order, copying, two clerks at once, settling, the paper."""

import random
import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections

from tests.factories import core, events
from tests.factories.meetings import committees as make
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.events.choices import ChannelKind
from zaitaku.programme.meetings.actions import committees as actions
from zaitaku.programme.meetings.actions.committees import ActionEntry, Told
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import FollowUp
from zaitaku.programme.meetings.models import AgendaItem, Minutes
from zaitaku.programme.meetings.queries.committees import carried_over, earlier_sessions
from zaitaku.programme.meetings.queries.minutes import MinutesContent, content_of, minutes_document
from zaitaku.reports import document as d
from zaitaku.reports import docx, pdf

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 12, 1, 9, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def by():
    return core.person()


def titles(session):
    return list(session.agenda.order_by("position").values_list("title", flat=True))


def test_items_move_as_in_a_plain_list(by):
    session = make.meeting()
    plain = [f"議題{number}" for number in range(5)]
    for title in plain:
        actions.add_item(session=session, title=title, by=by)
    dice = random.Random(3)
    for _ in range(40):
        at, up = dice.randrange(5), dice.random() < 0.5
        item = session.agenda.get(title=plain[at])
        actions.move_item(item=item, up=up, by=by)
        other = at - 1 if up else at + 1
        if 0 <= other < 5:
            plain[at], plain[other] = plain[other], plain[at]
        assert titles(session) == plain
    positions = list(session.agenda.values_list("position", flat=True))
    assert sorted(positions) == [1, 2, 3, 4, 5]


def test_standing_items_come_from_the_latest_meeting_that_has_any(by):
    run = make.committee(fiscal_year=2022)
    first = make.meeting(series=run, held_on=date(2022, 6, 9))
    actions.add_item(session=first, title="前回議事録の確認", is_standing=True, by=by)
    actions.add_item(session=first, title="一度だけの議題", by=by)
    actions.add_item(session=first, title="次回日程", is_standing=True, by=by)
    make.meeting(series=run, held_on=date(2022, 9, 9))
    this_year = make.committee(owner=run.owner, code=run.code, fiscal_year=2023)
    now = make.meeting(series=this_year)
    actions.add_item(session=now, title="次回日程", by=by)
    assert actions.copy_standing_items(session=now, by=by) == 1
    assert titles(now) == ["次回日程", "前回議事録の確認"]
    with pytest.raises(MeetingRefused, match="毎回の項目"):
        actions.copy_standing_items(session=first, by=by)


def test_earlier_meetings_are_of_the_same_committee_and_took_place_or_will():
    run = make.committee()
    first, second = make.meeting(series=run), make.meeting(series=run)
    make.meeting(series=run, status="cancelled")
    third = make.meeting(series=run)
    make.meeting(series=make.committee(owner=run.owner))
    assert list(earlier_sessions(third)) == [second, first]
    assert not earlier_sessions(first).exists()


def test_open_actions_are_carried_until_done_and_told_once_more_after(by):
    run = make.committee()
    first, second, third = (make.meeting(series=run) for _ in range(3))
    action = make.action(session=first, due_on=date(2023, 8, 1))
    dropped = make.action(session=first, status=FollowUp.DROPPED, done_on=date(2023, 7, 1))
    assert list(carried_over(second)) == [action, dropped]
    report = {"status": FollowUp.DONE, "done_on": date(2023, 10, 1), "result": "配った", "by": by}
    actions.report_action(action=action, seen=0, **report)
    assert list(carried_over(third)) == [action]  # done after the second meeting
    assert list(carried_over(first)) == []
    fourth = make.meeting(series=run)
    assert list(carried_over(fourth)) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": FollowUp.DONE, "done_on": None}, "完了した日"),
        ({"status": FollowUp.DROPPED, "result": " "}, "見送りの理由"),
    ],
)
def test_a_report_that_says_too_little_is_refused(by, change, reason):
    action = make.action()
    told = {"status": FollowUp.DONE, "done_on": date(2023, 7, 1), "result": ""} | change
    with pytest.raises(MeetingRefused, match=reason):
        actions.report_action(action=action, seen=0, by=by, **told)
    action.refresh_from_db()
    assert (action.status, action.version) == (FollowUp.OPEN, 0)


def test_of_two_clerks_the_second_is_told(by):
    item = make.item()
    actions.change_item(item=item, seen=0, told=Told("議題", "甲の意見", "了承"), by=by)
    with pytest.raises(ChangedMeanwhile):
        actions.change_item(item=item, seen=0, told=Told("議題", "乙の意見"), by=by)
    assert AgendaItem.objects.get().discussion == "甲の意見"


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_the_very_same_time_never_both_win(by):
    item = make.item()
    gate, refused = threading.Barrier(4), []

    def write(number):
        gate.wait()
        try:
            actions.change_item(item=item, seen=0, told=Told("議題", f"{number}"), by=by)
        except ChangedMeanwhile:
            refused.append(number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert AgendaItem.objects.get().version == 1
    assert AuditEntry.objects.filter(action="meetings.change_agenda_item").count() == 1
    connection.close()


def settled(by):
    run = make.committee()
    make.action(session=make.meeting(series=run), text="搬送時の情報用紙を見直す", due_on=date(2023, 9, 1))
    session = make.meeting(series=run, title="救急搬送とACP")
    item = make.item(
        session=session, title="情報用紙の案\tについて", discussion="一行目\u2028続き\n二行目", decision="案のとおり"
    )
    make.item(session=session)
    owner = core.organisation(name="地域医療課")
    entry = ActionEntry("医師会へ照会する", owner, "係長", date(2023, 10, 1))
    actions.add_action(session=session, item=item, entry=entry, by=by)
    events.attendance(channel=events.channel(session=session), value=12)
    return session, actions.settle_minutes(session=session, at=NOW, by=by)


def test_settled_minutes_stay_while_actions_go_on(by):
    session, minutes = settled(by)
    item = session.agenda.first()
    entry = ActionEntry("x", core.organisation())
    action = session.action_items.get()
    for change in (
        lambda: actions.add_item(session=session, title="x", by=by),
        lambda: actions.change_item(item=item, seen=0, told=Told("x"), by=by),
        lambda: actions.move_item(item=item, up=False, by=by),
        lambda: actions.remove_item(item=item, by=by),
        lambda: actions.copy_standing_items(session=session, by=by),
        lambda: actions.add_action(session=session, item=None, entry=entry, by=by),
        lambda: actions.change_action(action=action, seen=0, item=None, entry=entry, by=by),
        lambda: actions.settle_minutes(session=session, at=NOW, by=by),
    ):
        with pytest.raises(MeetingRefused, match="確定済み"):
            change()
    actions.report_action(
        action=action, seen=0, status=FollowUp.DONE, done_on=date(2023, 11, 1), result="回答あり", by=by
    )
    kept = MinutesContent.from_json(Minutes.objects.get().content)
    assert kept.undertaken[0].status == FollowUp.OPEN
    assert kept.digest == minutes.digest
    assert content_of(session).digest != minutes.digest
    with pytest.raises(MeetingRefused, match="理由"):
        actions.reopen_minutes(minutes=minutes, reason=" ", by=by)
    actions.reopen_minutes(minutes=minutes, reason="誤記", by=by)
    assert actions.change_item(item=item, seen=0, told=Told("x"), by=by).title == "x"


def test_the_audit_chain_keeps_no_word_of_agenda_and_actions(by):
    session = make.meeting()
    item = actions.add_item(session=session, title="ひみつの議題", by=by)
    actions.change_item(item=item, seen=0, told=Told("ひみつの議題", "ひみつの話", "ひみつの決定"), by=by)
    other = actions.add_item(session=session, title="ひみつの次", by=by)
    actions.move_item(item=other, up=True, by=by)
    actions.remove_item(item=other, by=by)
    entry = ActionEntry("ひみつの対応", core.organisation(), "ひみつの人", date(2023, 10, 1))
    action = actions.add_action(session=session, item=item, entry=entry, by=by)
    actions.change_action(action=action, seen=0, item=None, entry=entry, by=by)
    report = {"status": FollowUp.DONE, "done_on": date(2023, 10, 1), "result": "ひみつの結果"}
    actions.report_action(action=action, seen=1, by=by, **report)
    actions.settle_minutes(session=session, at=NOW, by=by)
    assert AuditEntry.objects.count() == 9
    assert AuditEntry.objects.get(action="meetings.change_agenda_item").details["changed"] == ["discussion", "decision"]
    for row in AuditEntry.objects.all():
        assert "ひみつ" not in f"{row.subject_name}{row.details}"


def test_before_the_meeting_the_paper_is_the_agenda_alone():
    session = make.meeting(status="planned")
    item = make.item(session=session, title="情報用紙の案")
    events.attendance(channel=events.channel(session=session), value=3)
    document = minutes_document(content_of(session), settled=None, created=NOW)
    said = "".join(cell.text for cell in d.cells(document))
    said += "".join(paragraph.text for section in document.sections for paragraph in section.paragraphs)
    assert document.title.endswith("次第")
    assert "情報用紙の案" in said
    assert "記録なし" not in said
    assert "出席者" not in said
    item.decision = "了承"
    item.save()
    assert minutes_document(content_of(session), settled=None, created=NOW).title.endswith("議事録")


def test_views_and_calls_are_nobody_present_and_an_open_number_is_said():
    session = make.meeting()
    make.item(session=session, decision="了承")
    events.attendance(channel=events.channel(session=session), value=12)
    for kind in (ChannelKind.VIDEO, ChannelKind.PHONE):
        events.attendance(channel=events.channel(session=session, kind=kind), value=100)
    cancelled = events.channel(session=session, kind=ChannelKind.LATER_SCREENING, status="cancelled")
    events.attendance(channel=cancelled, value=50)
    assert (content_of(session).attendance, content_of(session).is_counting) == (12, False)
    zoom = events.channel(session=session, kind=ChannelKind.ONLINE)
    assert (content_of(session).attendance, content_of(session).is_counting) == (12, True)
    told = [cell.text for cell in d.cells(minutes_document(content_of(session), settled=None, created=NOW))]
    assert "12人（集計中）" in told
    events.attendance(channel=zoom, value=5)
    assert (content_of(session).attendance, content_of(session).is_counting) == (17, False)


def test_what_cannot_be_settled_or_removed_says_why(by):
    session = make.meeting(held_on=None)
    with pytest.raises(MeetingRefused, match="開催日"):
        actions.settle_minutes(session=session, at=NOW, by=by)
    empty = make.meeting()
    with pytest.raises(MeetingRefused, match="次第がまだ"):
        actions.settle_minutes(session=empty, at=NOW, by=by)
    for item in (make.item(decision="了承"), make.action(agenda_item=make.item()).agenda_item):
        with pytest.raises(MeetingRefused, match="空にして"):
            actions.remove_item(item=item, by=by)
    bare = make.item()
    actions.remove_item(item=bare, by=by)
    assert not AgendaItem.objects.filter(pk=bare.pk).exists()


def test_the_paper_says_day_place_attendance_decisions_and_actions(by):
    _session, minutes = settled(by)
    document = minutes_document(MinutesContent.from_json(minutes.content), settled=minutes, created=NOW)
    told = "\n".join(cell.text for cell in d.cells(document))
    for words in (
        "令和5年9月8日（金）",
        "19:00～20:30",
        "本庁舎1901会議室",
        "12人",
        "医師会へ照会する",
        "係長",
        "R5.10.1",
    ):
        assert words in told
    assert "搬送時の情報用紙を見直す" in told
    said = [paragraph.text for section in document.sections for paragraph in section.paragraphs]
    assert "【決定】案のとおり" in said
    assert (document.status, document.paper, document.has_sources) == ("frozen", "a4", False)
    assert pdf.render(document) == pdf.render(document)
    assert pdf.render(document).startswith(b"%PDF")
    assert docx.render(document).startswith(b"PK")
