"""Pages of materials: totals, movements entered, corrected, withdrawn; who may reach what."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, materials
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.materials.models import Movement, Title

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def title(owner):
    return materials.title(owner=owner, code="guide", name="在宅療養ガイドブック")


@pytest.fixture
def officer(client, owner):
    one = core.person(role=Role.SECTION_OFFICER, organisation=owner)
    client.force_login(one)
    return one


def moving(**kw):
    fields = {"kind": "issued", "value": "11,000", "start": "R5.4.1", "end": "R5.12.31", "destination": ""}
    return fields | {"within": "", "state": "", "mark": "", "as_of": "", "seen": ""} | kw


def current():
    return list(Movement.objects.filter(superseded_at=None).order_by("pk").values_list("value", flat=True))


def test_a_movement_is_entered_corrected_and_withdrawn_and_every_row_stays(client, officer, title):
    add = reverse("materials:add_movement", args=[title.pk])
    assert client.post(add, moving()).status_code == 302
    row = Movement.objects.get()
    correct = reverse("materials:correct", args=[row.pk])
    assert client.get(correct).status_code == 200
    assert client.post(correct, moving(value="12000", state="final", seen=row.pk)).status_code == 302
    assert current() == [12000]
    assert client.post(correct, moving(value="1", state="final", seen=row.pk)).status_code == 302
    assert current() == [12000]
    new = Movement.objects.get(superseded_at=None)
    days = moving(value="12000", state="final", seen=new.pk, end="R6.1.31")
    assert client.post(reverse("materials:correct", args=[new.pk]), days).status_code == 302
    last = Movement.objects.get(superseded_at=None)
    assert (last.end, last.value) == (date(2024, 1, 31), 12000)
    page = client.get(reverse("materials:history", args=[last.pk]))
    assert [row.value for row in page.context["rows"]] == [12000, 12000, 11000]
    gone = reverse("materials:withdraw", args=[last.pk])
    assert client.post(gone, {"reason": ""}).status_code == 200
    assert client.post(gone, {"reason": "二重入力"}).status_code == 302
    assert current() == []
    assert Movement.objects.count() == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "-1"},
        {"value": "1.5"},
        {"value": "9" * 14},
        {"value": ""},
        {"value": "", "state": "final"},
        {"value": "5", "state": "suppressed"},
        {"end": ""},
        {"end": "R5.3.31"},
        {"end": "R5.2.30"},
        {"start": "R5.3.15", "end": "R5.4.15"},
        {"kind": "burnt"},
        {"within": "999"},
        {"mark": "\x00"},
    ],
)
def test_what_does_not_fit_is_refused_in_place(client, officer, title, wrong):
    page = client.post(reverse("materials:add_movement", args=[title.pk]), moving(**wrong))
    assert page.status_code == 200
    assert page.context["page_form"].errors
    assert current() == []


def test_a_share_of_a_total_is_not_counted_twice(client, officer, title):
    add = reverse("materials:add_movement", args=[title.pk])
    client.post(add, moving(value="75000", start=""))
    total = Movement.objects.get()
    client.post(add, moving(value="8000", within=total.pk))
    assert current() == [75000, 8000]
    assert client.get(reverse("materials:titles")).context["listed"].object_list[0].title.issued == 75000
    page = client.get(reverse("materials:title", args=[title.pk])).content.decode()
    assert "75,000" in page
    assert "8,000" in page


def test_from_an_empty_list_to_a_title(client, officer, owner):
    assert client.get(reverse("materials:titles")).status_code == 200
    new = {"name": "連携シート", "code": "sheet", "counted_since": "H27.10.1", "owner": owner.pk, "lead_days": "30"}
    assert client.post(reverse("materials:add"), new).status_code == 302
    assert client.post(reverse("materials:add"), new).status_code == 200
    assert Title.objects.get().counted_since == date(2015, 10, 1)


def test_the_list_is_searched_filtered_paged_and_constant(client, officer, owner, django_assert_max_num_queries):
    for number in range(55):
        materials.movement(title=materials.title(owner=owner, name=f"冊子{number}"), value=5)
    url = reverse("materials:titles")
    for query, count in (("", 55), ("q=冊子7", 1), (f"owner={owner.pk}", 55), ("q=無い", 0)):
        assert client.get(f"{url}?{query}").context["listed"].paginator.count == count
    for odd in ("owner=x", "page=99", "owner=99999999999999999999"):
        assert client.get(f"{url}?{odd}").status_code == 200
    with django_assert_max_num_queries(20):
        client.get(url)


READS = ["titles", "title", "history"]
WRITES = ["add", "add_movement", "correct", "withdraw"]
RECORDING = (Role.PROGRAMME_OFFICER, Role.SECTION_OFFICER, Role.PARTNER)


def address(name, movement):
    arguments = {"titles": [], "add": [], "title": [movement.title_id], "add_movement": [movement.title_id]}
    return reverse(f"materials:{name}", args=arguments.get(name, [movement.pk]))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", READS + WRITES)
def test_every_role_reaches_exactly_its_own(client, owner, title, role, name):
    url = address(name, materials.movement(title=title, value=5))
    client.force_login(core.person(role=role, organisation=owner))
    expected = 200 if name in READS or role in RECORDING else 403
    if role is Role.ADMINISTRATOR:
        expected = 403
    assert client.get(url).status_code == expected
    client.force_login(core.person(role=role))
    if name not in ("titles", "add"):
        assert client.get(url).status_code == (404 if expected != 403 else 403)
    client.logout()
    assert client.get(url).status_code == 302


junk = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["-1", "1e9", "９" * 40, "NaN", "\x00", "R5.2.30", "final", "x" * 5000, "0", "1,2,3", "issued"]),
    st.integers().map(str),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(WRITES), data=st.data())
def test_nothing_typed_breaks_a_form_or_changes_a_row(client, officer, owner, title, name, data):
    movement = Movement.objects.filter(superseded_at=None).first() or materials.movement(title=title, value=5)
    names = [*moving(), "name", "code", "counted_since", "owner", "reason"]
    fields = st.dictionaries(st.sampled_from(names), junk, max_size=8)
    sent = moving() | {key: value.encode("utf-8", "replace").decode() for key, value in data.draw(fields).items()}
    rows = {row.pk: (row.value, row.state, row.end) for row in Movement.objects.all()}
    response = client.post(address(name, movement), sent)
    assert response.status_code < 500
    after = {row.pk: (row.value, row.state, row.end) for row in Movement.objects.all()}
    assert rows.items() <= after.items()
