"""The pages people see when something did not work: what happened, what to do, whom to ask."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

log = logging.getLogger(__name__)

# When even the templates cannot be read; in both languages, for nobody can be asked which one to take.
LAST_WORDS = (
    '<!doctype html><html lang="ja"><meta charset="utf-8"><title>Zaitaku</title>'
    "<p>現在この画面を表示できません。しばらくしてからもう一度お試しください。</p>"
    '<p lang="en">This page cannot be shown now. Please try again in a while.</p></html>'
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _without_database("pages/400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "pages/403.html", {"contact": settings.CONTACT}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "pages/404.html", {"contact": settings.CONTACT}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks neither the database nor the session: they may be what is broken."""
    return _without_database("pages/500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.warning("form refused: %s", reason)
    return _without_database("pages/csrf.html", 403)


def _without_database(template: str, status: int) -> HttpResponse:
    context: dict[str, Any] = {"contact": settings.CONTACT, "now": timezone.now()}
    try:
        return HttpResponse(render_to_string(template, context), status=status)
    except Exception:
        log.exception("the error page itself failed")
        return HttpResponse(LAST_WORDS, status=status)
