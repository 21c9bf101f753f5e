"""検算 as a page: what goes in as a file or pasted, the findings, and the refusals in words."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import core
from tests.workspace.test_pages import ja, main_of, words
from zaitaku.core.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
RIGHT = "参加者:196名（本会場59人、同時上映12人、Zoom60人、後日上映会65人）"
WRONG = RIGHT.replace("196", "197")


@pytest.fixture
def client(client):
    client.force_login(core.person())
    return client


def pasted(client, text: str):
    return client.post("/check/", {"text": text})


def uploaded(client, name: str, content: bytes):
    return client.post("/check/", {"file": SimpleUploadedFile(name, content), "text": ""})


def verdicts(answer) -> dict[str, int]:
    return dict(answer.context["counts"])


def workbook(*lines: str) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append([line])
    book.save(made)
    return made.getvalue()


def document(*lines: str) -> bytes:
    paper, made = docx.Document(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(made)
    return made.getvalue()


def test_pasted_text(client):
    answer = pasted(client, f"{RIGHT}\n{WRONG}")
    assert answer.status_code == 200
    assert verdicts(answer)["agree"] == verdicts(answer)["differs"] == 1
    assert answer.context["rows"][0].verdict == "differs", "what is wrong comes first"
    marked = main_of(answer).findall(".//mark")
    assert any("197" in one.text_content() for one in marked)
    links = {one.get("href") for one in main_of(answer).iter("a")}
    assert {"#finding-1", "#place-1"} <= links


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("資料.txt", WRONG.encode()),
        ("資料.txt", WRONG.encode("utf-8-sig")),
        ("資料.txt", WRONG.encode("cp932")),
        ("資料.xlsx", workbook(WRONG)),
        ("資料.docx", document(WRONG)),
    ],
)
def test_files(client, name, content):
    answer = uploaded(client, name, content)
    assert answer.status_code == 200, words(answer)
    assert verdicts(answer)["differs"] == 1
    assert name in words(answer)


def test_a_text_without_arithmetic_says_so(client):
    assert ja("No arithmetic found") in words(pasted(client, "よろしくお願いします。"))


def test_nothing_at_all_is_refused(client):
    answer = pasted(client, " ")
    assert answer.status_code == 422
    assert ja("Choose a file or paste a text.") in words(answer)


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"\0" * 60_000_000)
    return made.getvalue()


PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("爆弾.xlsx", bomb()),
        ("鍵付き.xlsx", PASSWORD),
        ("鍵付き.docx", PASSWORD),
        ("文字化け.txt", b"\x81\x00\xff\xfe\xfa" * 40),
        ("途中.xlsx", workbook(RIGHT)[:-300]),
        ("空.txt", b""),
        ("絵.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
        ("偽.pdf", b"%PDF-1.7 nothing"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(client, name, content):
    before = AuditEntry.objects.count()
    answer = uploaded(client, name, content)
    assert answer.status_code == 422
    errors = [error for found in answer.context["form"].errors.values() for error in found]
    assert errors
    assert any("ぁ" <= letter <= "ん" for letter in errors[0]), errors
    assert errors[0] in words(answer)
    assert AuditEntry.objects.count() == before, "nothing is kept"


def test_what_is_typed_is_shown_as_text(client):
    answer = pasted(client, f"<script>alert(1)</script>{WRONG}")
    assert b"<script>alert" not in answer.content


def test_letters_no_computer_should_send(client):
    for text in ("\x00" + WRONG, "\u202e" + WRONG, "９" * 5000 + "人（" + "1人、" * 300 + "）"):
        assert pasted(client, text).status_code in (200, 422)
