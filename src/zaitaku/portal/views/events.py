"""What residents are invited to: the list, one session, and files for calendars and for reuse."""

import hashlib
from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_safe

from zaitaku.core.pages.views import download, page_number
from zaitaku.portal.forms import EventFilter
from zaitaku.portal.queries import calendar_events
from zaitaku.programme.events import published
from zaitaku.reports import event_list, ical

PER_PAGE = 20
_FRESH = 300  # seconds for which a fetched feed or data set may be kept


@require_safe
@never_cache
def events(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = EventFilter(request.GET, choices=published.choices(now=now))
    asked = form.asked()
    number = page_number(request)
    listing = published.listed(now=now, asked=asked, first=(number - 1) * PER_PAGE, count=PER_PAGE)
    page = Paginator(range(listing.total), PER_PAGE).get_page(number)
    if page.number != number:  # beyond the last page: show the last one
        first = (page.number - 1) * PER_PAGE
        listing = published.listed(now=now, asked=asked, first=first, count=PER_PAGE)
    context = {
        "listing": listing,
        "listed": page,
        "filter": form,
        "is_past": asked.is_past,
        "is_narrowed": asked != published.Asked(is_past=asked.is_past),
        "today": timezone.localdate(now),
        "contact": settings.CONTACT,
        "years": published.years(),
    }
    return render(request, "portal/events.html", context)


@require_safe
@never_cache
def event(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    if (found := published.session(key=pk, now=now)) is None:
        raise Http404
    last = found.last_day
    context = {"event": found, "is_over": last is not None and last < timezone.localdate(now)}
    return render(request, "portal/event.html", context)


@require_safe
@cache_control(public=True, max_age=_FRESH)
def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    if (found := published.session(key=pk, now=timezone.now())) is None:
        raise Http404
    return _calendar(request, (found,), found.title, f"event-{pk}.ics")


@require_safe
@cache_control(public=True, max_age=_FRESH)
def feed(request: HttpRequest) -> HttpResponse:
    """Every public session, for calendars that ask again and again."""
    with translation.override("ja"):
        name = _("Lectures and gatherings")
    return _calendar(request, published.feed(now=timezone.now()), name, "events.ics")


def _calendar(
    request: HttpRequest, sessions: tuple[published.PublishedSession, ...], name: str, file_name: str
) -> HttpResponse:
    """In Japanese whoever asks: a feed is fetched by programs. Unchanged content is answered with 304."""
    with translation.override("ja"):
        found = [one for session in sessions for one in calendar_events(session, address=_address(session))]
        content = ical.render(name, found)
    digest = hashlib.sha256(content).hexdigest()

    @condition(etag_func=lambda _request: f'"{digest}"')
    def answer(_request: HttpRequest) -> HttpResponse:
        headers = {"Content-Disposition": content_disposition_header(False, file_name) or "inline"}
        return HttpResponse(content, content_type=ical.CONTENT_TYPE, headers=headers)

    answered: HttpResponse = answer(request)
    return answered


def _address(session: published.PublishedSession) -> str:
    """Never from the request: feeds are kept by caches, and the next reader asked for another host."""
    return settings.BASE_URL.rstrip("/") + reverse("portal:event", args=[session.key])


@require_safe
@cache_control(public=True, max_age=_FRESH)
def open_data(request: HttpRequest, year: int) -> HttpResponse:
    """イベント一覧 of a fiscal year, under the name the standard gives the file (131202_event.csv)."""
    if not date.min.year <= year < date.max.year or year not in published.years():
        raise Http404
    with translation.override("ja"):
        sessions = published.of_year(fiscal_year=year, now=timezone.now())
        rows = [published.open_data_row(one, url=_address(one)) for one in sessions]
    codes = sorted({row.code for row in rows if row.code.isascii() and row.code.isalnum()})
    disposition = content_disposition_header(True, f"{codes[0] if len(codes) == 1 else 'all'}_event.csv")
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(event_list.render(rows), content_type=event_list.CONTENT_TYPE, headers=headers)


@require_safe
def handout(request: HttpRequest, pk: int) -> HttpResponse:
    """Always as a download, never shown by the browser: what is inside was made elsewhere."""
    if (found := published.public_file(key=pk)) is None:
        raise Http404
    return download(found.content, found.file_name, found.media_type)
