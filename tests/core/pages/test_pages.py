"""The frame of every page, the error pages, the language switch and the accessibility statement."""

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connections
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from zaitaku.core.pages import views
from zaitaku.core.pages.templatetags.navigation import PLACES, nav_url


@pytest.fixture
def statement(client):
    return client.get(reverse("portal:accessibility"))


def test_the_statement_is_public_and_names_the_standards(statement):
    text = statement.content.decode()
    assert statement.status_code == 200
    assert '<html lang="ja">' in text
    assert "JIS X 8341-3:2016" in text
    assert "WCAG" in text
    assert "担当課" in text


def test_the_statement_gives_the_contact_of_the_installation(client, settings):
    settings.CONTACT = "地域医療課 03-0000-0000"
    assert "問合せ先：地域医療課 03-0000-0000" in client.get(reverse("portal:accessibility")).content.decode()


def test_every_page_comes_with_a_policy_without_exceptions(statement):
    policy = statement["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy


def test_the_frame_has_landmarks_a_skip_link_and_one_heading(statement):
    text = statement.content.decode()
    assert text.index('class="skip-link" href="#main"') < text.index("<header")
    for once in ("<header", '<main id="main"', "<footer", "<h1"):
        assert text.count(once) == 1
    assert "<nav" not in text  # nobody is signed in


def test_all_files_of_the_frame_exist(statement):
    import re

    files = re.findall(r'(?:href|src)="/static/([^"]+)"', statement.content.decode())
    assert len(files) >= 8
    assert all(finders.find(name) for name in files)


def test_the_language_is_switched_by_a_form_and_kept(client):
    here = reverse("portal:accessibility")
    answer = client.post(reverse("set_language"), {"language": "en", "next": here})
    assert answer["Location"] == here
    text = client.get(here).content.decode()
    assert '<html lang="en">' in text
    assert "Known limits" in text


def test_the_language_form_leads_to_no_other_site(client):
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer["Location"]


def test_an_unknown_address_says_what_to_do(client):
    answer = client.get("/no-such-page/")
    text = answer.content.decode()
    assert answer.status_code == 404
    assert "ページが見つかりません" in text


def test_a_forged_form_is_refused_in_our_words():
    answer = Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "en"})
    assert answer.status_code == 403
    assert "入力を受け付けられませんでした" in answer.content.decode()


def test_too_many_fields_are_a_bad_request_in_our_words(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    answer = client.post(reverse("set_language"), {f"field{n}": "1" for n in range(6)})
    assert answer.status_code == 400
    assert "読み取れませんでした" in answer.content.decode()


def test_no_permission_says_whom_to_ask():
    answer = views.permission_denied(RequestFactory().get("/"))
    assert answer.status_code == 403
    assert "管理者に依頼" in answer.content.decode()


def test_the_page_of_a_failure_needs_no_database(settings):
    # No database mark on this test: pytest-django refuses every query, as a broken database would.
    settings.CONTACT = "担当 <b>"
    answer = views.server_error(RequestFactory().get("/"))
    text = answer.content.decode()
    assert answer.status_code == 500
    assert "画面を表示できませんでした" in text
    assert "担当 &lt;b&gt;" in text
    assert connections.all(initialized_only=True) is not None


def test_a_failure_of_the_failure_page_still_says_something(settings):
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": []}}]
    answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "表示できません" in answer.content.decode()


def test_a_place_that_cannot_be_reversed_has_no_address():
    assert nav_url("no_such:place") == ""
    assert nav_url("portal:accessibility") == reverse("portal:accessibility")
    assert len({place.url_name for place in PLACES}) == len(PLACES)


class SignedIn:
    is_authenticated = True
    name = "区の職員"
    email = "officer@example.jp"


def frame(path: str, **values: object) -> str:
    request = RequestFactory().get(path)
    return render_to_string("pages/base.html", {"user": SignedIn(), **values}, request=request)


@pytest.mark.urls("tests.core.gallery.urls")
def test_the_navigation_shows_what_the_person_may_open_and_marks_where_they_are():
    text = frame("/plan/1/", may={"view_programme": True})
    assert '<a href="/plan/" aria-current="page">計画</a>' in text
    assert '<a href="/">ホーム</a>' in text
    assert "監査" not in text
    assert "監査" in frame("/", may={"view_audit": True})
    assert '<a href="/" aria-current="page">ホーム</a>' in frame("/", may={})
    assert "計画" not in frame("/")


@pytest.mark.urls("tests.core.gallery.urls")
def test_the_person_menu_tells_the_sign_in_before():
    from datetime import UTC, datetime

    text = frame("/", previous_login=datetime(2026, 11, 20, 0, 5, tzinfo=UTC))
    assert "前回のログイン：令和8年11月20日 09:05" in text
    assert "初めてのログイン" in frame("/")


def test_all_static_files_can_be_collected(tmp_path, settings):
    settings.STATIC_ROOT = str(tmp_path)
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "pages" / "base.css.gz").exists()
    assert (tmp_path / "django_htmx" / "htmx-2.min.js").exists()
