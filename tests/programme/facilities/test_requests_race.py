"""Somebody presses many times at once: a mailbox gets as many letters as one after the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import facilities
from zaitaku.core.mail.models import Letter
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.requests import MOST_OPEN, ask_to_be_listed

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_mailbox_is_filled_by_asking_at_once():
    kept = facilities.directory()
    type(kept).objects.filter(pk=kept.pk).update(takes_requests=True)
    kept.refresh_from_db()
    start = Barrier(8)

    def ask(number):
        start.wait()
        try:
            entry = GroupEntry(name=f"会{number}", what="集まります。")
            contact = GroupContact(name="練馬 花子", email="victim@example.jp")
            ask_to_be_listed(directory=kept, entry=entry, contact=contact, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    assert Letter.objects.filter(to="victim@example.jp").count() == MOST_OPEN
