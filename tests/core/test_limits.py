"""What is refused before it is read."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.test import Client
from django.urls import reverse

from tests.factories import core

pytestmark = pytest.mark.django_db


class Unwanted(FileUploadHandler):
    """Notes that a body was being read."""

    seen: list[str] = []

    def receive_data_chunk(self, raw_data, start):
        self.seen.append(self.file_name)
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size):
        return None


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("name", ["account_login", "plans:import", "workspace:check"])
def test_a_body_too_large_is_not_read(settings, signed_in, name):
    settings.LARGEST_BODY = 1000
    settings.FILE_UPLOAD_HANDLERS = ["tests.core.test_limits.Unwanted"]
    Unwanted.seen.clear()
    client = Client(enforce_csrf_checks=True)
    if signed_in:
        client.force_login(core.person())
    client.cookies["csrftoken"] = "a" * 32  # anybody may bring a cookie of that form
    answer = client.post(reverse(name), {"file": SimpleUploadedFile("a.txt", b"x" * 2000)})
    assert answer.status_code == 400
    assert "大きすぎる" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert Unwanted.seen == []
    # The same below the limit is read, so that the above says something.
    client.post(reverse(name), {"file": SimpleUploadedFile("a.txt", b"x" * 200)})
    assert Unwanted.seen or not signed_in


@pytest.mark.parametrize("length", ["-1", "1e9", "９", "9" * 30])
def test_a_length_that_is_none_is_refused(client, length):
    answer = client.generic("POST", reverse("account_login"), b"x=1", CONTENT_LENGTH=length)
    assert answer.status_code == 400


def test_a_body_without_a_length_is_empty(client):
    """As the server hands on what comes in pieces (Transfer-Encoding: chunked)."""
    environment = {"wsgi.input": io.BytesIO(b"login=a&password=b"), "CONTENT_LENGTH": ""}
    answer = client.generic("POST", reverse("account_login"), **environment)
    assert answer.status_code == 200
    assert not answer.context["form"].data


@pytest.mark.parametrize("place", ["/people/?q=%00", "/people/?q=a%00b&role=x", "/events/?%00"])
def test_no_nul_in_a_query(client, place):
    client.force_login(core.person(role="administrator"))
    assert client.get(place).status_code == 400


def test_no_nul_in_an_address(client):
    client.force_login(core.person())
    assert client.get("/year/2023/figures/A1%00/").status_code == 404
