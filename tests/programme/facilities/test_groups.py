"""Entries of groups through their life: handed in, approved, hidden, confirmed, lapsed, ended."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, facilities
from tests.factories.facilities import fresh
from zaitaku.analysis.listing import Stage, Step, Turn, standing
from zaitaku.core.areas.models import Organisation
from zaitaku.core.mail.models import Letter
from zaitaku.programme.facilities.actions import publication
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.groups import approve, confirm, hand_back, hand_in
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.actions.requests import ask_to_be_listed, prove, remove_unproved
from zaitaku.programme.facilities.actions.yearly import ask_groups_by
from zaitaku.programme.facilities.choices import TURNS, Listing, Way
from zaitaku.programme.facilities.models import Entry, Group, GroupStep
from zaitaku.programme.facilities.queries.due import duties_of
from zaitaku.programme.facilities.queries.groups import is_listed, listing_of, to_telephone

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.get_default_timezone())
TODAY = NOON.date()


def is_public(group, day=TODAY):
    return Group.objects.filter(is_listed(day, [group.directory]), pk=group.pk).exists()


def test_what_the_group_changes_waits_for_the_section(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON, what="歌の会です。")
    changed = facilities.changed(group, what="歌と体操の会です。", now=NOON + timedelta(days=3))
    assert (changed.current.what, changed.pending.what) == ("歌の会です。", "歌と体操の会です。")
    assert changed.confirmed_on == TODAY, "what the list shows is not what the group says is right"
    waiting = Letter.objects.get(kind="group_waiting")
    assert waiting.to == officer.email
    assert group.key not in waiting.body
    done = approve(group=group, seen=changed.pending_id, by=officer, now=NOON + timedelta(days=4))
    assert (done.current.what, done.pending) == ("歌と体操の会です。", None)
    assert done.confirmed_on == TODAY + timedelta(days=3), "the day on which the group said so"
    letter = Letter.objects.get(kind="group_approved")
    assert letter.to == group.contact_email
    assert group.key in letter.body


def test_only_what_was_seen_is_approved_and_only_once(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON)
    first = facilities.changed(group, fee="無料", now=NOON)
    second = facilities.changed(fresh(group), fee="500円", now=NOON)
    with pytest.raises(GroupRefused, match="承認待ちでない"):
        approve(group=group, seen=first.pending_id, by=officer, now=NOON)
    approve(group=group, seen=second.pending_id, by=officer, now=NOON)
    with pytest.raises(GroupRefused):
        approve(group=group, seen=second.pending_id, by=officer, now=NOON)


def test_a_contact_taken_back_goes_off_at_once_and_a_new_number_waits(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON, fee="100円")
    held = facilities.changed(group, phone_public=False, fee="無料", now=NOON)
    assert (held.current.phone_public, held.current.desk_public, held.current.fee) == (False, True, "100円")
    assert held.pending.fee == "無料"
    held = facilities.changed(fresh(group), fee="100円", now=NOON)
    assert held.pending is None, "taking a change back leaves nothing that waits"
    held = facilities.changed(fresh(group), phone="0399998888", phone_public=True, now=NOON)
    assert held.current.phone_public is False
    assert held.pending.phone == "0399998888"


def test_a_contact_that_was_replaced_goes_off_at_once_too(kept, officer):
    """Whoever had the old number may have left the group."""
    group = facilities.group(directory=kept, by=officer, now=NOON, web="https://old.example.jp/", web_public=True)
    held = facilities.changed(group, phone="0399998888", web="https://new.example.jp/", now=NOON)
    assert (held.current.phone, held.current.phone_public, held.current.web_public) == ("0312345678", False, False)
    assert held.current.desk_public, "what stays the same stays public"
    assert (held.pending.phone, held.pending.phone_public) == ("0399998888", True)
    assert held.steps.filter(kind="hidden").count() == 1
    done = approve(group=held, seen=held.pending_id, by=officer, now=NOON)
    assert (done.current.phone, done.current.phone_public, done.current.web_public) == ("0399998888", True, True)


def test_handed_back_with_a_reason_and_mended(kept, officer):
    group = facilities.group(directory=kept, by=officer, approves=False, now=NOON)
    assert listing_of(group, TODAY) == Listing.WAITING
    with pytest.raises(GroupRefused, match="直してほしい点"):
        hand_back(group=group, seen=group.pending_id, reason=" ", by=officer, now=NOON)
    held = hand_back(group=group, seen=group.pending_id, reason="会場の住所を書いてください。", by=officer, now=NOON)
    assert listing_of(held, TODAY) == Listing.RETURNED
    assert "会場の住所を書いてください。" in Letter.objects.get(kind="group_returned").body
    mended = facilities.changed(fresh(group), address="豊玉北1-1", now=NOON)
    assert (mended.returned_because, listing_of(mended, TODAY)) == ("", Listing.WAITING)


def test_the_section_may_approve_what_it_was_told(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON)
    held = hand_in(
        group=group,
        entry=replace(GroupEntry.of(group.current), fee="100円"),
        contact=GroupContact.of(group),
        seen=group.version,
        way=Way.PHONE,
        approves=True,
        by=officer,
        now=NOON + timedelta(days=9),
    )
    assert (held.current.fee, held.pending, held.confirmed_on) == ("100円", None, TODAY)
    assert not Letter.objects.filter(kind="group_waiting").exists()


def test_withdrawal_is_at_once_and_agreement_brings_back(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON)
    assert is_public(group)
    publication.withdraw_consent(group=group, on=TODAY, way=Way.LINK, by=None, now=NOON)
    assert not is_public(group)
    publication.withdraw_consent(group=group, on=TODAY, way=Way.LINK, by=None, now=NOON)
    assert GroupStep.objects.filter(group=group, kind="withdrawn").count() == 1
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(GroupRefused, match="すでに記録"):
        publication.give_consent(group=group, on=yesterday, way=Way.PHONE, by=officer, now=NOON)
    publication.give_consent(group=group, on=TODAY, way=Way.PHONE, by=officer, now=NOON)
    assert is_public(group)


def test_an_ended_group_comes_back(kept, officer):
    group = facilities.group(directory=kept, by=officer, on=TODAY - timedelta(days=400), now=NOON)
    assert listing_of(group, TODAY) == Listing.LISTED
    publication.end_group(group=group, on=TODAY, way=Way.PHONE, by=officer, now=NOON)
    assert listing_of(fresh(group), TODAY) == Listing.ENDED
    with pytest.raises(GroupRefused, match="活動を終了"):
        confirm(group=group, on=TODAY, way=Way.LINK, by=None, now=NOON)
    later = NOON + timedelta(days=90)
    back = publication.resume_group(group=group, on=later.date(), way=Way.LINK, by=None, now=later)
    assert listing_of(back, later.date()) == Listing.LISTED


def test_no_step_lies_in_the_future(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON)
    with pytest.raises(GroupRefused, match="今日以前"):
        confirm(group=group, on=TODAY + timedelta(days=1), way=Way.PHONE, by=officer, now=NOON)


def test_asked_four_times_then_off_the_list_and_back_by_confirming(kept, officer):
    group = facilities.group(directory=kept, by=officer, on=date(2025, 4, 1), now=NOON)
    asked = []
    edges = (date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 17), date(2026, 5, 31))
    for day in [edge + timedelta(days=number) for edge in edges for number in range(3)]:
        now = datetime.combine(day, NOON.time(), tzinfo=NOON.tzinfo)
        if ask_groups_by(now=now)["letters"]:
            letter = Letter.objects.filter(kind="group_confirm").latest("pk")
            asked.append((day, letter.subject[:14]))
            assert ("までに" in letter.body) == (day <= date(2026, 4, 1)), "no day that has passed is asked for"
            assert ask_groups_by(now=now) == {"due": 0, "letters": 0}
    assert [day for day, _subject in asked] == [date(2026, 3, 2), date(2026, 4, 2), date(2026, 5, 18), date(2026, 6, 1)]
    assert Letter.objects.filter(kind="group_confirm").count() == 1, "an unsent question gives way to the next"
    assert [is_public(group, day) for day in (date(2026, 5, 31), date(2026, 6, 1))] == [True, False]
    now = datetime.combine(date(2026, 8, 1), NOON.time(), tzinfo=NOON.tzinfo)
    back = confirm(group=group, on=date(2026, 8, 1), way=Way.LINK, by=None, now=now)
    assert is_public(group, date(2026, 8, 1))
    assert (back.asked_stage, Letter.objects.filter(kind="group_confirm").count()) == (0, 0)


def test_changes_answer_the_question_and_bring_a_lapsed_entry_back_once_approved(kept, officer):
    group = facilities.group(directory=kept, by=officer, on=TODAY - timedelta(days=420), now=NOON)
    ask_groups_by(now=NOON)
    assert list(to_telephone(Organisation.objects.all())) == [group]
    changed = facilities.changed(fresh(group), fee="500円", now=NOON)
    assert not Letter.objects.filter(kind="group_confirm").exists(), "it has answered"
    later = NOON + timedelta(days=30)
    assert ask_groups_by(now=later) == {"due": 0, "letters": 0}
    assert not to_telephone(Organisation.objects.all()).exists()
    [duty] = duties_of(officer, on=later.date(), most=10)
    assert (duty.is_late, "承認する" in duty.what) == (True, True)
    assert not is_public(group, later.date())
    approve(group=fresh(group), seen=changed.pending_id, by=officer, now=later)
    assert is_public(group, later.date())
    assert fresh(group).asked_stage == Stage.NONE
    confirmed = GroupStep.objects.filter(group=group, kind="confirmed").latest("pk")
    assert (confirmed.on, confirmed.by) == (TODAY, None)


def test_changes_handed_back_are_no_answer(kept, officer):
    group = facilities.group(directory=kept, by=officer, on=TODAY - timedelta(days=380), now=NOON)
    changed = facilities.changed(group, fee="500円", now=NOON)
    assert ask_groups_by(now=NOON) == {"due": 0, "letters": 0}
    hand_back(group=group, seen=changed.pending_id, reason="額を確かめてください。", by=officer, now=NOON)
    assert ask_groups_by(now=NOON) == {"due": 1, "letters": 1}


def test_without_an_address_the_section_telephones(kept, officer):
    group = facilities.group(
        directory=kept, by=officer, on=TODAY - timedelta(days=380), internal=GroupContact(), now=NOON
    )
    assert ask_groups_by(now=NOON) == {"due": 1, "letters": 0}
    assert fresh(group).asked_stage == Stage.DUE
    [duty] = duties_of(officer, on=TODAY, most=10)
    assert (duty.page, duty.pk, duty.is_late) == ("facilities:group", group.pk, False)
    assert duties_of(core.person(), on=TODAY, most=10) == []


def test_what_waits_is_a_duty(kept, officer):
    group = facilities.group(directory=kept, by=officer, approves=False, now=NOON - timedelta(days=10))
    [duty] = duties_of(officer, on=TODAY, most=10)
    assert (duty.pk, duty.is_late) == (group.pk, True)


def test_a_request_by_the_form_is_seen_by_nobody_before_the_letter_was_opened(kept, officer):
    contact = facilities.contact(email="Neu@example.jp")
    group = ask_to_be_listed(directory=kept, entry=facilities.entry(), contact=contact, now=NOON)
    assert not GroupStep.objects.filter(group=group).exists()
    assert [letter.to for letter in Letter.objects.all()] == ["neu@example.jp"]
    done = prove(group=group, now=NOON)
    assert prove(group=group, now=NOON).steps.count() == 3
    assert (done.has_consent, listing_of(done, TODAY)) == (True, Listing.WAITING)
    assert Letter.objects.filter(to=officer.email, kind="group_waiting").count() == 1


def test_one_address_gets_few_letters_and_unopened_requests_go(kept):
    contact = facilities.contact(email="same@example.jp")
    made = [
        ask_to_be_listed(directory=kept, entry=facilities.entry(), contact=contact, now=NOON) for _number in range(5)
    ]
    assert [one is not None for one in made] == [True, True, True, False, False]
    prove(group=made[0], now=NOON)
    assert remove_unproved(now=NOON + timedelta(days=13)) == 0
    assert remove_unproved(now=NOON + timedelta(days=15)) == 2
    assert (Group.objects.count(), Entry.objects.count()) == (1, 1)


def test_no_requests_where_the_section_takes_none():
    closed = facilities.directory(takes_requests=False)
    with pytest.raises(GroupRefused, match="受け付けていません"):
        ask_to_be_listed(directory=closed, entry=facilities.entry(), contact=facilities.contact(), now=NOON)


@pytest.mark.parametrize(
    "change", ["UPDATE facilities_groupstep SET kind = 'ended'", "DELETE FROM facilities_groupstep"]
)
def test_the_database_keeps_the_steps(kept, officer, change):
    facilities.group(directory=kept, by=officer, now=NOON)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


MOVES = st.sampled_from(["confirm", "withdraw", "agree", "end", "resume"])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(MOVES, st.integers(0, 200)), max_size=6), st.integers(0, 900))
def test_the_list_says_what_the_steps_say(kept, officer, moves, after):
    """The columns that pages search by agree with the pure function on every day from the last step on."""
    now = datetime(2024, 1, 31, 12, tzinfo=NOON.tzinfo)
    group = facilities.group(directory=kept, by=officer, now=now)
    for move, days in moves:
        now += timedelta(days=days)
        told = {"group": group, "on": now.date(), "way": Way.PHONE, "by": officer, "now": now}
        acts = {
            "confirm": confirm,
            "withdraw": publication.withdraw_consent,
            "agree": publication.give_consent,
            "end": publication.end_group,
            "resume": publication.resume_group,
        }
        if move == "confirm" and fresh(group).ended_on:
            continue
        acts[move](**told)
    steps = [Step(on, Turn(kind)) for on, kind in group.steps.filter(kind__in=TURNS).values_list("on", "kind")]
    day = now.date() + timedelta(days=after)
    assert is_public(group, day) == standing(steps, day).listed(day, kept.rule)
    assert (listing_of(fresh(group), day) == Listing.LISTED) == standing(steps, day).listed(day, kept.rule)
