"""The register: lists pasted with errors by row, doubles merged and taken apart, who never got anything."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import core, materials
from tests.programme.materials.keeping import Keeping, day
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.materials.actions import MaterialRefused
from zaitaku.programme.materials.actions import destinations as actions
from zaitaku.programme.materials.actions.destinations import DestinationEntry
from zaitaku.programme.materials.choices import DestinationKind
from zaitaku.programme.materials.models import Destination, Movement
from zaitaku.programme.materials.queries.destinations import listed_destinations, never_served
from zaitaku.programme.materials.queries.kind_table import kind_table

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def kept():
    found = Keeping()
    found.move("issued", 1000, day(1))
    return found


@pytest.fixture
def signed_in(client, kept):
    client.force_login(kept.by)
    return client


def paste(client, owner, block, step="save"):
    sent = {"valid_from": "R5.4.1", "owner": owner.pk, "block": block, "step": step}
    return client.post(reverse("materials:paste_destinations"), sent)


def test_a_list_from_excel_is_saved_whole_or_not_at_all(signed_in, kept):
    good = "名称\t種別\t郵便番号\t住所\t担当者\n石神井図書館\t区立施設\t〒１７７００４１\t石神井台1-16-31\t架空 花子\n"
    page = paste(
        signed_in, kept.owner, good + "関町図書館\t図書\n光が丘病院\t病院\t123\n大泉薬局\t薬局\n大泉薬局\t薬局"
    )
    problems = [line.problem for line in page.context["lines"]]
    assert [bool(problem) for problem in problems] == [False, True, True, False, True]
    assert "図書" in problems[1]
    assert "区立施設" in problems[1]
    assert "176-8501" in problems[2]
    assert "5" in problems[4]
    assert Destination.objects.count() == 1
    assert paste(signed_in, kept.owner, good, step="look").status_code == 200
    assert Destination.objects.count() == 1
    assert paste(signed_in, kept.owner, good).status_code == 302
    made = Destination.objects.get(name="石神井図書館")
    assert (made.kind, made.postal_code, made.contact) == ("public_facility", "177-0041", "架空 花子")
    again = paste(signed_in, kept.owner, good)
    assert again.context["lines"][0].problem


def test_nothing_of_a_person_stands_in_the_audit(kept):
    entry = DestinationEntry(
        name="架空薬局",
        kind=DestinationKind.PHARMACY,
        valid_from=day(1),
        contact="架空 太郎",
        phone="0312345678",
        email="taro@example.jp",
    )
    made = actions.add_destinations(owner=kept.owner, entries=[entry], by=kept.by)[0]
    actions.remove_contact(destination=made, by=kept.by)
    made.refresh_from_db()
    assert (made.contact, made.phone, made.email) == ("", "", "")
    told = " ".join(f"{one.subject_name} {one.details}" for one in AuditEntry.objects.all())
    assert not any(word in told for word in ("太郎", "0312345678", "taro@"))


def test_a_double_counts_for_the_other_until_they_are_taken_apart(kept):
    double = materials.destination(owner=kept.owner, name="関町図書館（旧）")
    kept.give(10, day(2))
    kept.place, place = double, kept.place
    kept.give(5, day(3))
    owners = Organisation.objects.filter(pk=kept.owner.pk)

    def copies():
        return {one.name: one.copies for one in listed_destinations(owners, {}, on=TODAY)}

    assert copies() == {"関町図書館": 10, "関町図書館（旧）": 5}
    actions.merge_destinations(double=double, into=place, by=kept.by)
    assert copies() == {"関町図書館": 15}
    assert not never_served(kept.title, owners, since=day(3), kind="", on=TODAY).exists()
    for bad in ({"double": place, "into": double}, {"double": place, "into": place}):
        with pytest.raises(MaterialRefused):
            actions.merge_destinations(**bad, by=kept.by)
    with pytest.raises(MaterialRefused):
        actions.merge_destinations(double=materials.destination(), into=place, by=kept.by)
    third = materials.destination(owner=kept.owner)
    with pytest.raises(MaterialRefused, match="関町図書館（旧）"):
        actions.merge_destinations(double=place, into=third, by=kept.by)
    assert list(place.doubles.all()) == [double], "a double of a double could not be taken back alone"
    third.delete()
    actions.separate_destination(destination=double, by=kept.by)
    assert copies() == {"関町図書館": 10, "関町図書館（旧）": 5}
    with pytest.raises(MaterialRefused):
        actions.separate_destination(destination=double, by=kept.by)


def test_never_served_agrees_with_a_plain_loop(signed_in, kept):
    places = [
        materials.destination(owner=kept.owner, kind=kind, valid_to=ended)
        for kind in ("pharmacy", "hospital")
        for ended in (None, None, day(20))
    ]
    other = materials.title(owner=kept.owner)
    for number, place in enumerate(places[:4]):
        title = kept.title if number % 2 else other
        on = day(5 + number)
        materials.movement(title=title, kind="distributed", place=place, start=on, end=on, value=3)
    for since in (None, day(6), day(9)):
        for kind in ("", "pharmacy"):
            owners = Organisation.objects.filter(pk=kept.owner.pk)
            naive = {
                one.pk
                for one in Destination.objects.all()
                if one.valid_to is None
                and (not kind or one.kind == kind)
                and not any(
                    row.title_id == kept.title.pk and (since is None or row.end >= since) for row in one.movements.all()
                )
            }
            assert {one.pk for one in never_served(kept.title, owners, since=since, kind=kind, on=TODAY)} == naive
    url = reverse("materials:unserved", args=[kept.title.pk])
    page = signed_in.get(url, {"kind": "pharmacy"})
    assert page.context["listed"].paginator.count == 1
    assert "never=on" in page.content.decode()


def test_kinds_and_years_add_up_to_what_was_handed_out(kept):
    def hand(copies, start, end, **kw):
        return materials.movement(
            title=kept.title, kind="distributed", start=start, end=end, value=copies, **({"place": kept.place} | kw)
        )

    text = {"place": None, "destination": "区民"}
    hand(10, day(2), day(2))
    hand(20, date(2024, 4, 1), date(2024, 4, 1))
    whole = hand(500, None, date(2024, 12, 31), **text)
    hand(120, date(2023, 4, 1), date(2024, 3, 31), within=whole, **text)
    hand(7, date(2024, 5, 1), date(2024, 5, 1), superseded_at=materials.recorded()["recorded_at"])
    table = kind_table(type(kept.title).objects.filter(pk=kept.title.pk))
    assert list(table.years) == [2023, 2024]
    assert [(row.copies, row.rest, row.total) for row in table.rows] == [
        ([10, 20], None, 30),
        ([120, None], 380, 500),
    ]
    assert table.total is not None
    assert (table.total.copies, table.total.rest, table.total.total) == ([130, 20], 380, 530)


def grid_url(kept):
    return reverse("materials:grid") + f"?title={kept.title.pk}"


def test_the_grid_hands_out_all_or_nothing_and_once(signed_in, kept):
    other = materials.destination(owner=kept.owner)
    seen = signed_in.get(grid_url(kept)).context["page_form"].initial["seen"]
    cells = [f"n{place.pk}-{kept.title.pk}" for place in (kept.place, other)]
    sent = {"on": "R5.4.5", "seen": seen}
    assert signed_in.post(grid_url(kept), sent).status_code == 422
    too_many = signed_in.post(grid_url(kept), sent | {cells[0]: "10", cells[1]: "991"})
    assert too_many.status_code == 422
    assert "991" in too_many.content.decode()
    assert signed_in.post(grid_url(kept), sent | {cells[0]: "1.5"}).status_code == 422
    assert kept.stock() == 1000
    assert signed_in.post(grid_url(kept), sent | {cells[0]: "10", cells[1]: "９０"}).status_code == 302
    again = signed_in.post(grid_url(kept), sent | {cells[0]: "10", cells[1]: "90"})
    assert again.status_code == 422
    assert kept.stock() == 900


def test_a_pasted_grid_names_row_and_column_of_what_is_wrong(signed_in, kept):
    url = reverse("materials:paste_grid")
    sent = {"on": "R5.4.5", "seen": "0", "step": "save"}
    head = f"配布先\t{kept.title.name}\n"
    page = signed_in.post(url, sent | {"block": head + "関町図書館\t12x\n無い館\t5\n関町図書館\t5"})
    problems = [line.problem for line in page.context["lines"]]
    assert "2" in problems[0]
    assert "12x" in problems[0]
    assert "無い館" in problems[1]
    assert problems[2]
    page = signed_in.post(url, sent | {"block": "配布先\t無い資料\n関町図書館\t5"})
    assert "無い資料" in page.context["lines"][0].problem
    page = signed_in.post(url, sent | {"block": head + "関町図書館\t5000"})
    assert page.status_code == 422
    assert kept.stock() == 1000
    assert signed_in.post(url, sent | {"block": head + "関町図書館\t50部"}).status_code == 302
    assert kept.stock() == 950
    assert Movement.objects.get(kind="distributed").place == kept.place


PAGES = ["destination", "change_destination", "merge_destination"]


@pytest.mark.parametrize("name", PAGES)
def test_a_partner_sees_and_changes_its_own_only(client, kept, name):
    own = core.person(role=Role.PARTNER, organisation=kept.owner)
    stranger = core.person(role=Role.PARTNER)
    for person, expected in ((own, 200), (stranger, 404)):
        client.force_login(person)
        assert client.get(reverse(f"materials:{name}", args=[kept.place.pk])).status_code == expected
    for name in ("separate_destination", "remove_contact"):
        assert client.post(reverse(f"materials:{name}", args=[kept.place.pk])).status_code == 404


def test_contacts_are_shown_to_those_who_keep_the_register(client, kept):
    kept.place.contact = "架空 次郎"
    kept.place.save()
    for role, shown in ((Role.SECTION_OFFICER, True), (Role.ANALYST, False)):
        client.force_login(core.person(role=role, organisation=kept.owner))
        page = client.get(reverse("materials:destination", args=[kept.place.pk]))
        assert ("架空 次郎" in page.content.decode()) is shown


def test_lists_take_the_same_number_of_queries_whatever_their_length(signed_in, kept, django_assert_max_num_queries):
    for _number in range(60):
        place = materials.destination(owner=kept.owner)
        title = materials.stocked(owner=kept.owner)
        materials.movement(title=title, kind="distributed", place=place, start=day(2), end=day(2), value=5)
    for name, arguments in (("destinations", []), ("titles", []), ("title", [kept.title.pk]), ("kinds", [])):
        with django_assert_max_num_queries(26 if name == "title" else 20):
            assert signed_in.get(reverse(f"materials:{name}", args=arguments)).status_code == 200
    for name in ("titles_xlsx", "destinations_xlsx", "kinds_xlsx"):
        assert signed_in.get(reverse(f"materials:{name}")).content[:2] == b"PK"
