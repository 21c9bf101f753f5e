"""Whom the section writes to or telephones: never public, told when it changes, and removed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import facilities
from tests.factories.facilities import fresh
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.facilities.actions import publication
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.groups import approve, hand_back, hand_in
from zaitaku.programme.facilities.actions.letters import AGAIN_AFTER
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.actions.yearly import forget_ended
from zaitaku.programme.facilities.choices import Way

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.get_default_timezone())
TODAY = NOON.date()


def test_contacts_are_removed_for_good(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON)
    old = group.key
    facilities.changed(group, desk="別の世話人", now=NOON)
    with pytest.raises(GroupRefused, match="活動中"):
        publication.forget_contacts(group=group, by=officer, now=NOON)
    publication.end_group(group=group, on=TODAY, way=Way.PHONE, by=officer, now=NOON)
    held = publication.forget_contacts(group=group, by=officer, now=NOON)
    assert GroupContact.of(held) == GroupContact()
    assert held.key != old
    left = {(row.desk, row.phone, row.email, row.web, row.phone_public) for row in held.entries.all()}
    assert left == {("", "", "", "", False)}
    assert not Letter.objects.filter(about=f"facilities.group:{group.pk}").exists()


def test_a_year_after_the_end_contacts_go_by_themselves(kept, officer):
    group, active = facilities.group(directory=kept, by=officer, now=NOON), facilities.group(directory=kept, now=NOON)
    publication.end_group(group=group, on=TODAY, way=Way.PHONE, by=officer, now=NOON)
    assert forget_ended(now=NOON + timedelta(days=364)) == 0
    assert [forget_ended(now=NOON + timedelta(days=365)) for _night in range(2)] == [1, 0]
    assert GroupContact.of(fresh(group)) == GroupContact()
    assert not group.entries.exclude(phone="").exists()
    assert fresh(active).contact_name
    assert AuditEntry.objects.latest("number").action == "facilities.forget_contacts"


def test_a_new_link_takes_back_only_the_letters_that_carry_the_old_one(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON)
    held = facilities.changed(group, fee="無料", now=NOON)
    hand_back(group=held, seen=held.pending_id, reason="料金を確かめてください。", by=officer, now=NOON)
    old = group.key
    publication.renew_link(group=group, by=officer, now=NOON)
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["group_link", "group_waiting"]
    assert not Letter.objects.filter(body__contains=old).exists()


def test_who_sent_the_link_once_more_is_kept(client, kept, officer):
    group = facilities.group(directory=kept, by=officer)
    nobody = facilities.group(directory=kept, by=officer, internal=GroupContact())
    client.force_login(officer)
    for one in (group, group, nobody):
        client.post(reverse("facilities:group_link", args=[one.pk]), {"step": "again"})
    kept_entries = AuditEntry.objects.filter(action="facilities.send_link")
    assert [(one.by, one.subject_id, one.details) for one in kept_entries] == [(officer, str(group.pk), {})]
    assert Letter.objects.get(kind="group_link").to == group.contact_email


def handed_in(group, by=None, now=NOON, **contact):
    return hand_in(
        group=fresh(group),
        entry=GroupEntry.of(group.current),
        contact=replace(GroupContact.of(group), **contact),
        seen=group.version,
        way=Way.LINK if by is None else Way.PHONE,
        by=by,
        now=now,
    )


def test_a_new_contact_address_is_told_to_the_old_one_and_the_section(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON)
    old = group.contact_email
    held = handed_in(group, email="New@example.jp")
    assert held.contact_email == "new@example.jp"
    step = held.steps.latest("pk")
    assert step.get_kind_display() == "担当課用の連絡先の変更"
    assert (step.way, step.by, step.entry, step.note) == ("link", None, None, "")
    letters = Letter.objects.filter(kind="group_contact").order_by("pk")
    assert [one.to for one in letters] == [old, officer.email]
    for one in letters:
        assert group.key not in one.body
        assert "new@example.jp" not in one.body
    assert "高齢者支援課 03-0000-0000" in letters[0].body
    assert "先に連絡先を直してから" in letters[1].body, "a new link goes to the address that stands there"


def test_with_a_link_nobody_fills_a_mailbox(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON)
    old = group.contact_email
    for _time in range(3):
        for email in ("victim@example.jp", old):
            handed_in(fresh(group), email=email)
    letters = Letter.objects.filter(kind="group_contact")
    assert sorted(one.to for one in letters) == sorted([old, officer.email, "victim@example.jp"])
    handed_in(fresh(group), email="victim@example.jp", now=NOON + AGAIN_AFTER)
    assert letters.filter(to=old).count() == letters.filter(to=officer.email).count() == 2


def test_other_contacts_are_a_step_only_and_the_same_again_is_none(kept, officer):
    group = facilities.group(directory=kept, by=officer, now=NOON)
    before = group.steps.count()
    handed_in(group, email=group.contact_email.upper())
    assert group.steps.count() == before
    handed_in(group, phone="03-9999-8888")
    assert group.steps.count() == before + 1
    handed_in(fresh(group), by=officer, email="section@example.jp")
    assert group.steps.latest("pk").by == officer
    assert not Letter.objects.filter(kind="group_contact").exists()


def test_the_audit_chain_names_no_contact(kept, officer):
    contact = facilities.contact(name="秘密の人", phone="08055556666", email="himitsu@example.jp")
    group = facilities.group(directory=kept, by=officer, internal=contact, now=NOON)
    publication.renew_link(group=group, by=officer, now=NOON)
    held = facilities.changed(fresh(group), by=officer, phone="0311112222", now=NOON)
    approve(group=held, seen=held.pending_id, by=officer, now=NOON)
    handed_in(fresh(group), by=officer, email="betsu-himitsu@example.jp")
    kept_words = "".join(f"{one.subject_name}{one.details}" for one in AuditEntry.objects.all())
    for secret in ("秘密の人", "08055556666", "himitsu", "0311112222", group.key, held.key):
        assert secret not in kept_words
