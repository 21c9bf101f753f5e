"""What a file is, by its bytes; and whether its name says the same."""

from __future__ import annotations

from pathlib import PurePath

from zaitaku.analysis.intake import refusals
from zaitaku.analysis.intake.limits import Limits
from zaitaku.analysis.intake.zipguard import Archive
from zaitaku.analysis.refusal import shown

_TEXT = {"txt", "csv", "tsv"}
_SAME = {"xlsm": "xlsx", "xltx": "xlsx", "docm": "docx", "tab": "tsv", "text": "txt", "md": "txt"}
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def extension_of(filename: str) -> str:
    return PurePath(filename.replace("\\", "/")).suffix.lstrip(".").lower()


def kind_of(data: bytes, filename: str, limits: Limits) -> str:
    """xlsx, docx, pdf, csv, tsv or txt. Raises an IntakeRefused for everything else and for a name that lies."""
    if not data.strip(b"\x00 \t\r\n") and len(data) <= limits.file_bytes:
        raise refusals.empty_file()
    if len(data) > limits.file_bytes:
        raise refusals.too_large("file_too_large", "バイト数", "bytes", len(data), limits.file_bytes)
    extension = extension_of(filename)
    named = _SAME.get(extension, extension)
    found = _by_content(data, filename, limits)
    if found == "text":
        if named in _TEXT:
            return named
        if named in ("xlsx", "docx", "pdf", "xls", "doc"):
            raise refusals.content_mismatch(extension, "text")
        if named:
            raise refusals.unsupported(shown(filename))
        return "txt"
    if named and named != found:
        raise refusals.content_mismatch(extension, found)
    return found


def _by_content(data: bytes, filename: str, limits: Limits) -> str:
    if data.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refusals.password_protected()
        raise refusals.legacy_format(shown(filename))
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _archive_kind(data, filename, limits)
    return "text"


def _archive_kind(data: bytes, filename: str, limits: Limits) -> str:
    extension = extension_of(filename)
    if _SAME.get(extension, extension) in (_TEXT | {"pdf"}):
        raise refusals.content_mismatch(extension, "zip")
    names = Archive(data, limits).entries
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    raise refusals.unsupported(shown(filename))
