"""Pages of returns: sheets entered and pasted whole, who has sent, who may reach what."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, returns
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.choices import AreaKind
from zaitaku.programme.returns.models import Element, Form, Return, Value

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def form(owner):
    form = returns.form(owner=owner, title="申込")
    whole = returns.element(form=form, code="applied", label="申込")
    for code, label in (("a", "A 異常なし"), ("b", "B 軽度"), ("c", "C 異常あり")):
        returns.element(form=form, code=code, label=label, parent=whole, unit="人")
    return form


@pytest.fixture
def sheet(form, owner):
    return returns.sheet(form=form, organisation=owner)


@pytest.fixture
def officer(client, owner):
    one = core.person(role=Role.SECTION_OFFICER, organisation=owner)
    client.force_login(one)
    return one


def grid(sheet, **values):
    """The grid as the browser sends it back, with values put in: code → value."""
    data = {}
    for element in sheet.form.elements.all():
        row = Value.objects.filter(sheet=sheet, element=element, superseded_at=None).first()
        fields = {"value": "", "state": "", "mark": "", "as_of": "", "seen": ""}
        if row is not None:
            fields |= {"value": f"{row.value:.0f}", "state": row.state, "seen": row.pk}
        if element.code in values:
            fields["value"] = values[element.code]
        data |= {f"e{element.pk}-{name}": value for name, value in fields.items()}
    return data


def save(client, sheet, **values):
    return client.post(reverse("returns:sheet", args=[sheet.pk]), grid(sheet, **values))


def current(sheet):
    rows = Value.objects.filter(sheet=sheet, superseded_at=None).order_by("element__position")
    return [int(row.value) if row.value is not None else None for row in rows]


def test_a_sheet_is_saved_whole_and_parts_must_make_their_whole(client, officer, sheet):
    refused = save(client, sheet, applied="40", a="3", b="13", c="22")
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "40" in text
    assert "38" in text
    assert current(sheet) == []
    assert save(client, sheet, applied="３８件", a="3人", b="13", c="22").status_code == 302
    assert current(sheet) == [38, 3, 13, 22]
    assert save(client, sheet, a="x").status_code == 422
    assert save(client, sheet).status_code == 302
    assert Value.objects.count() == 4


def test_two_writers_of_one_sheet(client, officer, sheet):
    save(client, sheet, a="3")
    late = grid(sheet, a="5")
    save(client, sheet, a="4")
    page = client.post(reverse("returns:sheet", args=[sheet.pk]), late)
    assert page.status_code == 422
    assert current(sheet) == [4]
    lines = page.context["lines"]
    again = {form.add_prefix(name): form[name].value() or "" for _e, _d, form in lines for name in form.fields}
    client.post(reverse("returns:sheet", args=[sheet.pk]), again)
    assert current(sheet) == [5]


def paste(client, sheet, block, step="look", **more):
    return client.post(reverse("returns:paste", args=[sheet.pk]), {"block": block, "step": step} | more)


def test_a_column_is_pasted_by_code_or_label_after_a_look(client, officer, sheet):
    block = "項目\t件数\napplied\t38\nA 異常なし\t3人\nb\t13\nC 異常あり\t22"
    page = paste(client, sheet, block)
    assert [line.what for line in page.context["lines"]] == ["申込", "A 異常なし", "B 軽度", "C 異常あり"]
    assert current(sheet) == []
    assert paste(client, sheet, block, "save", seen=page.context["seen"], as_of="R5.11.30").status_code == 302
    assert current(sheet) == [38, 3, 13, 22]
    assert Value.objects.first().as_of == date(2023, 11, 30)
    stale = paste(client, sheet, "a\t4", "save", seen=page.context["seen"])
    assert stale.context["problem"]
    wrong = paste(client, sheet, "applied\t99", "save", seen=paste(client, sheet, "applied\t99").context["seen"])
    assert "99" in wrong.context["problem"]
    assert current(sheet) == [38, 3, 13, 22]


@pytest.mark.parametrize("block", ["a\t3\nz\t1", "a\t3\nb\t-", "a\t3\nb", "a\t3\na\t4", "a\t3\nb\t多い", "z\t集計中"])
def test_a_bad_line_keeps_all_lines_out(client, officer, sheet, block):
    seen = paste(client, sheet, block).context["seen"]
    page = paste(client, sheet, block, "save", seen=seen)
    assert [line.line for line in page.context["lines"] if line.problem] == [len(block.split("\n"))]
    assert current(sheet) == []


def test_a_form_opens_at_the_year_of_its_last_sheet(client, officer, sheet):
    page = client.get(reverse("returns:form", args=[sheet.form.pk]))
    assert page.context["year"].year == 2023
    assert page.context["sheets"] == [sheet]


def test_history_and_undo(client, officer, sheet):
    save(client, sheet, a="3")
    save(client, sheet, a="4")
    element = sheet.form.elements.get(code="a")
    url = reverse("returns:history", args=[sheet.pk, element.pk])
    assert len(client.get(url).context["rows"]) == 2
    row = Value.objects.get(superseded_at=None)
    client.post(reverse("returns:undo", args=[sheet.pk, element.pk]), {"seen": row.pk})
    assert current(sheet) == [3]
    client.post(reverse("returns:undo", args=[sheet.pk, element.pk]), {"seen": row.pk})
    assert current(sheet) == [3]
    assert client.get(reverse("returns:history", args=[sheet.pk, returns.element().pk])).status_code == 404


def test_from_nothing_to_a_filled_sheet_and_the_overview(client, officer, owner):
    client.post(reverse("returns:add"), {"title": "月報", "code": "m", "rhythm": "month", "owner": owner.pk})
    form = Form.objects.get()
    ask = {
        "label": "相談件数",
        "code": "n",
        "kind": "cases",
        "span": "period",
        "unit": "",
        "decimals": "0",
        "parent": "",
    }
    assert client.post(reverse("returns:add_element", args=[form.pk]), ask).status_code == 302
    assert client.post(reverse("returns:add_element", args=[form.pk]), ask).status_code == 422
    element = Element.objects.get()
    client.post(reverse("returns:relabel", args=[element.pk]), {"label": "相談件数（延）"})
    centre = core.organisation(area=core.area(parent=owner.area, kind=AreaKind.LIVING_AREA), name="中央センター")
    opening = {"organisation": centre.pk, "start": "R5.11.1", "end": "R5.11.30"}
    assert client.post(reverse("returns:open", args=[form.pk]), opening).status_code == 302
    sheet = Return.objects.get()
    save(client, sheet, n="5")
    page = client.get(reverse("returns:form", args=[form.pk]) + "?year=2023")
    [(organisation, cells)] = page.context["rows"]
    assert (organisation, [len(cell) for cell in cells]) == (centre, [0] * 7 + [1] + [0] * 4)
    assert "中央センター" in page.content.decode()
    crossing = opening | {"start": "R5.11.15", "end": "R5.12.31"}
    assert client.post(reverse("returns:open", args=[form.pk]), crossing).status_code == 200
    for query in ("year=abc", "year=9999999999999999999999", "year="):
        assert client.get(reverse("returns:form", args=[form.pk]) + f"?{query}").status_code == 200
    assert Value.objects.get().value == Decimal(5)


def test_a_centre_sends_its_own_sheet_and_sees_no_other_ones(client, form, owner):
    living = core.area(parent=owner.area, kind=AreaKind.LIVING_AREA)
    own, other = core.organisation(area=living), core.organisation(area=living)
    mine, theirs = (returns.sheet(form=form, organisation=one) for one in (own, other))
    client.force_login(core.person(role=Role.PARTNER, organisation=own))
    assert client.get(reverse("returns:forms")).context["listed"].paginator.count == 1
    page = client.get(reverse("returns:form", args=[form.pk]) + "?year=2023")
    assert page.context["sheets"] == [mine]
    assert save(client, mine, a="3").status_code == 302
    assert save(client, theirs, a="3").status_code == 404
    assert client.get(reverse("returns:sheet", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("returns:add_element", args=[form.pk])).status_code == 404
    opening = {"organisation": other.pk, "start": "R5.11.1", "end": "R5.11.30"}
    assert client.post(reverse("returns:open", args=[form.pk]), opening).status_code == 200
    assert client.post(reverse("returns:open", args=[form.pk]), opening | {"organisation": own.pk}).status_code == 302
    elsewhere = core.organisation()
    client.force_login(core.person(role=Role.PARTNER, organisation=elsewhere))
    assert client.get(reverse("returns:form", args=[form.pk])).status_code == 404


def test_the_list_is_searched_filtered_and_paged(client, officer, owner, form):
    for number in range(55):
        returns.form(owner=owner, title=f"年報{number}", rhythm="year")
    url = reverse("returns:forms")
    for query, count in (("", 56), ("q=申込", 1), ("rhythm=year", 55), (f"owner={owner.pk}", 56), ("q=無い", 0)):
        assert client.get(f"{url}?{query}").context["listed"].paginator.count == count
    for odd in ("rhythm=無い", "owner=x", "page=99"):
        assert client.get(f"{url}?{odd}").status_code == 200


def test_27_centres_take_as_many_queries_as_one(client, officer, form, owner, django_assert_max_num_queries):
    for _ in range(27):
        for month in range(4, 8):
            returns.sheet(
                form=form,
                organisation=core.organisation(area=owner.area),
                start=date(2023, month, 1),
                end=date(2023, month, 28),
            )
    with django_assert_max_num_queries(25):
        page = client.get(reverse("returns:form", args=[form.pk]) + "?year=2023")
    assert len(page.context["rows"]) == 108


READS = ["forms", "form", "elements", "sheet", "history"]
WRITES = ["add", "add_element", "relabel", "open", "paste", "undo"]
RECORDING = (Role.PROGRAMME_OFFICER, Role.SECTION_OFFICER, Role.PARTNER)


def address(name, sheet):
    element = sheet.form.elements.first()
    arguments = {
        "forms": [],
        "add": [],
        "relabel": [element.pk],
        "sheet": [sheet.pk],
        "paste": [sheet.pk],
        "history": [sheet.pk, element.pk],
        "undo": [sheet.pk, element.pk],
    }
    return reverse(f"returns:{name}", args=arguments.get(name, [sheet.form_id]))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", READS + WRITES)
def test_every_role_reaches_exactly_its_own(client, owner, sheet, role, name):
    url = address(name, sheet)
    method = client.post if name == "undo" else client.get
    client.force_login(core.person(role=role, organisation=owner))
    expected = 200 if name in READS else 403
    if name in WRITES and role in RECORDING:
        expected = 302 if name == "undo" else 200
    if role is Role.ADMINISTRATOR:
        expected = 403
    assert method(url).status_code == expected
    client.force_login(core.person(role=role))
    if name not in ("forms", "add"):
        assert method(url).status_code == (404 if expected != 403 else 403)
    client.logout()
    assert method(url).status_code == 302


junk = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["-1", "1e9", "９" * 40, "NaN", "\x00", "R5.2.30", "final", "x" * 5000, "0", "1,2,3", "a\t3\n\t\t"]
    ),
    st.integers().map(str),
)
FUZZED = ["add", "add_element", "relabel", "open", "paste", "undo", "sheet"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FUZZED), data=st.data())
def test_nothing_typed_breaks_a_form_or_saves_half_of_it(client, officer, owner, sheet, name, data):
    prefixes = [f"e{element.pk}-" for element in sheet.form.elements.all()] + [""]
    names = ["value", "state", "mark", "as_of", "seen", "title", "code", "kind", "label", "span", "unit", "decimals"]
    names += ["parent", "owner", "rhythm", "organisation", "start", "end", "block", "step"]
    fields = st.dictionaries(st.sampled_from([p + n for p in prefixes for n in names]), junk, max_size=8)
    sent = {key: value.encode("utf-8", "replace").decode() for key, value in data.draw(fields).items()}
    rows = {row.pk: (row.value, row.state) for row in Value.objects.all()}
    response = client.post(address(name, sheet), sent)
    assert response.status_code < 500
    after = {row.pk: (row.value, row.state) for row in Value.objects.all()}
    assert rows.items() <= after.items()
    if response.status_code == 422:
        assert after == rows
