"""Community groups for residents: the list, one group, a list on paper, and open data."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from zaitaku.core.pages.views import page_number, workbook
from zaitaku.portal.forms import GroupFilter
from zaitaku.programme.facilities import published
from zaitaku.programme.facilities.published import PublishedGroup
from zaitaku.reports import group_list
from zaitaku.reports.xlsx_list import ListSheet, Value

PER_PAGE = 20
_FRESH = 300  # seconds for which a fetched data set may be kept


@require_safe
@never_cache
def groups(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = GroupFilter(request.GET, choices=published.choices(today=today))
    asked = form.asked()
    number = page_number(request)
    found, total = published.listed(today=today, asked=asked, first=(number - 1) * PER_PAGE, count=PER_PAGE)
    page = Paginator(range(total), PER_PAGE).get_page(number)
    if page.number != number:  # beyond the last page: show the last one
        first = (page.number - 1) * PER_PAGE
        found, total = published.listed(today=today, asked=asked, first=first, count=PER_PAGE)
    context = {
        "groups": found,
        "listed": page,
        "total": total,
        "filter": form,
        "is_narrowed": asked != published.Asked(),
        "query": request.GET.urlencode(),
        "contact": settings.CONTACT,
        "directories": published.directories(),
    }
    return render(request, "portal/groups.html", context)


@require_safe
@never_cache
def group(request: HttpRequest, pk: int) -> HttpResponse:
    if (found := published.group(key=pk, today=timezone.localdate())) is None:
        raise Http404
    return render(request, "portal/group.html", {"group": found})


@require_safe
@never_cache
def print_groups(request: HttpRequest) -> HttpResponse:
    """All that were found on one page, to be printed and handed to somebody without a computer."""
    today = timezone.localdate()
    form = GroupFilter(request.GET, choices=published.choices(today=today))
    found, total = published.listed(today=today, asked=form.asked())
    context = {"groups": found, "total": total, "today": today, "words": form.words(), "query": request.GET.urlencode()}
    return render(request, "portal/groups_print.html", context)


def _everything() -> list[PublishedGroup]:
    return published.listed(today=timezone.localdate(), asked=published.Asked())[0]


def _row(one: PublishedGroup) -> group_list.GroupRow:
    return group_list.GroupRow(
        key=f"{one.body_code}-{one.key}",
        name=one.name,
        kana=one.kana,
        kinds=one.kind_labels,
        description=one.what,
        eligibility=one.for_whom,
        venue=one.venue,
        address=one.address,
        area=one.area,
        city=one.body,
        weekdays=one.weekdays,
        weeks=one.weeks,
        starts=one.starts,
        ends=one.ends,
        schedule=one.when_words,
        fees=one.fee,
        application=one.how_to_join,
        contact=one.desk,
        phone=one.phone,
        email=one.email,
        web=one.web,
        # Never from the request: data sets are kept by caches, and the next reader asked for another host.
        page=settings.BASE_URL.rstrip("/") + reverse("portal:group", args=[one.key]),
        assured_on=one.confirmed_on,
    )


@require_safe
@cache_control(public=True, max_age=_FRESH)
def groups_csv(request: HttpRequest) -> HttpResponse:
    with translation.override("ja"):
        content = group_list.render_csv([_row(one) for one in _everything()])
    return _file(content, group_list.CSV_TYPE, "community_groups.csv")


@require_safe
@cache_control(public=True, max_age=_FRESH)
def groups_json(request: HttpRequest) -> HttpResponse:
    with translation.override("ja"):
        content = group_list.render_json([_row(one) for one in _everything()])
    return _file(content, group_list.JSON_TYPE, "community_groups.json")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=kind, headers=headers)


@require_safe
@never_cache
def groups_xlsx(request: HttpRequest) -> HttpResponse:
    """The same for people, with Japanese heads."""
    with translation.override("ja"):
        columns = [*published.labels(), _("Last confirmed")]
        sheet = ListSheet(_("Community groups"), columns, [_cells(one) for one in _everything()])
        return workbook([sheet], _("Community groups"))


def _cells(one: PublishedGroup) -> list[Value]:
    names = ("name", "kana", "kind_words", "what", "for_whom", "when_words", "venue", "address", "area", "fee")
    more = ("how_to_join", "desk", "phone", "email", "web", "confirmed_on")
    return [getattr(one, name) for name in (*names, *more)]
