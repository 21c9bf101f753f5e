"""Answers that every app gives: files, and pages for when something did not work."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header

from zaitaku.reports import xlsx_list

log = logging.getLogger(__name__)

# When even the templates cannot be read; in both languages, for nobody can be asked which one to take.
LAST_WORDS = (
    '<!doctype html><html lang="ja"><meta charset="utf-8"><title>Zaitaku</title>'
    "<p>現在この画面を表示できません。しばらくしてからもう一度お試しください。</p>"
    '<p lang="en">This page cannot be shown now. Please try again in a while.</p></html>'
)


def download(content: bytes, name: str, media_type: str, *, shown: bool = False) -> HttpResponse:
    """A file under a name that every file system takes; `shown`: in the browser itself, where it can.

    Nothing on the way keeps a copy, for most files name people.
    """
    safe = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in name)
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(not shown, safe) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer


def workbook(sheets: Sequence[xlsx_list.ListSheet], name: str) -> HttpResponse:
    """Lists as a workbook, `name` without ".xlsx"."""
    return download(xlsx_list.render(sheets, created=timezone.now()), f"{name}.xlsx", xlsx_list.CONTENT_TYPE)


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
