"""The 医療・介護連携シート as PDF with fields: A4, two sides, equal bytes for an equal form.

typst draws the paper, pypdf lays fields over it. What is typed stays in the file of whoever fills it in: the form has
no button, no script and no address to send anything to. Fields name a Japanese font that readers have themselves (PDF
32000-1, 9.7.5.2: predefined CMaps), for whoever types may need any character and no subset would do.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from zaitaku.reports.coordination_form import COLUMNS, Issuer, Piece, Side, sides
from zaitaku.reports.pdf_fonts import printable
from zaitaku.reports.typeset import typeset

CONTENT_TYPE = "application/pdf"
WIDTH, HEIGHT = 595.28, 841.89  # A4 in points
MARGIN_X, MARGIN_Y = 36.0, 34.0
_UNIT = (WIDTH - 2 * MARGIN_X) / COLUMNS
_BOX = 12.0  # of a check, a little larger than the box that is drawn
_MULTILINE, _PRINTED = 1 << 12, 4
_FONT = "/ZtkGothic"


def render(issuer: Issuer, *, created: datetime) -> bytes:
    """`created` is the moment that the file names as its making."""
    both = sides(issuer)
    drawn = [[_place(piece, _pitch(side)) for piece in side.pieces] for side in both]
    data = {"title": printable(issuer.title), "sides": drawn}
    made = typeset("coordination_sheet", data, created=created, pdf_ua=False)
    return _with_fields(made, both)


def _pitch(side: Side) -> float:
    return (HEIGHT - 2 * MARGIN_Y) / side.rows


def _place(piece: Piece, pitch: float) -> dict[str, Any]:
    """In points from the upper left corner."""
    room = (piece.columns - 1) * _UNIT - 4
    return {
        "kind": piece.kind,
        "text": printable(piece.text),
        "x": round(MARGIN_X + piece.column * _UNIT, 2),
        "y": round(MARGIN_Y + piece.row * pitch, 2),
        "w": round(piece.columns * _UNIT, 2),
        "h": round(piece.rows * pitch, 2),
        "unit": round(_UNIT, 2),
        "size": round(min(9.0, room / max(len(piece.text), 1)), 2),
    }


def _with_fields(paper: bytes, both: tuple[Side, Side]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(paper))
    fields = ArrayObject()
    for page, side in zip(writer.pages, both, strict=True):
        widgets = ArrayObject()
        for piece in side.pieces:
            if piece.is_field:
                widget = _checkbox(writer, piece, side) if piece.kind == "check" else _text(writer, piece, side)
                widget[NameObject("/P")] = page.indirect_reference
                widgets.append(writer._add_object(widget))
        page[NameObject("/Annots")] = widgets
        page[NameObject("/Tabs")] = NameObject("/R")
        fields.extend(widgets)
    font = writer._add_object(_font())
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {
            NameObject("/Fields"): fields,
            NameObject("/DR"): DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject(_FONT): font})}),
            NameObject("/DA"): TextStringObject(f"{_FONT} 10 Tf 0 g"),
            NameObject("/NeedAppearances"): BooleanObject(False),
        }
    )
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _font() -> DictionaryObject:
    """A gothic of the reader's own, by the character set Adobe-Japan1; Unicode text is laid out by a CMap it knows."""
    descriptor = {
        "/Type": NameObject("/FontDescriptor"),
        "/FontName": NameObject("/KozGoPr6N-Medium"),
        "/Flags": NumberObject(4),
        "/FontBBox": ArrayObject(NumberObject(number) for number in (-538, -374, 1254, 1418)),
        "/ItalicAngle": NumberObject(0),
        "/Ascent": NumberObject(880),
        "/Descent": NumberObject(-120),
        "/CapHeight": NumberObject(763),
        "/StemV": NumberObject(100),
    }
    system = {
        "/Registry": TextStringObject("Adobe"),
        "/Ordering": TextStringObject("Japan1"),
        "/Supplement": NumberObject(6),
    }
    descendant = {
        "/Type": NameObject("/Font"),
        "/Subtype": NameObject("/CIDFontType0"),
        "/BaseFont": NameObject("/KozGoPr6N-Medium"),
        "/CIDSystemInfo": _dictionary(system),
        "/FontDescriptor": _dictionary(descriptor),
        "/DW": NumberObject(1000),
        "/W": ArrayObject([NumberObject(1), NumberObject(632), NumberObject(500)]),
    }
    return _dictionary(
        {
            "/Type": NameObject("/Font"),
            "/Subtype": NameObject("/Type0"),
            "/BaseFont": NameObject("/KozGoPr6N-Medium-UniJIS-UTF16-H"),
            "/Encoding": NameObject("/UniJIS-UTF16-H"),
            "/DescendantFonts": ArrayObject([_dictionary(descendant)]),
        }
    )


def _dictionary(entries: dict[str, Any]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in entries.items()})


def _widget(piece: Piece, corners: Iterator[float]) -> DictionaryObject:
    return _dictionary(
        {
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject("/Widget"),
            "/Rect": ArrayObject(FloatObject(round(number, 2)) for number in corners),
            "/F": NumberObject(_PRINTED),
            "/T": TextStringObject(piece.name),
            "/TU": TextStringObject(piece.hint),
        }
    )


def _text(writer: PdfWriter, piece: Piece, side: Side) -> DictionaryObject:
    pitch = _pitch(side)
    left, top = MARGIN_X + piece.column * _UNIT, HEIGHT - MARGIN_Y - piece.row * pitch
    right, bottom = left + piece.columns * _UNIT, top - piece.rows * pitch
    widget = _widget(piece, iter((left + 1, bottom + 1, right - 1, top - 1)))
    widget[NameObject("/FT")] = NameObject("/Tx")
    widget[NameObject("/Ff")] = NumberObject(_MULTILINE if piece.kind == "area" else 0)
    widget[NameObject("/DA")] = TextStringObject(f"{_FONT} 10 Tf 0 g")
    widget[NameObject("/AP")] = _dictionary(
        {"/N": _picture(writer, right - left - 2, top - bottom - 2, b"/Tx BMC EMC")}
    )
    return widget


def _checkbox(writer: PdfWriter, piece: Piece, side: Side) -> DictionaryObject:
    pitch = _pitch(side)
    middle = MARGIN_X + (piece.column + 0.5) * _UNIT, HEIGHT - MARGIN_Y - (piece.row + 0.5) * pitch
    half = _BOX / 2
    widget = _widget(piece, iter((middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)))
    tick = b"q 1.4 w 1 J 2.6 6.2 m 5 3.2 l 9.6 9.4 l S Q"
    states = {"/On": _picture(writer, _BOX, _BOX, tick), "/Off": _picture(writer, _BOX, _BOX, b"")}
    widget[NameObject("/FT")] = NameObject("/Btn")
    widget[NameObject("/V")] = NameObject("/Off")
    widget[NameObject("/AS")] = NameObject("/Off")
    widget[NameObject("/MK")] = _dictionary({"/CA": TextStringObject("4")})
    widget[NameObject("/AP")] = _dictionary({"/N": _dictionary(states)})
    return widget


def _picture(writer: PdfWriter, width: float, height: float, drawing: bytes) -> Any:
    picture = DecodedStreamObject()
    picture.set_data(drawing)
    picture[NameObject("/Type")] = NameObject("/XObject")
    picture[NameObject("/Subtype")] = NameObject("/Form")
    corners = (0.0, 0.0, round(width, 2), round(height, 2))
    picture[NameObject("/BBox")] = ArrayObject(FloatObject(number) for number in corners)
    return writer._add_object(picture)
