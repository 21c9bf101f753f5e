"""Three things that hold on every page of somebody signed in: time-outs, the own language, a second factor."""

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from zaitaku.core.accounts.actions import keep_language
from zaitaku.core.accounts.models import Person

Answer = Callable[[HttpRequest], HttpResponse]
# Without a second factor one can enrol one, change the language, or leave.
ENROLMENT = frozenset({"account_logout", "account_reauthenticate", "set_language", "mfa_index"})
SEEN_EVERY = 30  # seconds; the session is written no more often than this


def time_out(get_response: Answer) -> Answer:
    """End a sitting that was idle for IDLE_MINUTES or is older than SESSION_HOURS, and say so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        now = timezone.now().timestamp()
        began = request.session.setdefault("began", now)
        seen = request.session.setdefault("seen", now)
        if now - began >= settings.SESSION_HOURS * 3600:
            reason = _("You were signed out because %(hours)s hours had passed since you signed in.")
            return _signed_out(request, reason % {"hours": settings.SESSION_HOURS})
        if now - seen >= settings.IDLE_MINUTES * 60:
            reason = _("You were signed out because nothing had happened for %(minutes)s minutes.")
            return _signed_out(request, reason % {"minutes": settings.IDLE_MINUTES})
        if now - seen >= SEEN_EVERY:
            request.session["seen"] = now
        return get_response(request)

    return middleware


def _signed_out(request: HttpRequest, reason: str) -> HttpResponse:
    came_from = _where(request)
    logout(request)
    back = _("Sign in again to return to the page where you were.")
    messages.warning(request, f"{reason} {back}")
    answer = redirect_to_login(came_from)
    return HttpResponseClientRedirect(answer.url) if request.headers.get("HX-Request") else answer


def _where(request: HttpRequest) -> str:
    """The page to return to: the one that was open, when something was being sent from it."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    return urlsplit(page)._replace(scheme="", netloc="").geturl()


def own_language(get_response: Answer) -> Answer:
    """Pages come in the language the person chose last, on whichever computer that was."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person):
            return get_response(request)
        translation.activate(person.language)
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is not None and request.resolver_match and request.resolver_match.url_name == "set_language":
            keep_language(person=person, language=chosen.value)
        return response

    return middleware


class SecondFactorMiddleware:
    """Without a second factor only the pages where one is set up open; the demo alone does without."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        person = request.user
        name = (request.resolver_match.url_name or "") if request.resolver_match else ""
        is_open = name in ENROLMENT or name.startswith(("mfa_activate", "mfa_add", "mfa_reauthenticate"))
        if settings.DEMO or not isinstance(person, Person) or is_open or self._is_proven(request, person):
            return None
        messages.warning(request, _("Set up a second factor first. Until then no other page opens."))
        return redirect("mfa_index")

    @staticmethod
    def _is_proven(request: HttpRequest, person: Person) -> bool:
        if settings.OIDC_HAS_SECOND_FACTOR:
            done = get_authentication_records(request, person)
            if any(step.get("method") == "socialaccount" for step in done):
                return True
        return bool(is_mfa_enabled(person, ["totp", "webauthn"]))
