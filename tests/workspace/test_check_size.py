"""A file for the check page is measured before it is read."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import core
from zaitaku.workspace import forms
from zaitaku.workspace.views import check

pytestmark = pytest.mark.django_db


def test_a_large_file_is_refused_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MOST_CHECKED", forms.MEGABYTE)
    client.force_login(core.person())
    just = b"a\n" * (forms.MEGABYTE // 2)
    answer = client.post("/check/", {"file": SimpleUploadedFile("大きい.txt", just + b"a\n"), "text": ""})
    assert answer.status_code == 422
    assert [error.code for error in answer.context["form"].errors.as_data()["file"]] == ["too_big"]
    assert len(answer.context["form"].errors) == 1
    assert client.post("/check/", {"file": SimpleUploadedFile("丁度.txt", just), "text": ""}).status_code == 200


def test_a_long_text_in_a_small_file_is_refused_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process would be busy with it while others wait."""
    monkeypatch.setattr(check, "MOST_CHARACTERS", 20)
    client.force_login(core.person())
    answer = client.post("/check/", {"file": SimpleUploadedFile("長い.txt", "参加者:196名\n".encode() * 5), "text": ""})
    assert answer.status_code == 422
    assert "上限20" in answer.context["form"].errors["file"][0]
    assert client.post("/check/", {"text": "参加者:196名"}).status_code == 200
