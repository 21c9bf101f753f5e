"""Two people at the same entry of the register: no circle of mergers, nothing of the other's lost."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests.factories import core, materials
from tests.racing import at_once, one_after_the_other
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.materials.actions import MaterialRefused
from zaitaku.programme.materials.actions import destinations as actions
from zaitaku.programme.materials.actions.destinations import DestinationEntry
from zaitaku.programme.materials.models import Destination

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def place(by):
    return materials.destination(owner=by.memberships.get().organisation, contact="架空 花子", phone="03-1234-5678")


def changing(place, by, **fields):
    entry = replace(DestinationEntry.of(place), **fields)
    return lambda: actions.change_destination(destination=place, entry=entry, seen=place.version, by=by)


def merging(double, into, by):
    return lambda: actions.merge_destinations(double=double, into=into, by=by)


def test_two_mergers_of_a_pair_make_no_circle(place, by):
    other = materials.destination(owner=place.owner)
    acts = [merging(place, other, by), merging(other, place, by)]
    found = one_after_the_other(*acts, refusal=MaterialRefused)
    assert [isinstance(one, Destination) for one in found] == [True, False]
    assert list(Destination.objects.filter(merged_into=None)) == [other]


def test_many_mergers_at_once_leave_one_entry_that_stands_for_all(place, by):
    rows = [place, *(materials.destination(owner=place.owner) for _number in range(2))]
    at_once(*[merging(one, rows[number - 1], by) for number, one in enumerate(rows)], refusal=MaterialRefused)
    doubles = Destination.objects.exclude(merged_into=None)
    assert doubles.exists()
    assert not doubles.exclude(merged_into__merged_into=None).exists()


def test_a_change_takes_no_merger_back(place, by):
    other = materials.destination(owner=place.owner)
    found = one_after_the_other(merging(place, other, by), changing(place, by, name="新しい名"))
    assert found[1].name == "新しい名"
    place.refresh_from_db()
    assert (place.name, place.merged_into) == ("新しい名", other)


def test_a_change_made_of_an_older_page_brings_no_contact_back(place, by):
    removing = [lambda: actions.remove_contact(destination=place, by=by), changing(place, by, note="裏口へ")]
    assert isinstance(one_after_the_other(*removing, refusal=ChangedMeanwhile)[1], ChangedMeanwhile)
    place.refresh_from_db()
    assert (place.contact, place.phone, place.note) == ("", "", "")


def test_the_page_keeps_what_was_typed_and_shows_what_stands_now(client, place, by):
    client.force_login(by)
    url = reverse("materials:change_destination", args=[place.pk])
    shown = client.get(url).context["page_form"]
    typed = {name: "" if shown[name].value() is None else shown[name].value() for name in shown.fields}
    typed |= {"valid_from": "R2.4.1", "note": "裏口へ"}
    assert (typed["seen"], typed["contact"]) == (0, "架空 花子")
    actions.remove_contact(destination=place, by=by)
    page = client.post(url, typed)
    words = page.content.decode()
    assert page.status_code == 200
    assert all(text in words for text in ("現在の内容", "裏口へ", "入力中にほかの人が変更しました"))
    place.refresh_from_db()
    assert (place.contact, place.note) == ("", "")
    again = page.context["page_form"]
    assert client.post(url, typed | {"seen": again["seen"].value(), "contact": "", "phone": ""}).status_code == 302
    place.refresh_from_db()
    assert (place.contact, place.note) == ("", "裏口へ")
