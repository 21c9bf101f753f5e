"""Files that must be turned away, each by its name and before it costs anything."""

import contextlib
import io
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.intake.files import pdf, repacked, word, xlsx, zipped

from zaitaku.analysis.intake import IntakeRefused, Limits, read_lines, read_tables
from zaitaku.analysis.intake import refusals as r

GOOD_XLSX = xlsx([["参加者数", 196]])
GOOD_DOCX = word(lambda document: document.add_paragraph("本文"))
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLE2 + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def with_flag(data: bytes) -> bytes:
    """The first entry of the archive marked as encrypted."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + b"\x01\x00" + data[at + 2 :]


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.xlsx", r.EmptyFile),
        (b" \r\n", "a.csv", r.EmptyFile),
        (bytes(100), "a.txt", r.EmptyFile),
        (OLE2, "a.xls", r.LegacyFormat),
        (OLE2, "a.xlsx", r.LegacyFormat),
        (LOCKED, "a.xlsx", r.PasswordProtected),
        (LOCKED, "a.docx", r.PasswordProtected),
        (with_flag(GOOD_XLSX), "a.xlsx", r.PasswordProtected),
        (GOOD_XLSX, "a.csv", r.ContentMismatch),
        (GOOD_XLSX, "a.docx", r.ContentMismatch),
        (GOOD_XLSX, "a.xls", r.ContentMismatch),
        (GOOD_DOCX, "a.xlsx", r.ContentMismatch),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", r.ContentMismatch),
        ("氏名,人数\n".encode(), "a.xlsx", r.ContentMismatch),
        (pdf("text"), "a.txt", r.ContentMismatch),
        (zipped({"a.csv": b"1,2"}), "a.zip", r.UnsupportedFormat),
        (zipped({"a.csv": b"1,2"}), "a.csv", r.ContentMismatch),
        ("本文".encode(), "a.exe", r.UnsupportedFormat),
        (GOOD_XLSX[: len(GOOD_XLSX) // 2], "a.xlsx", r.Damaged),
        (GOOD_XLSX[:-10], "a.xlsx", r.Damaged),
        (GOOD_DOCX[: len(GOOD_DOCX) // 2], "a.docx", r.Damaged),
        (pdf("text")[:200], "a.pdf", r.Damaged),
        (b"%PDF-1.4\nnothing\n%%EOF", "a.pdf", r.Damaged),
        (repacked(GOOD_DOCX, word__document=b"<w:document"), "a.docx", r.Damaged),
    ],
)
def test_refused_by_name(data: bytes, name: str, error: type[IntakeRefused]) -> None:
    for door in (read_tables, read_lines):
        with pytest.raises(error) as refused:
            door(data, name)
        assert type(refused.value) is error
        assert refused.value.message_ja.endswith("。")
        assert refused.value.message_en.isascii()


def test_the_name_matters_only_for_its_extension() -> None:
    assert read_tables(GOOD_XLSX, "..\\資料\\一覧.XLSM").format == "xlsx"
    assert read_tables(GOOD_XLSX, "upload").format == "xlsx"
    assert read_tables("一\t二".encode(), "upload").format == "txt"


def test_a_bomb_is_refused_by_its_declared_size_and_ratio() -> None:
    data = repacked(GOOD_XLSX, xl__media__filler=bytes(60_000_000))
    with pytest.raises(r.ArchiveBomb):
        read_tables(data, "a.xlsx")
    with pytest.raises(r.ArchiveBomb):
        read_tables(data, "a.xlsx", limits=Limits(ratio=10**6, unpacked_bytes=50_000_000))
    with pytest.raises(r.ArchiveBomb):
        read_tables(GOOD_XLSX, "a.xlsx", limits=Limits(entries=3))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/theme/theme1.xml"])
def test_a_bomb_that_lies_about_its_size_is_stopped_while_unpacking(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD_XLSX)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents[part] = b"<worksheet>" + bytes(80_000_000)
    data = bytearray(zipped(contents))
    central = data.rindex(part.encode()) - 46
    assert data[central : central + 4] == b"PK\x01\x02"
    struct.pack_into("<L", data, central + 24, 500)  # the size it claims
    tracemalloc.start()
    with pytest.raises(r.ArchiveBomb):
        read_tables(bytes(data), "a.xlsx")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_overlapping_entries_are_a_bomb() -> None:
    data = bytearray(zipped({"xl/workbook.xml": b"a" * 50, "xl/b.xml": b"a" * 50}))
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, second + 42, 0)
    with pytest.raises(IntakeRefused):
        read_tables(bytes(data), "a.xlsx")
    struct.pack_into("<L", data, second + 42, 5)
    with pytest.raises(r.ArchiveBomb):
        read_tables(bytes(data), "a.xlsx")


def test_archives_inside_are_refused_but_embedded_chart_data_is_not() -> None:
    parts = {"xl/workbook.xml": b"", "xl/inner.zip": zipped({"x": b"1"})}
    with pytest.raises(r.NestedArchive):
        read_tables(zipped(parts), "a.xlsx")
    with zipfile.ZipFile(io.BytesIO(GOOD_DOCX)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents["word/embeddings/Sheet1.xlsx"] = GOOD_XLSX
    assert read_tables(zipped(contents), "a.docx").paragraphs[0].text == "本文"


@pytest.mark.parametrize("key", ["xl__worksheets__sheet1", "xl__workbook", "xl__sharedStrings", "docProps__core"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused_wherever_they_stand(key: str, encoding: str) -> None:
    filler = "<!-- " + "x" * 1_048_560 + " -->"  # so that the mark falls across two pieces
    evil = f'<?xml version="1.0"?>{filler}<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    with pytest.raises(r.XmlEntities):
        read_tables(repacked(GOOD_XLSX, **{key: evil.encode(encoding)}), "a.xlsx")
    with pytest.raises(r.XmlEntities):
        read_tables(repacked(GOOD_DOCX, word__document=evil.encode(encoding)), "a.docx")


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from([(GOOD_XLSX, "a.xlsx"), (GOOD_DOCX, "a.docx"), (pdf("hello"), "a.pdf")]))
def test_no_flipped_bytes_bring_more_than_a_refusal(draw: st.DataObject, good: tuple[bytes, str]) -> None:
    data, name = bytearray(good[0]), good[1]
    for at in draw.draw(st.lists(st.integers(0, len(data) - 1), max_size=4)):
        data[at] = draw.draw(st.integers(0, 255))
    del data[draw.draw(st.integers(len(data) // 2, len(data))) :]
    with contextlib.suppress(IntakeRefused):
        assert read_tables(bytes(data), name).format in name


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.csv", "a.txt", "a.pdf", "a.docx", "a", "a.tsv"]))
def test_no_bytes_bring_more_than_a_refusal(data: bytes, name: str) -> None:
    for door in (read_tables, read_lines):
        with contextlib.suppress(IntakeRefused):
            assert door(data, name)
