"""What the views of every app share: files, pages behind a private link and for when something did not work, and how
often one address may send what anybody can send."""

import logging
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import content_disposition_header

from zaitaku.core.pages.forms import key_of
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


def page_number(request: HttpRequest) -> int:
    """Of a list whose pages are asked for one by one; 1 for nonsense."""
    asked = key_of(request.GET.get("page", "")) or 1
    return asked if asked < 100_000 else 1


def private(answer: HttpResponse) -> HttpResponse:
    """For pages whose address is the key: no index of a search engine keeps them. Pages of others that are linked to do
    not hear of it, by the house's Referrer-Policy; a stricter one would take the origin from the forms, which then are
    refused."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def is_too_often(request: HttpRequest, what: str) -> bool:
    """Counts this time too, within ten minutes from the first time on. Many people share the address of a library's
    terminals or of a mobile network, hence the limit is generous; it stops machines.

    Each process of the server counts for itself: writing a count where all of them see it costs more than the form.
    """
    if not settings.POSTS_PER_ADDRESS:
        return False
    counts = caches["posts"]
    key = f"{what}:{known_as(str(get_adapter(request).get_client_ip(request) or ''))}"
    if counts.add(key, 1, settings.POSTS_PER_ADDRESS_SECONDS):
        return False
    try:
        return bool(counts.incr(key) > settings.POSTS_PER_ADDRESS)
    except ValueError:  # it ran out between the two
        return False


def known_as(address: str) -> str:
    """Keyed, so that memory holds no addresses. Of IPv6 the network of one subscriber (/64) counts: within it everybody
    has as many addresses as they like."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        found = None
    if isinstance(found, IPv6Address):
        address = str(found.ipv4_mapped or int(found) >> 64)
    return salted_hmac("zaitaku.posts", address, algorithm="sha256").hexdigest()


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
