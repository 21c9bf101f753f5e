"""Mending what came back by Excel: all or nothing, and nobody's newer value is overwritten unseen."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import core
from tests.programme.returns.excel_files import centre
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns.actions.sending import record_values
from zaitaku.programme.returns.models import Return, Upload, Value

pytestmark = pytest.mark.django_db

GOOD = {"calls": "１２", "own": 8, "family": "4件", "staff": "変更なし", "total": 5012, "share": "12.5%"}


@pytest.fixture
def hub(client):
    return centre(client)


def enter(hub, code, number, by=None):
    element = hub.form.elements.get(code=code)
    row = Value.objects.filter(sheet=hub.sheet, element=element, superseded_at=None).first()
    entries = {element.pk: (Entry(Decimal(number)), row.pk if row else None)}
    record_values(sheet=hub.sheet, entries=entries, by=by or core.person(organisation=hub.sheet.organisation))


def fields_of(answer):
    """The form of the page as the browser would send it again, with no box ticked."""
    return [bound for form in answer.context["forms"] for bound in form if bound.name != "take"]


def test_good_cells_are_shown_and_saved_together(hub):
    address = hub.taken(**GOOD)
    assert "すべてのセルを読み取りました" in hub.page(address)
    answer = hub.client.post(address, hub.fields(address))
    assert answer["Location"] == reverse("returns:sheet", args=[hub.sheet.pk])
    assert hub.values() == {
        "calls": (12, "number"),
        "own": (8, "number"),
        "family": (4, "number"),
        "staff": (7, "same"),
        "total": (5012, "number"),
        "share": (12, "number"),
    }
    assert Upload.objects.get().taken_at is not None
    assert AuditEntry.objects.filter(action="returns.save_upload").count() == 1
    assert Return.objects.get(pk=hub.sheet.pk).status == "draft"


def test_a_wrong_cell_keeps_everything_back_until_it_is_mended(hub):
    address = hub.taken(**(GOOD | {"calls": "約12", "family": "△4"}))
    refused = hub.client.post(address, hub.fields(address))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "何も保存していません" in page or "保存されていません" in page or "保存していません" in page
    assert hub.values() == {}
    half = hub.client.post(address, hub.fields(address, calls="12"))
    assert half.status_code == 422
    assert hub.values() == {}
    assert hub.client.post(address, hub.fields(address, calls="12", family=("", "none"))).status_code == 302
    assert hub.values()["family"] == (0, "none")
    assert hub.values()["calls"] == (12, "number")


def test_what_was_typed_stays_when_something_else_is_wrong(hub):
    address = hub.taken(**(GOOD | {"calls": "約12", "family": "△4"}))
    page = hub.client.post(address, hub.fields(address, calls=("12", "", "確認済み"))).content.decode()
    assert 'value="12"' in page
    assert 'value="確認済み"' in page
    assert "△4" in page


def test_leaving_and_coming_back_finds_the_file_again(hub):
    address = hub.taken(calls="約12")
    assert "約12" in hub.page(address)
    assert address in hub.page(reverse("returns:upload", args=[hub.sheet.pk]))
    assert "直すセルが1か所" in hub.page(address)


def test_blank_items_are_no_answer_and_stay_open(hub):
    address = hub.taken(calls=12)
    page = hub.page(address)
    assert "空欄が5項目あります" in page
    hub.client.post(address, hub.fields(address))
    assert hub.values() == {"calls": (12, "number")}


def test_a_remark_without_a_number_is_asked_back(hub):
    address = hub.taken(calls=("", "", "集計中です"))
    answer = hub.client.post(address, hub.fields(address))
    assert answer.status_code == 422
    assert "備考だけで" in answer.content.decode()
    assert hub.values() == {}


def test_a_newer_value_of_somebody_else_is_shown_and_stays(hub):
    data = hub.filled(calls=12, own=8)
    enter(hub, "calls", 30)
    address = hub.upload(data)["Location"]
    page = hub.page(address)
    assert "登録し直された項目が1件" in page
    assert "30" in page
    hub.client.post(address, hub.fields(address))
    assert hub.values() == {"calls": (30, "number"), "own": (8, "number")}


def test_the_files_value_replaces_a_newer_one_when_it_is_ticked(hub):
    data = hub.filled(calls=12)
    enter(hub, "calls", 30)
    address = hub.upload(data)["Location"]
    calls = hub.form.elements.get(code="calls")
    hub.client.post(address, hub.fields(address) | {f"e{calls.pk}-take": "on"})
    assert hub.values() == {"calls": (12, "number")}


def test_a_value_entered_while_the_page_was_open_is_not_overwritten(hub):
    address = hub.taken(calls=12, own=8)
    fields = hub.fields(address)
    enter(hub, "calls", 30)
    answer = hub.client.post(address, fields)
    calls = hub.form.elements.get(code="calls")
    assert answer.status_code == 422
    assert hub.values() == {"calls": (30, "number")}
    page = answer.content.decode()
    assert "相談件数" in page.partition("<form")[0] or "相談件数" in page
    assert f"e{calls.pk}-take" in page
    again = hub.client.post(address, {field.html_name: field.value() or "" for field in fields_of(answer)})
    assert again.status_code == 302
    assert hub.values() == {"calls": (30, "number"), "own": (8, "number")}


def test_values_that_are_recorded_already_change_nothing(hub):
    address = hub.taken(calls=12)
    hub.client.post(address, hub.fields(address))
    before = Value.objects.count()
    address = hub.taken(calls="12件")
    assert "ファイルと同じ" in hub.page(address)
    answer = hub.client.post(address, hub.fields(address), follow=True)
    assert "すべて登録済みです" in answer.content.decode()
    assert Value.objects.count() == before


def test_a_file_that_was_saved_is_only_looked_at(hub):
    address = hub.taken(calls=12)
    fields = hub.fields(address, calls="13")
    hub.client.post(address, fields)
    assert hub.values() == {"calls": (13, "number")}
    page = hub.page(address)
    assert "保存済みです" in page
    assert 'name="csrfmiddlewaretoken"' not in page.partition("<table")[2].partition("</table>")[0]
    assert hub.client.post(address, fields | {}).status_code == 302
    assert hub.values() == {"calls": (13, "number")}


def test_a_reader_sees_no_way_in(hub):
    address = hub.taken(calls=12)
    reader = core.person(role=Role.COUNCIL_MEMBER, organisation=hub.form.owner)
    hub.client.force_login(reader)
    assert hub.client.get(address).status_code in (403, 404)
    assert hub.client.get(reverse("returns:upload", args=[hub.sheet.pk])).status_code in (403, 404)


def test_hostile_texts_are_shown_as_texts(hub):
    address = hub.taken(calls="<script>alert(1)</script>", own="\u202e12", family="あ" * 300)
    page = hub.page(address)
    assert "<script>alert(1)" not in page
    assert hub.client.post(address, hub.fields(address)).status_code == 422


def test_the_pages_of_forty_items_ask_the_database_as_often_as_of_six(hub, django_assert_max_num_queries):
    from tests.factories import returns

    for number in range(34):
        returns.element(form=hub.form, code=f"more{number}", label=f"追加{number}")
    address = hub.taken(**{f"more{number}": number for number in range(34)})
    with django_assert_max_num_queries(20):
        hub.client.get(address)


def test_a_share_of_nothing_is_not_applicable_and_stays_so_in_the_next_file(hub):
    hub.client.post(address := hub.taken(share=("", "該当なし", "相談なし")), hub.fields(address))
    row = hub.sheet.values.get(element__code="share")
    assert (row.value, row.state, row.answer, row.note) == (None, "not_applicable", "number", "相談なし")
    again = hub.taken(staff=3)
    line = next(form.line for form in hub.client.get(again).context["forms"] if form.line.asked.code == "share")
    assert line.is_as_recorded
    hub.client.post(again, hub.fields(again))
    assert hub.sheet.values.filter(element__code="share").count() == 1
    assert hub.sheet.values.filter(element__code="staff", value=3).exists()
