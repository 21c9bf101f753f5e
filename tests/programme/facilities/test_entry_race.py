"""The section and the group at one entry in the same moment: one of them is told."""

from functools import partial

import pytest
from django.utils import timezone

from tests.factories import facilities
from tests.factories.facilities import fresh
from tests.racing import at_once
from zaitaku.core.records.actions import ChangedMeanwhile, RecordRefused
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.groups import confirm, hand_in
from zaitaku.programme.facilities.actions.publication import renew_link
from zaitaku.programme.facilities.choices import Way

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_change_the_contact_one_is_refused():
    kept = facilities.directory()
    officer = facilities.writer(kept)
    group = facilities.group(directory=kept, by=officer)

    def change(by, name):
        return hand_in(
            group=group,
            entry=GroupEntry.of(group.current),
            contact=GroupContact(name=name),
            seen=group.version,
            way=Way.PHONE if by else Way.LINK,
            by=by,
            now=timezone.now(),
        )

    given = at_once(partial(change, officer, "課の人"), partial(change, None, "会の人"), refusal=RecordRefused)
    refused = [isinstance(one, ChangedMeanwhile) for one in given]
    assert sorted(refused) == [False, True]
    assert fresh(group).contact_name == ("会の人" if refused[0] else "課の人")


def test_the_old_link_and_the_renewal_at_once():
    """Whichever was first: the new key stays, and what came after it by the old one is refused."""
    kept = facilities.directory()
    officer = facilities.writer(kept)
    groups = [facilities.group(directory=kept, by=officer, on=facilities.long_ago(30)) for _number in range(4)]
    now = timezone.now()
    today = timezone.localdate(now)
    for group in groups:
        before = group.steps.count()
        renewed, answered = at_once(
            partial(renew_link, group=group, by=officer, now=now),
            partial(confirm, group=group, on=today, way=Way.LINK, by=None, now=now),
            refusal=RecordRefused,
        )
        kinds = [step.kind for step in group.steps.order_by("pk")][before:]
        assert fresh(group).key == renewed.key != group.key
        was_first = [] if isinstance(answered, RecordRefused) else ["confirmed"]
        assert kinds == [*was_first, "link_renewed"]
