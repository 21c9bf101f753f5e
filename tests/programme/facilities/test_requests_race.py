"""Somebody presses many times at once: a mailbox gets as many letters as one after the other."""

from functools import partial

import pytest
from django.utils import timezone

from tests.factories import facilities
from tests.racing import at_once
from zaitaku.core.mail.models import Letter
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.requests import MOST_OPEN, ask_to_be_listed

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_mailbox_is_filled_by_asking_at_once():
    kept = facilities.directory()
    type(kept).objects.filter(pk=kept.pk).update(takes_requests=True)
    kept.refresh_from_db()

    def ask(number):
        entry = GroupEntry(name=f"会{number}", what="集まります。")
        contact = GroupContact(name="練馬 花子", email="victim@example.jp")
        ask_to_be_listed(directory=kept, entry=entry, contact=contact, now=timezone.now())

    at_once(*(partial(ask, number) for number in range(8)))
    assert Letter.objects.filter(to="victim@example.jp").count() == MOST_OPEN
