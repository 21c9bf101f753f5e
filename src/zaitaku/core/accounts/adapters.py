"""What allauth asks of the product: who may come in, what happens at sign-in, how second factors are kept."""

import base64
import secrets
from time import time
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zaitaku.core.accounts.actions import note_sign_in
from zaitaku.core.accounts.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Nobody signs up: people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """Accounts of the demo, left in a data folder that is served for real, stay out."""
        if not settings.DEMO and user.email.lower().endswith(f"@{settings.DEMO_DOMAIN}"):
            clear_login(request)
            return cast(HttpResponse, self.respond_user_inactive(request, user))
        return cast("HttpResponse | None", super().pre_login(request, user, **kwargs))

    def login(self, request: HttpRequest, user: Person) -> None:
        previous = user.last_login
        super().login(request, user)
        methods = [str(done["method"]) for done in get_authentication_records(request, user)]
        note_sign_in(person=user, previous=previous, methods=methods)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not again within the minutes after signing in, so that enrolling asks for the password once."""
        done = get_authentication_records(self.request, self.request.user)
        if any(time() - float(step["at"]) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for step in done):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Many town halls give an internal system no way to send mail; the audit tells what the mails would."""


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """The directory signs in people who are here already; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Secrets of second factors are kept encrypted under the secret key, which no backup contains."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """After a restore under another secret key every factor fails and must be enrolled anew."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _cipher() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"zaitaku second factor").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
