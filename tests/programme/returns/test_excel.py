"""Sheets handed out as Excel and taken in: the right file only, every cell kept, nothing recorded until it is saved."""

import hashlib
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core, returns
from tests.programme.returns.excel_files import centre, opened
from tests.reports.return_sheets import changed, row_of
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.returns.actions.breakdowns import add_breakdown, split_element
from zaitaku.programme.returns.actions.uploads import take_in
from zaitaku.programme.returns.choices import Adding
from zaitaku.programme.returns.models import Return, Upload, Value

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(client):
    return centre(client)


def test_the_sheet_shows_last_month_and_the_year_so_far(hub):
    page = opened(hub.download())
    row = row_of(page, "calls")
    assert [page[f"{column}{row}"].value for column in "BCDEF"] == ["相談件数", "件", 812, 812, None]
    words = [cell.value for row in page.iter_rows(max_row=4) for cell in row if cell.value]
    assert "光が丘地域包括支援センター　令和5年10月分" in words
    assert "提出期限 令和5年11月10日" in words


def test_every_cell_is_kept_as_it_stood_and_nothing_is_recorded(hub):
    address = hub.taken(calls="１２件", own="なし", family="#REF!", staff=("", "変更なし", "増員なし"))
    upload = Upload.objects.get()
    assert address == reverse("returns:mend", args=[upload.pk])
    assert Value.objects.filter(sheet=hub.sheet).count() == 0
    calls = upload.cells["calls"]
    assert (calls["raw"], calls["value"], calls["rule"]) == ("１２件", "12", "full_width+unit")
    assert (upload.cells["family"]["raw"], upload.cells["family"]["meaning"]) == ("#REF!", "unclear")
    assert (upload.cells["staff"]["answer_raw"], upload.cells["staff"]["note"]) == ("変更なし", "増員なし")
    assert upload.taken_at is None


def test_the_page_names_each_wrong_cell_with_reason_and_remedy(hub):
    page = hub.page(hub.taken(calls="約30", own="△3"))
    sheet = opened(hub.download())
    for code, raw, reason in (("calls", "約30", "数字として読めません"), ("own", "△3", "マイナスの数")):
        assert f"F{row_of(sheet, code)}" in page
        assert raw in page
        assert reason in page
    assert "数字だけを入れてください" in page
    assert "直すセルが2か所あります" in page


@pytest.mark.parametrize("what", ["month", "organisation", "form"])
def test_the_file_of_another_sheet_is_refused_and_both_are_named(hub, what):
    other = Return.objects.filter(form=hub.form).order_by("start").first()
    if what == "organisation":
        returns.sender(form=hub.form, organisation=core.organisation(area=hub.form.owner.area, name="石神井センター"))
        other = Return.objects.get(organisation__name="石神井センター", start=hub.sheet.start)
    elif what == "form":
        form = returns.form(owner=hub.form.owner, title="年次報告", code="year", is_collected=True)
        other = returns.sheet(form=form, organisation=hub.sheet.organisation, start=hub.sheet.start, end=hub.sheet.end)
    hub.client.force_login(core.person(role=Role.PROGRAMME_OFFICER, organisation=hub.form.owner))
    data = hub.client.get(reverse("returns:workbook", args=[other.pk])).content
    answer = hub.upload(data)
    assert answer.status_code == 422
    page = answer.content.decode()
    names = {"month": "令和5年9月分", "organisation": "石神井センター", "form": "年次報告"}
    assert names[what] in page
    assert "光が丘地域包括支援センター 月次報告 令和5年10月分" in page
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"1"),
        ("a.xlsx", b"no archive"),
        ("a.xlsx", b""),
        ("a.xls", b"\xd0\xcf\x11\xe0"),
        ("a.xlsx", b"0" * 2_000_000),
    ],
)
def test_files_that_are_no_sheet_are_refused_in_words(hub, name, data):
    answer = hub.upload(data, name)
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()


def test_a_zip_bomb_is_refused(hub):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    answer = hub.upload(made.getvalue())
    assert answer.status_code == 422
    assert "展開" in answer.content.decode()


def test_the_same_file_twice_is_told_and_changes_nothing(hub):
    data = hub.filled(calls=12)
    first = hub.upload(data)["Location"]
    second = hub.upload(data)
    assert second["Location"] == first
    assert "取込み済みです" in hub.page(first)
    assert Upload.objects.count() == 1


def test_a_changed_form_is_read_by_its_codes(hub):
    data = hub.filled(calls=12, staff=8)
    hub.form.elements.filter(code="staff").update(valid_to=date(2023, 9, 1))
    returns.element(form=hub.form, code="new", label="新しい項目")
    page = hub.page(hub.upload(data)["Location"])
    assert "改定前の様式です" in page
    assert "新しい項目" in page
    assert "この報告様式にない行" in page
    assert "職員数" in page


def test_a_sheet_that_was_sent_takes_no_file(hub):
    data = hub.filled(calls=12)
    Return.objects.filter(pk=hub.sheet.pk).update(status="submitted", first_sent_on=date(2023, 11, 2))
    answer = hub.upload(data)
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode() or "記入できません" in answer.content.decode()
    assert Upload.objects.count() == 0


def test_taking_in_is_audited_without_the_name_of_the_file(hub):
    data = hub.filled(calls=12)
    hub.upload(data, "山田花子の報告.xlsx")
    entry = AuditEntry.objects.get(action="returns.take_in")
    assert entry.details["digest"] == hashlib.sha256(data).hexdigest()
    assert "山田" not in str(entry.details)


def test_the_owner_gets_all_centres_in_one_archive(hub, django_assert_max_num_queries):
    for number in range(4):
        returns.sender(
            form=hub.form, organisation=core.organisation(area=hub.form.owner.area, name=f"第{number}/センター")
        )
    hub.client.force_login(core.person(role=Role.PROGRAMME_OFFICER, organisation=hub.form.owner))
    address = reverse("returns:workbooks", args=[hub.form.pk])
    with django_assert_max_num_queries(25):
        made = hub.client.get(address, {"start": "2023-10-01"})
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        names = archive.namelist()
        assert len(names) == 5
        assert all("/" not in name for name in names)
        assert any("光が丘" in name for name in names)
        openpyxl.load_workbook(io.BytesIO(archive.read(names[0])))
    assert hub.client.get(address, {"start": "2023-01-01"}).status_code == 404
    hub.client.force_login(hub.person)
    assert hub.client.get(address).status_code == 404


def test_others_do_not_find_the_sheet_nor_its_file(hub):
    address = hub.taken(calls=12)
    stranger = core.person(role=Role.PARTNER, organisation=core.organisation(area=hub.form.owner.area))
    hub.client.force_login(stranger)
    for name in ("workbook", "upload"):
        assert hub.client.get(reverse(f"returns:{name}", args=[hub.sheet.pk])).status_code == 404
    assert hub.client.get(address).status_code == 404
    assert hub.client.post(address, {}).status_code == 404


def test_the_export_lists_every_item_with_its_state(hub):
    hub.client.force_login(core.person(role=Role.PROGRAMME_OFFICER, organisation=hub.form.owner))
    made = hub.client.get(reverse("returns:export", args=[hub.form.pk]), {"year": "2023"})
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    table = [[cell.value for cell in row] for row in book["集計表"].iter_rows()]
    assert [row[0] for row in table[1:]] == ["令和5年9月分", "令和5年10月分"]
    assert table[1][5] == 812
    assert table[2][5] == "未記入"
    rows = [[cell.value for cell in row] for row in book["回答一覧"].iter_rows()]
    assert len(rows) == 1 + 2 * 6
    assert rows[1][5:12] == ["calls", "相談件数", None, "件", 812, "数値", "確定"]
    one = hub.client.get(reverse("returns:export", args=[hub.form.pk]), {"start": "2023-10-01"})
    assert openpyxl.load_workbook(io.BytesIO(one.content))["集計表"].max_row == 2


def test_a_centre_exports_its_own_only(hub):
    other = core.organisation(area=hub.form.owner.area, name="石神井センター")
    returns.sender(form=hub.form, organisation=other)
    hub.client.force_login(hub.person)
    made = hub.client.get(reverse("returns:export", args=[hub.form.pk]), {"year": "2023"})
    names = {row[2].value for row in openpyxl.load_workbook(io.BytesIO(made.content))["集計表"].iter_rows(min_row=2)}
    assert names == {"光が丘地域包括支援センター"}


def test_whoever_only_reads_gets_no_draft(hub):
    address = hub.taken(calls=12)
    hub.client.post(address, hub.fields(address))
    reader = core.person(role=Role.COUNCIL_MEMBER, organisation=hub.form.owner)
    hub.client.force_login(reader)
    assert hub.client.get(reverse("returns:workbook", args=[hub.sheet.pk])).status_code == 404
    made = hub.client.get(reverse("returns:export", args=[hub.form.pk]), {"year": "2023"})
    table = openpyxl.load_workbook(io.BytesIO(made.content))["集計表"]
    assert [row[0].value for row in table.iter_rows(min_row=2)] == ["令和5年9月分"]


def test_the_page_and_the_file_of_a_direct_form_list_its_items_alike(hub):
    form = returns.form(owner=hub.form.owner)
    by = core.person(role=Role.SECTION_OFFICER, organisation=form.owner)
    whole = returns.element(form=form, code="n")
    ways = [add_breakdown(form=form, label=label, adding=Adding.EXACT, options=["ア", "イ"], by=by) for label in "甲乙"]
    for one in reversed(ways):  # split by the second first
        split_element(element=whole, breakdown=one, by=by)
    returns.element(form=form, code="m")
    sheet = returns.sheet(form=form, organisation=form.owner)
    hub.client.force_login(by)
    lines = hub.client.get(reverse("returns:sheet", args=[sheet.pk])).context["lines"]
    codes = [element.code for element, _depth, _form in lines]
    page = opened(hub.client.get(reverse("returns:workbook", args=[sheet.pk])).content)
    assert codes == sorted(codes, key=lambda code: row_of(page, code))
    assert len(codes) == 6


@pytest.mark.parametrize("sign", ["_x0000_", "_xD800_", "_xFFFF_", "_x000B_", "_x202E_"])
def test_signs_that_no_database_keeps_make_a_wrong_cell(hub, sign):
    """The file format's way to write NUL, half a character, a sign that turns the line."""

    def spoil(page):
        row = row_of(page, "calls")
        page["A60"], page["F60"] = "MARK", 5
        for column in "BFGH":
            page[f"{column}{row}"] = "MARK"

    data = spelled(changed(hub.download(), spoil), "MARK", f"1{sign}2")
    page = hub.page(hub.upload(data)["Location"])
    assert f"F{row_of(opened(data), 'calls')}" in page
    assert "数字として読めません" in page
    assert "この報告様式にない行" in page


def test_half_a_character_in_the_identification_is_no_sheet_of_ours(hub):
    data = spelled(hub.download(), "光が丘地域包括支援センター 月次報告", "\\ud800")
    answer = hub.upload(spelled(data, hub.sheet.organisation.code, "other"))
    assert answer.status_code == 422
    assert "このシステムが配布した様式ではありません" in answer.content.decode()


def spelled(data: bytes, mark: str, text: str) -> bytes:
    """The workbook with the text as it stands in the file, where a library would escape it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(mark.encode(), text.encode()))
    return made.getvalue()


def test_codes_in_two_rows_are_asked_back(hub):
    def again(page):
        page[f"F{row_of(page, 'calls')}"] = 5
        page["A60"], page["F60"] = "calls", 6

    page = hub.page(hub.upload(changed(hub.download(), again))["Location"])
    assert "の行が2つあります" in page
    assert "F60" in page


def test_two_files_at_once_are_one_upload(hub):
    """The second of two equal files finds the first, whoever came first."""
    data = hub.filled(calls=1)
    made = [take_in(sheet=hub.sheet, name="a.xlsx", data=data, by=hub.person, now=timezone.now()) for _time in range(2)]
    assert [is_new for _upload, is_new in made] == [True, False]
    assert made[0][0] == made[1][0]
