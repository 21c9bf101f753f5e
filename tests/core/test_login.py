"""Coming in: invitation, password, second factor; and being signed out."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import core
from zaitaku.core.accounts import actions
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in(client, person, **kw):
    return client.post(LOGIN, {"login": person.email, "password": core.PASSWORD} | kw)


def test_from_invitation_to_second_factor(client):
    administrator = core.person(role=Role.ADMINISTRATOR)
    office = administrator.memberships.get().organisation
    client.force_login(administrator)
    page = client.post(
        reverse("accounts:invite"),
        {
            "name": "練馬 花子",
            "email": "Hanako@Example.jp",
            "role": Role.SECTION_OFFICER,
            "organisation": office.pk,
            "valid_from": "2023-04-01",
        },
    )
    link = re.search(r"/invitation/[\w-]+/", page.content.decode())[0]

    newcomer = Client()
    assert newcomer.post(link, {"password": "短い", "again": "短い"}).status_code == 422
    assert newcomer.post(link, {"password": core.PASSWORD, "again": core.PASSWORD}).url == LOGIN
    assert newcomer.get(link).status_code == 410

    hanako = Person.objects.get(email="hanako@example.jp")
    assert sign_in(newcomer, hanako).status_code == 302
    assert newcomer.get(reverse("areas:areas")).url == "/account/second-factor/"

    setting_up = newcomer.get("/account/second-factor/totp/activate/")
    assert setting_up.status_code == 200
    secret = setting_up.context["form"].secret
    assert newcomer.post("/account/second-factor/totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert secret not in Authenticator.objects.get(user=hanako, type="totp").data["secret"]
    assert newcomer.get(reverse("areas:areas")).status_code == 200
    codes = newcomer.get("/account/second-factor/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10

    again = Client()
    assert sign_in(again, hanako).url == "/account/second-factor/authenticate/"
    assert again.get(reverse("areas:areas")).status_code == 302
    assert again.post("/account/second-factor/authenticate/", {"code": "000000"}).status_code == 200
    again.post("/account/second-factor/authenticate/", {"code": codes[0]})
    assert again.get(reverse("areas:areas")).status_code == 200
    entry = AuditEntry.objects.filter(action="person.sign_in").first()
    assert (entry.by, entry.details) == (hanako, {"methods": ["password", "mfa"]})


def test_nobody_signs_up(client):
    page = client.get("/account/signup/")
    assert page.templates[0].name == "account/signup_closed.html"
    client.post("/account/signup/", {"email": "x@example.jp", "password1": core.PASSWORD})
    assert not Person.objects.filter(email="x@example.jp").exists()


def test_the_previous_sign_in_is_told(client, settings):
    settings.DEMO = True
    earlier = timezone.now() - timedelta(days=3)
    somebody = core.person(password=core.PASSWORD, has_factor=False, last_login=earlier)
    page = client.post(LOGIN, {"login": somebody.email, "password": core.PASSWORD, "next": "/areas/"}, follow=True)
    somebody.refresh_from_db()
    assert somebody.previous_login == earlier
    assert f"{timezone.localtime(earlier):%H:%M}" in str(*page.context["messages"])


def test_the_demo_asks_for_no_second_factor(client, settings):
    somebody = core.person(has_factor=False)
    client.force_login(somebody)
    assert client.get(reverse("areas:areas")).status_code == 302
    settings.DEMO = True
    assert client.get(reverse("areas:areas")).status_code == 200


@pytest.mark.parametrize("role", Role)
def test_every_role_must_enrol(client, role):
    client.force_login(core.person(role=role, has_factor=False))
    assert client.get("/").status_code in {302, 404}
    assert client.get(reverse("areas:areas")).url == reverse("mfa_index")
    assert (
        client.post(reverse("set_language"), {"language": "en", "next": "/account/second-factor/"}).status_code == 302
    )
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


def test_guessing_is_stopped(client):
    somebody = core.person(password=core.PASSWORD)
    pages = [sign_in(client, somebody, password=f"wrong {n}") for n in range(6)]
    assert sign_in(client, somebody).status_code in {200, 429}
    assert "_auth_user_id" not in client.session
    assert pages[0].status_code == 200


def _age(client, **ages):
    session = client.session
    for key, age in ages.items():
        session[key] = timezone.now().timestamp() - age
    session.save()


@pytest.mark.parametrize(
    ("ages", "word"),
    [({"seen": 31 * 60, "began": 31 * 60}, "30"), ({"seen": 10, "began": 12 * 3600 + 1}, "12")],
)
def test_time_out_says_why_and_leads_back(client, ages, word):
    client.force_login(core.person())
    client.get(reverse("areas:areas"))
    _age(client, **ages)
    answer = client.get("/areas/?page=2")
    assert answer.url == "/account/login/?next=/areas/%3Fpage%3D2"
    page = client.get(answer.url)
    assert word in str(*page.context["messages"])
    assert "_auth_user_id" not in client.session


def test_time_out_while_sending_leads_back_to_the_page_it_was_sent_from(client):
    client.force_login(core.person(role=Role.ADMINISTRATOR))
    client.get("/organisations/")
    _age(client, seen=3600)
    answer = client.post("/organisations/add/", {}, headers={"Referer": "http://testserver/organisations/add/"})
    assert answer.url == "/account/login/?next=/organisations/add/"


def test_time_out_does_not_lead_elsewhere(client):
    client.force_login(core.person(role=Role.ADMINISTRATOR))
    client.get("/organisations/")
    _age(client, seen=3600)
    answer = client.post("/organisations/add/", {}, headers={"Referer": "https://evil.example/"})
    assert answer.url == "/account/login/?next=/"


def test_time_out_within_a_part_of_a_page_reloads_the_whole(client):
    client.force_login(core.person())
    client.get(reverse("areas:areas"))
    _age(client, seen=3600)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/areas/"}
    answer = client.get("/areas/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/account/login/?next=/areas/"


def test_using_the_pages_keeps_one_signed_in(client):
    client.force_login(core.person())
    client.get(reverse("areas:areas"))
    for _ in range(3):
        _age(client, seen=20 * 60)
        assert client.get(reverse("areas:areas")).status_code == 200


def test_a_new_password_ends_the_other_sessions(client):
    somebody = core.person(password=core.PASSWORD)
    other = Client()
    client.force_login(somebody)
    other.force_login(somebody)
    data = {
        "oldpassword": core.PASSWORD,
        "password1": "全く別の長い合言葉です-77",
        "password2": "全く別の長い合言葉です-77",
    }
    assert client.post(reverse("account_change_password"), data).status_code == 302
    assert client.get("/areas/").status_code == 200
    assert other.get("/areas/").status_code == 302


@pytest.mark.parametrize("change", [actions.deactivate, actions.reset_second_factor])
def test_closing_and_resetting_end_every_session(client, change):
    somebody = core.person()
    client.force_login(somebody)
    kw = {"on": timezone.localdate()} if change is actions.deactivate else {}
    change(by=core.person(role=Role.ADMINISTRATOR), person=somebody, reason="鍵の紛失", **kw)
    assert client.get("/areas/").url.startswith(LOGIN)


def test_the_language_is_the_persons_own(client):
    somebody = core.person()
    client.force_login(somebody)
    client.post(reverse("set_language"), {"language": "en", "next": "/areas/"})
    elsewhere = Client()
    elsewhere.force_login(somebody)
    assert '<html lang="en">' in elsewhere.get("/areas/").content.decode()


def test_secrets_under_another_key_never_fit(settings):
    kept = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    assert get_adapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"
    somebody = core.person(has_factor=False)
    TOTP.activate(somebody, "JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY = "another"
    factor = Authenticator.objects.get(user=somebody).wrap()
    assert not factor.validate_code(code_of("JBSWY3DPEHPK3PXP"))


def _prove(client, person):
    """As allauth notes a password that was given just now."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


PAGES = [
    "account_login", "account_signup", "account_inactive", "socialaccount_login_cancelled", "socialaccount_login_error",
]  # fmt: skip
OWN_PAGES = [
    "account_logout", "account_change_password", "mfa_index", "mfa_list_webauthn", "account_reauthenticate",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "mfa_deactivate_totp",
]  # fmt: skip


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES + OWN_PAGES)
def test_pages_of_signing_in_are_in_our_look_and_without_inline_code(client, name, language):
    if name in OWN_PAGES:
        somebody = core.person(password=core.PASSWORD, language=language, has_factor="_activate_" not in name)
        sign_in(client, somebody)
        if "_activate_" not in name:
            client.force_login(somebody)
            _prove(client, somebody)
    page = client.get(reverse(name), headers={"Accept-Language": language})
    text = page.content.decode()
    assert page.status_code == (401 if "error" in name else 200)
    assert f'<html lang="{language}">' in text
    assert "pages/base.css" in text
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or "application/json" in script
    assert " onclick" not in text
    assert "<style" not in text
