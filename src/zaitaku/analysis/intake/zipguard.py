"""Looks through an Office archive before any other library may open it.

Sizes in the archive's directory are claims. Every entry is therefore unpacked here once, in pieces and against a
cap, without keeping it, and the claims are compared with what came out. Readers behind this door then meet only
archives that are as large as they say, do not overlap, nest nothing and carry no document type definition.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from zaitaku.analysis.intake import refusals
from zaitaku.analysis.intake.limits import Limits

PIECE = 1 << 20
PACKED_PIECE = 1 << 16
_STORED, _DEFLATED = 0, 8
_ARCHIVE_NAME = re.compile(r"\.(zip|7z|rar|gz|bz2|xz|tar|jar|xls[xmb]?|doc[xm]?|ppt[xm]?)$", re.I)
_DTD = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_LONGEST_DTD = max(len(mark) for mark in _DTD)


class Archive:
    """An archive whose directory has been checked; `pieces` unpacks an entry under the cap."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        try:
            entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError, struct.error) as error:
            raise refusals.damaged("圧縮ファイルの目次が読めません", "its directory cannot be read") from error
        self.entries = {entry.filename: entry for entry in entries}
        self._check_directory(entries)

    def check(self) -> None:
        """Unpacks every entry once and forgets it."""
        for name in self.entries:
            for _piece in self.pieces(name):
                pass

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        entry = self.entries[name]
        tail, size, crc = b"", 0, 0
        is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
        for piece in self._unpacked(entry):
            size += len(piece)
            crc = zlib.crc32(piece, crc)
            if size > entry.file_size:
                raise refusals.archive_bomb("申告より大きい", "larger than declared")
            if is_xml:
                if b"!" in piece or b"!" in tail:
                    _refuse_dtd(tail + piece)
                tail = piece[-_LONGEST_DTD:]
            yield piece
        if size != entry.file_size or crc != entry.CRC:
            raise refusals.damaged("大きさか検査値が合いません", "size or checksum differs")

    def _check_directory(self, entries: list[zipfile.ZipInfo]) -> None:
        limits = self._limits
        if len(entries) > limits.entries:
            raise refusals.archive_bomb(f"部品が{len(entries):,}個", f"{len(entries):,} entries")
        if len(self.entries) != len(entries):
            raise refusals.damaged("同じ名前の部品があります", "two entries of one name")
        if any(entry.flag_bits & 1 for entry in entries):
            raise refusals.password_protected()
        total = sum(entry.file_size for entry in entries)
        if total > limits.unpacked_bytes:
            raise refusals.archive_bomb(f"展開後{total:,}バイト", f"{total:,} bytes unpacked")
        end = 0
        for entry in sorted(entries, key=lambda entry: entry.header_offset):
            self._check_entry(entry)
            if entry.header_offset < end:
                raise refusals.archive_bomb("部品が重なっています", "entries overlap")
            end = entry.header_offset + entry.compress_size

    def _check_entry(self, entry: zipfile.ZipInfo) -> None:
        limits = self._limits
        big = entry.file_size > limits.ratio_from_bytes
        if big and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise refusals.archive_bomb("圧縮率が異常", "abnormal compression ratio")
        if entry.compress_type not in (_STORED, _DEFLATED):
            raise refusals.damaged("知らない圧縮方式", "unknown compression")
        if _ARCHIVE_NAME.search(entry.filename) and "/embeddings/" not in entry.filename:
            raise refusals.NestedArchive(
                "ファイルの中に別の圧縮ファイルが入っています。中のファイルを取り出して選んでください。",
                "There is another archive inside the file. Take it out and choose it.",
            )

    def _unpacked(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        header = self._data[entry.header_offset : entry.header_offset + 30]
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise refusals.damaged("部品の見出しがありません", "an entry has no header")
        names, extras = struct.unpack("<HH", header[26:30])
        start = entry.header_offset + 30 + names + extras
        packed = memoryview(self._data)[start : start + entry.compress_size]
        if len(packed) < entry.compress_size:
            raise refusals.damaged("部品が途中で切れています", "an entry is cut short")
        if entry.compress_type == _STORED:
            yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
            return
        yield from _inflated(packed)


def _refuse_dtd(xml: bytes) -> None:
    if any(mark in xml for mark in _DTD):
        raise refusals.XmlEntities(
            "XML の文書型定義（DTD）が含まれています。Excel・Word で開いて保存し直してください。",
            "The file contains an XML document type definition. Open it in Excel or Word, save again.",
        )


def _inflated(packed: memoryview) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-15)
    try:
        for at in range(0, len(packed), PACKED_PIECE):
            left: bytes | memoryview = packed[at : at + PACKED_PIECE]
            while left and not unpacker.eof:
                yield unpacker.decompress(left, PIECE)
                left = unpacker.unconsumed_tail
            if unpacker.eof and (unpacker.unused_data or at + PACKED_PIECE < len(packed)):
                raise refusals.damaged("部品の長さが合いません", "an entry is longer than its content")
        yield unpacker.flush()
    except zlib.error as error:
        raise refusals.damaged("展開できません", "it cannot be unpacked") from error
    if not unpacker.eof:
        raise refusals.damaged("部品が途中で切れています", "an entry is cut short")
