"""Signing in through a directory (OIDC), against a small provider on this machine that checks what it is sent."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache

from tests.factories import core
from zaitaku.core.accounts.models import Person

pytestmark = pytest.mark.django_db
LOGIN = "/account/directory/oidc/oidc/login/"


class Provider(BaseHTTPRequestHandler):
    """`server.says` is what it tells of the person; `server.challenge` what the sign-in page sent it."""

    def log_message(self, *_):
        pass

    def _answer(self, data, status=200):
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.endswith("openid-configuration"):
            self._answer(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/userinfo",
                    "jwks_uri": f"{base}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif self.headers.get("Authorization") == "Bearer access":
            self._answer(self.server.says)
        else:
            self._answer({}, 401)

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        verifier = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if sent["code"] != ["good"] or sent["client_secret"] != ["secret"] or challenge != self.server.challenge:
            self._answer({"error": "invalid_grant"}, 400)
            return
        claims = {
            "iss": f"http://127.0.0.1:{self.server.server_port}",
            "aud": self.server.audience,
            "exp": time.time() + 60,
            "iat": time.time(),
        }
        token = jwt.encode(claims | self.server.says, "x" * 32, algorithm="HS256")
        self._answer({"access_token": "access", "token_type": "Bearer", "id_token": token})


@pytest.fixture
def provider(settings):
    cache.clear()
    server = HTTPServer(("127.0.0.1", 0), Provider)
    server.audience = "zaitaku"
    server.says = {"sub": "42", "email": "hanako@example.jp", "email_verified": True, "name": "練馬 花子"}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "oidc",
        "name": "庁内認証",
        "client_id": "zaitaku",
        "secret": "secret",
        "settings": {"server_url": f"http://127.0.0.1:{server.server_port}", "verified_email": False},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    server.app = app
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def hanako():
    return core.person(email="hanako@example.jp", has_factor=False)


def come_back(client, provider, code="good"):
    """Follow the button to the provider, which sends one back with a code."""
    leaving = client.post(LOGIN)
    assert leaving.url.startswith(f"http://127.0.0.1:{provider.server_port}/authorize?")
    asked = parse_qs(urlsplit(leaving.url).query)
    provider.challenge = asked["code_challenge"][0]
    return client.get(f"{LOGIN}callback/", {"code": code, "state": asked["state"][0]})


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_button_is_on_the_page_only_when_a_directory_is_set(client, provider, settings):
    assert "庁内認証" in client.get("/account/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "directory/oidc" not in client.get("/account/login/").content.decode()


def test_somebody_known_is_signed_in_by_address_and_later_by_account(client, provider, hanako):
    come_back(client, provider)
    assert client.session["_auth_user_id"] == str(hanako.pk)
    assert SocialAccount.objects.get().user == hanako
    client.logout()
    provider.says["email"] = "new-name@example.jp"
    come_back(client, provider)
    assert client.session["_auth_user_id"] == str(hanako.pk)


def test_nobody_new_is_made(client, provider):
    page = come_back(client, provider)
    assert page.templates[0].name == "account/signup_closed.html"
    assert not is_in(client)
    assert not Person.objects.filter(email="hanako@example.jp").exists()


def test_an_address_the_directory_does_not_vouch_for_is_not_enough(client, provider, hanako):
    provider.says["email_verified"] = False
    come_back(client, provider)
    assert not is_in(client)
    provider.app["settings"]["verified_email"] = True
    come_back(client, provider)
    assert is_in(client)


def test_a_closed_account_stays_closed(client, provider, hanako):
    Person.objects.update(is_active=False)
    come_back(client, provider)
    assert not is_in(client)


def test_the_own_second_factor_is_still_asked_for(client, provider, hanako):
    Authenticator.objects.create(user=hanako, type="totp", data={"secret": "x"})
    assert come_back(client, provider).url == "/account/second-factor/authenticate/"
    assert not is_in(client)


def test_enrolling_is_spared_only_when_the_directory_asks_for_a_second_factor(client, provider, hanako, settings):
    come_back(client, provider)
    assert client.get("/areas/").url == "/account/second-factor/"
    settings.OIDC_HAS_SECOND_FACTOR = True
    assert client.get("/areas/").status_code == 200


@pytest.mark.parametrize("wrong", ["code", "state", "audience"])
def test_what_is_forged_is_refused(client, provider, hanako, wrong):
    if wrong == "state":
        answer = client.get(f"{LOGIN}callback/", {"code": "good", "state": "forged"})
    elif wrong == "audience":
        provider.audience = "somebody else"
        answer = come_back(client, provider)
    else:
        answer = come_back(client, provider, code="stolen")
    assert answer.status_code in {200, 401}
    assert answer.templates[0].name == "socialaccount/authentication_error.html"
    assert not is_in(client)


@pytest.mark.django_db
def test_who_comes_through_the_directory_makes_no_password_past_it(client):
    somebody = core.person()
    client.force_login(somebody)
    page = client.get("/account/password/", follow=True)
    assert page.redirect_chain[-1] == ("/account/second-factor/", 302)
    assert "認証基盤" in str(*page.context["messages"])
    assert client.post("/account/password/none/", {"password1": core.PASSWORD}).status_code == 405
    somebody.refresh_from_db()
    assert not somebody.has_usable_password()
