"""Two at one group: nobody overwrites what was not on the page, and an old link does nothing any more."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import facilities
from tests.factories.facilities import fresh
from zaitaku.analysis.listing import Stage
from zaitaku.core.mail.models import Letter
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.facilities.actions import publication, yearly
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.groups import confirm, hand_in
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.actions.requests import ask_to_be_listed, prove, remove_unproved
from zaitaku.programme.facilities.choices import Way
from zaitaku.programme.facilities.forms.entry import initial_of
from zaitaku.programme.facilities.models import GroupStep

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.get_default_timezone())
TODAY = NOON.date()


def url(name, *args):
    return reverse(f"facilities:{name}", args=args)


def typed(group, **kw):
    """What a browser sends that opened the form when the group was like this."""
    held = group.pending or group.current
    form = initial_of(GroupEntry.of(held), GroupContact.of(group), group.version) | {"way": "phone"}
    return {name: value for name, value in (form | kw).items() if value not in (None, False, (), "")}


@pytest.mark.parametrize("is_own", [True, False])
def test_a_form_from_before_restores_no_contact_and_keeps_what_was_typed(client, kept, officer, is_own):
    group = facilities.group(directory=kept, by=officer)
    place = url("change_my_group", group.key) if is_own else url("change_group", group.pk)
    client.force_login(officer)
    new = replace(GroupContact.of(group), name="新しい 世話人", phone="0399990000")
    hand_in(
        group=group,
        entry=GroupEntry.of(group.current),
        contact=new,
        seen=group.version,
        way=Way.PHONE,
        by=officer,
        now=timezone.now(),
    )
    answer = client.post(place, typed(group, fee="一回300円"))
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("入力中に登録内容が変更されました", "一回300円", "現在の内容", "新しい 世話人", "03-9999-0000"):
        assert words in page
    assert GroupContact.of(fresh(group)) == new
    again = typed(group, fee="一回300円", seen=answer.context["form"]["seen"].value())
    assert client.post(place, again).status_code == 302, "who has compared may send it again"
    held = fresh(group)
    assert (held.pending or held.current).fee == "一回300円"


def test_a_form_from_before_brings_no_removed_contact_back(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON)
    publication.withdraw_consent(group=group, on=TODAY, way=Way.PHONE, by=officer, now=NOON)
    stale = fresh(group)
    publication.forget_contacts(group=group, by=officer, now=NOON)
    with pytest.raises(ChangedMeanwhile, match="見比べて"):
        facilities.changed(stale, by=officer, now=NOON)
    assert GroupContact.of(fresh(group)) == GroupContact()
    assert not group.entries.exclude(phone="").exists()


def test_a_change_taken_back_is_a_change_too(kept, officer):
    group = facilities.group(directory=kept, by=officer, approves=True, now=NOON)
    waiting = facilities.changed(group, fee="無料", now=NOON)
    facilities.changed(waiting, fee="", now=NOON)
    with pytest.raises(ChangedMeanwhile):
        facilities.changed(waiting, what="古い画面から", now=NOON)
    assert fresh(group).pending is None


def test_what_comes_by_an_old_link_lands_nowhere(kept, officer):
    """It was on its way when the link was renewed."""
    group = facilities.group(directory=kept, by=officer, on=TODAY - timedelta(days=9), now=NOON)
    publication.renew_link(group=group, by=officer, now=NOON)
    steps = GroupStep.objects.count()
    told = {"group": group, "on": TODAY, "way": Way.LINK, "by": None, "now": NOON}
    acts = (confirm, publication.withdraw_consent, publication.give_consent, publication.end_group)
    for act in (*acts, publication.resume_group):
        with pytest.raises(GroupRefused, match="使えなくなりました"):
            act(**told)
    with pytest.raises(GroupRefused, match="使えなくなりました"):
        facilities.changed(group, what="知らない人が書いた文", now=NOON)
    assert GroupStep.objects.count() == steps
    assert confirm(**told | {"by": officer}).confirmed_on == TODAY, "the section comes by no link"


def test_a_request_that_was_deleted_meanwhile_is_not_sent_off(kept):
    group = ask_to_be_listed(directory=kept, entry=facilities.entry(), contact=facilities.contact(), now=NOON)
    remove_unproved(now=NOON + timedelta(days=15))
    with pytest.raises(GroupRefused, match="使えなくなりました"):
        prove(group=group, now=NOON)


def test_the_yearly_question_undoes_nothing_that_happened_since_the_night_began(kept, officer):
    group = facilities.group(directory=kept, by=officer, on=TODAY - timedelta(days=380), now=NOON)
    of_the_night = fresh(group)
    renewed = publication.renew_link(group=group, by=officer, now=NOON)
    assert yearly.ask_one(of_the_night, stage=Stage.DUE, now=NOON) is False
    assert fresh(group).key == renewed.key
    assert not Letter.objects.filter(kind="group_confirm").exists()
    assert yearly.ask_one(fresh(group), stage=Stage.DUE, now=NOON) is True
