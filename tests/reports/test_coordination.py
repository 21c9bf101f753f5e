"""The 医療・介護連携シート as PDF and Excel: filled in by other programs than those that wrote it, sent nowhere."""

import ctypes
import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from zaitaku.reports import coordination_sheet, coordination_workbook
from zaitaku.reports.coordination_form import COLUMNS, Issuer, sides

ISSUER = Issuer("練馬区", "医療・介護連携シート", "高齢者支援課", "令和5年度版", "在宅療養係 03-0000-0000")
MADE = datetime(2023, 4, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def paper():
    return coordination_sheet.render(ISSUER, created=MADE)


@pytest.fixture(scope="module")
def reader(paper):
    return pypdf.PdfReader(io.BytesIO(paper))


@pytest.fixture(scope="module")
def workbook():
    return coordination_workbook.render(ISSUER, created=MADE)


def test_no_two_pieces_lie_on_each_other_and_every_field_has_a_name():
    names = []
    for side in sides(ISSUER):
        taken = set()
        for piece in side.pieces:
            cells = {
                (row, column)
                for row in range(piece.row, piece.row + piece.rows)
                for column in range(piece.column, piece.column + piece.columns)
            }
            assert not cells & taken, piece
            assert all(column < COLUMNS and row < side.rows for row, column in cells), piece
            taken |= cells
            if piece.is_field:
                assert piece.hint, piece
                names.append(piece.name)
    assert len(names) == len(set(names)) > 80


def test_two_sides_of_a4_name_who_gives_the_form_out(reader):
    assert [tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages] == [(595, 842)] * 2
    for page in reader.pages:
        text = page.extract_text()
        for words in ("練馬区", "高齢者支援課", "令和5年度版", "03-0000-0000"):
            assert words in text


def test_every_field_says_what_it_asks(reader):
    fields = reader.get_fields()
    assert len(fields) == sum(piece.is_field for side in sides(ISSUER) for piece in side.pieces)
    assert {field["/FT"] for field in fields.values()} == {"/Tx", "/Btn"}
    assert fields["person_name"]["/TU"] == "本人の氏名"
    assert all(field["/TU"] for field in fields.values())
    assert [page["/Tabs"] for page in reader.pages] == ["/R", "/R"]


def test_the_form_sends_nothing_anywhere(paper, reader):
    for word in (b"/SubmitForm", b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction", b"/AA", b"/ImportData"):
        assert word not in paper, word
    for page in reader.pages:
        for widget in page["/Annots"]:
            assert not {"/A", "/AA"} & set(widget.get_object())


class Desk:
    """Somebody at a screen: clicks and types through pdfium, the reader in Chrome and Edge."""

    def __init__(self, paper):
        self.document = pdfium.PdfDocument(paper)
        self.document.init_forms()
        self.page = self.document[0]
        widgets = [one.get_object() for one in pypdf.PdfReader(io.BytesIO(paper)).pages[0]["/Annots"]]
        self.places = {one["/T"]: [float(number) for number in one["/Rect"]] for one in widgets}

    def click(self, name):
        left, bottom, right, top = self.places[name]
        place = ((left + right) / 2, (bottom + top) / 2)
        form = self.document.formenv
        raw.FORM_OnMouseMove(form, self.page, 0, *place)
        raw.FORM_OnLButtonDown(form, self.page, 0, *place)
        raw.FORM_OnLButtonUp(form, self.page, 0, *place)

    def type(self, name, text):
        self.click(name)
        data = (text + "\0").encode("utf-16-le")
        raw.FORM_ReplaceSelection(
            self.document.formenv, self.page, (ctypes.c_ushort * (len(data) // 2)).from_buffer_copy(data)
        )

    def picture(self, name):
        """The pixels of a field; what has the keyboard would be drawn with its cursor."""
        raw.FORM_ForceToKillFocus(self.document.formenv)
        left, bottom, right, top = self.places[name]
        pixels = self.page.render(scale=2, may_draw_forms=True).to_numpy()
        height = self.page.get_height()
        return pixels[
            int((height - top) * 2) + 3 : int((height - bottom) * 2) - 3, int(left * 2) + 3 : int(right * 2) - 3
        ]

    def saved(self):
        made = io.BytesIO()
        self.document.save(made)
        return {name: field.get("/V") for name, field in pypdf.PdfReader(made).get_fields().items()}


def test_japanese_is_typed_seen_and_kept(paper):
    desk = Desk(paper)
    empty = desk.picture("person_name").copy()
    desk.type("person_name", "練馬 花子（髙﨑）Hanako")  # the machine's own fonts draw it; Latin letters need none
    desk.type("state", "食欲が落ちました。\n夜間に2回転倒しています。")
    desk.click("care_level3")
    filled = desk.picture("person_name")
    assert not (empty < 128).any()
    assert (filled < 128).any(), "the name is not drawn"
    kept = desk.saved()
    assert kept["person_name"] == "練馬 花子（髙﨑）Hanako"
    assert kept["state"].replace("\r\n", "\n").replace("\r", "\n") == "食欲が落ちました。\n夜間に2回転倒しています。"
    assert (kept["care_level3"], kept["care_level2"]) == ("/On", "/Off")


def test_a_tick_is_seen_and_can_be_taken_away(paper):
    desk = Desk(paper)
    before = desk.picture("consent_person").copy()
    desk.click("consent_person")
    ticked = desk.picture("consent_person").copy()
    assert (ticked != before).any()
    desk.click("consent_person")
    assert desk.saved()["consent_person"] == "/Off"


def test_equal_forms_are_equal_files(paper, workbook):
    assert coordination_sheet.render(ISSUER, created=MADE) == paper
    assert coordination_workbook.render(ISSUER, created=MADE) == workbook


def test_excel_has_the_same_fields_to_be_filled_in_and_printed(workbook):
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert len(book.worksheets) == 2
    for page, side in zip(book.worksheets, sides(ISSUER), strict=True):
        open_cells = {
            (cell.row - 1, cell.column - 1)
            for row in page.iter_rows()
            for cell in row
            if not cell.protection.locked and not isinstance(cell, openpyxl.cell.cell.MergedCell)
        }
        assert open_cells == {(piece.row, piece.column) for piece in side.pieces if piece.is_field}
        assert page.protection.sheet
        assert page.protection.password is None
        assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "portrait")
        assert page.sheet_properties.pageSetUpPr.fitToPage
        boxes = [piece for piece in side.pieces if piece.kind == "check"]
        chosen = {str(rule.sqref) for rule in page.data_validations.dataValidation if rule.type == "list"}
        assert len(chosen) == len(boxes)
        assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_excel_reaches_out_to_nothing(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        names = " ".join(archive.namelist())
        for word in ("vba", "externalLink", "connections", "queryTables"):
            assert word not in names


def test_long_and_odd_names_of_an_issuer_are_printed():
    odd = Issuer("=1+1", "シート" * 20, "<課>", "", "")
    assert len(pypdf.PdfReader(io.BytesIO(coordination_sheet.render(odd, created=MADE))).pages) == 2
    cell = openpyxl.load_workbook(io.BytesIO(coordination_workbook.render(odd, created=MADE))).worksheets[0]["A1"]
    assert cell.data_type == "s"
