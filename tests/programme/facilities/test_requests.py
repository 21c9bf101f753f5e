"""What strangers can do with the public form: no words of theirs, and few letters, reach other people's mailboxes."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import facilities
from zaitaku.core.mail.models import Letter
from zaitaku.programme.facilities.actions.refused import GroupRefused
from zaitaku.programme.facilities.actions.requests import MOST_AN_HOUR, ask_to_be_listed, prove
from zaitaku.programme.facilities.models import Group

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.get_default_timezone())
NUMBER = "至急０９０ー1234の5678へ"
ASKED = {
    "name": "こもれびの会",
    "kinds": ["meals"],
    "what": "昼食を一緒に作ります。",
    "contact_name": "練馬 花子",
    "contact_email": "victim@example.jp",
    "agrees": "on",
}


@pytest.mark.parametrize("field", ["name", "kana", "contact_name"])
def test_no_number_is_sent_out_in_a_name(client, kept, field):
    answer = client.post(reverse("facilities:ask_to_be_listed"), ASKED | {field: NUMBER})
    assert answer.status_code == 422
    assert "長い番号は入れられません" in str(answer.context["form"].errors[field])
    assert not Letter.objects.exists()


def test_no_action_takes_a_number_in_a_name(kept, officer):
    asked = {"directory": kept, "now": NOON}
    for entry, contact in (
        (facilities.entry(name=NUMBER), facilities.contact()),
        (facilities.entry(kana=NUMBER), facilities.contact()),
        (facilities.entry(), facilities.contact(name=NUMBER)),
    ):
        with pytest.raises(GroupRefused, match="長い番号"):
            ask_to_be_listed(entry=entry, contact=contact, **asked)
    group = facilities.group(directory=kept, by=officer, now=NOON)
    with pytest.raises(GroupRefused, match="長い番号"):
        facilities.changed(group, name=NUMBER, now=NOON)
    assert not Letter.objects.exists()


def test_a_directory_writes_to_few_strangers_within_an_hour(kept):
    def ask(now=NOON, directory=kept):
        return ask_to_be_listed(directory=directory, entry=facilities.entry(), contact=facilities.contact(), now=now)

    made = [ask() for _number in range(MOST_AN_HOUR)]
    with pytest.raises(GroupRefused, match="時間をおいて"):
        ask()
    assert Letter.objects.count() == MOST_AN_HOUR
    ask(directory=facilities.directory())
    prove(group=made[0], now=NOON)
    assert ask() is not None, "whoever opened the letter is no stranger any more"
    with pytest.raises(GroupRefused):
        ask(now=NOON + timedelta(minutes=59))
    ask(now=NOON + timedelta(hours=1))


def test_the_page_says_so_and_keeps_what_was_typed(client, kept):
    Group.objects.bulk_create(
        Group(directory=kept, key=f"k{number}", created_at=timezone.now()) for number in range(MOST_AN_HOUR)
    )
    answer = client.post(reverse("facilities:ask_to_be_listed"), ASKED)
    page = answer.content.decode()
    assert (answer.status_code, "担当課に電話" in page, "こもれびの会" in page) == (422, True, True)
