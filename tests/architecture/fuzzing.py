"""What a hostile or a clumsy sender puts into a form: fields, files, bodies; all from one random source."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass
from typing import Any

from tests.architecture.places import Control, FormSeen

BOUNDARY = "zaitaku-fuzz"
TEXTS = [
    "",
    " ",
    "\x00",
    "abc\x00def",
    "\x1b[31m",
    "\ud800",
    "a\udfffz",
    "\ufffe",
    "9" * 5_000,
    "-" + "9" * 400,
    "1e400",
    "1E-400",
    "9" * 17 + ".99999",
    "99999999999999.9999",
    "-0",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "0x10",
    "1_000",
    "０",
    "１２，３４５",
    "一二三",
    "①",
    "٣",
    "²",
    "十億",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2023-02-30",
    "２０２３－１２－３１",
    "R5.12.31",
    "令和99年13月40日",
    "令和5年12月31日",
    "2023-12-31T00:00:00Z",
    "\u202eevil\u202c",
    "שלום",
    "👩‍⚕️👨‍👩‍👧",
    "e\u0301",
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=x>",
    "{{ 7*7 }}",
    "{A1.attendance}",
    "{each A1.attendance}",
    "{A1.attendance/第9回}",
    "{",
    "}" * 50,
    "{each A1.attendance}" * 200,
    "{A1.attendance|" + "x" * 300 + "}",
    "%s%n%d",
    "../../../../etc/passwd",
    "\r\nSet-Cookie: x=1",
    "' OR 1=1 --",
    "null",
    "true",
    "[]",
    "{}",
    "1,2,3",
    "1:1,2:2",
    "x" * 70_000,
    "集計中",
    "実施後追記",
    "2,3月予定",
    "9223372036854775807",
    "9223372036854775808",
    "-1",
    "0",
    "2147483648",
    "32768",
    "59\t12\t60\n\t\n",
    "本会場\t59人\n" * 500,
]


def text(source: random.Random) -> str:
    kind = source.random()
    if kind < 0.7:
        return source.choice(TEXTS)
    if kind < 0.8:
        return source.choice(TEXTS) + source.choice(TEXTS)
    letters = "0123456789.,-+eE \t\n第回年月日令和平成０１９人件{}|/=\u3000\u200b\u0000あ漢"
    return "".join(source.choice(letters) for _ in range(source.randrange(1, 60)))


def _bomb() -> bytes:
    """20 MB of zeros in a few kilobytes, under the names a workbook and a document have."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "word/document.xml"):
            archive.writestr(name, b"\0" * 20_000_000)
    return made.getvalue()


def _entities() -> bytes:
    made = io.BytesIO()
    lines = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)
    )
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", f"<?xml version='1.0'?><!DOCTYPE x [{lines}]><x>&j;</x>")
    return made.getvalue()


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["目指すべき状態", "目的", "取組", "=1+1"])
    book.active.append(["x", None, "9" * 400, float("1e300")])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


BOMB, WORKBOOK, ENTITIES = _bomb(), _workbook(), _entities()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600  # what Excel writes under a password begins like this
FILES = [
    b"",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "参加者:196名（本会場59人、同時上映12人）".encode(),
    "参加者".encode("shift_jis"),
    b"\x81",
    b"%PDF-1.7\n",
    b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>",
    BOMB,
    BOMB[: len(BOMB) // 2],
    ENTITIES,
    WORKBOOK,
    WORKBOOK[:-200],
    WORKBOOK[:60],
    OLE,
    b"=1+1,@x\n" * 2_000,
    b"a," * 50_000,
]
NAMES = [
    "x.xlsx",
    "x.docx",
    "x.pdf",
    "x.txt",
    "x.csv",
    "x.exe",
    "x",
    "../x.xlsx",
    "あ" * 200 + ".xlsx",
    "\u202excod.xlsx",
]


@dataclass(frozen=True)
class Sent:
    """A request body with its content type."""

    body: bytes
    content_type: str


def _part(name: str, value: bytes, file: str | None) -> bytes:
    label = "".join(letter for letter in name if letter not in '"\r\n').encode("utf-8", "replace")
    head = b'Content-Disposition: form-data; name="' + label + b'"'
    if file is not None:
        head += b'; filename="' + file.replace('"', "").encode("utf-8", "replace") + b'"'
        head += b"\r\nContent-Type: application/octet-stream"
    return b"--" + BOUNDARY.encode() + b"\r\n" + head + b"\r\n\r\n" + value + b"\r\n"


def _value(control: Control, source: random.Random) -> str:
    """Mostly something close to right, so that the checks behind the first one are reached as well."""
    kind = source.random()
    if kind < 0.45:
        return control.filled()
    if control.choices and kind < 0.6:
        return source.choice(control.choices)
    return text(source)


def request(form: FormSeen, source: random.Random) -> Sent:
    """Fields left out, doubled, invented; now and then a body that is broken or of another type."""
    parts = []
    for control in form.controls:
        chance = source.random()
        if chance < 0.08:
            continue
        for _ in range(2 if chance > 0.94 else 1):
            name = control.name + ("[]" if source.random() < 0.02 else "")
            if control.kind == "file":
                parts.append(_part(name, source.choice(FILES), source.choice(NAMES)))
            else:
                parts.append(_part(name, _value(control, source).encode("utf-8", "surrogatepass"), None))
    if source.random() < 0.1:
        parts.append(_part(text(source)[:80], text(source).encode("utf-8", "surrogatepass"), None))
    body = b"".join(parts) + b"--" + BOUNDARY.encode() + b"--\r\n"
    kind = source.random()
    if kind < 0.90:
        return Sent(body, f"multipart/form-data; boundary={BOUNDARY}")
    if kind < 0.93:
        return Sent(body[: source.randrange(len(body))], f"multipart/form-data; boundary={BOUNDARY}")
    return Sent(body, source.choice(OTHER_TYPES))


OTHER_TYPES = [
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 300,
    f"multipart/form-data; boundary={BOUNDARY}; charset=nonsense",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "nonsense",
    "",
]


def query(source: random.Random, known: list[str]) -> dict[str, Any]:
    """A query string of names that pages read, with anything behind them."""
    names = source.sample(known, k=source.randrange(1, min(4, len(known)) + 1))
    return {name: [text(source) for _ in range(source.choice([1, 1, 1, 2]))] for name in names}
