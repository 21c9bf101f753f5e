"""The list of groups, one group, and entries that the section writes."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import Area
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.facilities.actions.entry import GroupContact, GroupEntry
from zaitaku.programme.facilities.actions.groups import enter_group, hand_in
from zaitaku.programme.facilities.choices import Listing, Way
from zaitaku.programme.facilities.forms.entry import initial_of
from zaitaku.programme.facilities.forms.staff import AddForm, ChangeForm, DayForm, EndForm, FilterForm, ReasonForm
from zaitaku.programme.facilities.models import Directory, Group
from zaitaku.programme.facilities.queries import groups as queries
from zaitaku.programme.facilities.queries.compare import compared
from zaitaku.programme.facilities.views.meanwhile import refused_with
from zaitaku.programme.facilities.views.reach import directory_or_404, group_or_404, may_write, seen, written

PER_PAGE = 50


@page(Permission.VIEW_PROGRAMME)
@never_cache
@require_safe
def groups(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    reach = seen(request)
    directories = queries.directories_of(reach)
    used = Area.objects.filter(pk__in=queries.known(reach).order_by().values("current__area")).order_by("code", "pk")
    form = FilterForm(request.GET, areas=used)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.listed(reach, asked, today=today, directories=directories)
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    own = set(written(request).values_list("pk", flat=True))
    context = {
        "directories": directories,
        "listed": listed,
        "rows": queries.rows_of(listed, today),
        "filter": form,
        "is_narrowed": any(asked.values()),
        "waiting": queries.known(reach).filter(queries.in_state(Listing.WAITING, today, directories)).count(),
        "due": queries.known(reach).filter(queries.DUE).count(),
        "public": queries.known(reach).filter(queries.is_listed(today, directories)).count(),
        "may_add": any(one.owner_id in own for one in directories),
        "query": request.GET.urlencode(),
    }
    return render(request, "facilities/groups.html", context)


@page(Permission.VIEW_PROGRAMME)
@never_cache
@require_safe
def group(request: StaffRequest, pk: int) -> HttpResponse:
    return shown(request, group_or_404(pk, seen(request)))


def shown(request: StaffRequest, found: Group, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a group; `forms` are those that were refused. Only who may write sees what is not public."""
    today = timezone.localdate()
    may = may_write(request, found)
    row = queries.rows_of([found], today)[0]
    start = {"on": today, "way": Way.PHONE}
    context = {
        "group": found,
        "row": row,
        "today": today,
        "may_write": may,
        "contact": GroupContact.of(found) if may else None,
        "lines": compared(found.current, found.pending, with_hidden=may),
        "steps": found.steps.select_related("by").order_by("-pk"),
        "reason_form": ReasonForm(initial={"seen": found.pending_id}),
        "confirm_form": DayForm(initial=start, auto_id="confirm_%s"),
        "consent_form": DayForm(initial=start, auto_id="consent_%s"),
        "end_form": EndForm(initial=start, auto_id="end_%s"),
        "is_public": row.listing == Listing.LISTED,
    }
    return render(request, "facilities/group.html", context | forms, status=status)


def chosen_directory(request: StaffRequest) -> Directory | None:
    """The one that is named in the address, or the only one that the person may write in."""
    reach = written(request)
    if asked := request.GET.get("directory", ""):
        return directory_or_404(key_of(asked) or 0, reach)
    found = queries.directories_of(reach)
    return found[0] if len(found) == 1 else None


def which_directory(request: StaffRequest) -> HttpResponse:
    choices = queries.directories_of(written(request))
    return render(request, "facilities/which.html", {"directories": choices, "page": request.path})


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Somebody telephoned. Where there are several directories, the first page asks for which."""
    directory = chosen_directory(request)
    if directory is None:
        return which_directory(request)
    now = timezone.now()
    today = timezone.localdate(now)
    form = AddForm(request.POST or None, areas=queries.areas_for(directory, on=today))
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = enter_group(
                directory=directory,
                entry=form.entry(),
                contact=form.contact(),
                way=Way(data["way"]),
                on=today,
                consent_on=form.consent_day(today),
                approves=data["approves"],
                by=request.user,
                now=now,
            )
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s was entered.") % {"name": made})
            return redirect("facilities:group", made.pk)
    context = {"form": form, "directory": directory, "heading": _("Enter a group")}
    return render(request, "facilities/form.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    found = group_or_404(pk, written(request))
    now = timezone.now()
    entry = found.pending or found.current
    initial = initial_of(GroupEntry.of(entry), GroupContact.of(found), found.version) if entry else {}
    areas = queries.areas_for(found.directory, on=timezone.localdate(now), now=entry.area_id if entry else None)
    form = ChangeForm(request.POST or None, areas=areas, initial=initial)
    more = {}
    if form.is_valid():
        data = form.cleaned_data
        try:
            hand_in(
                group=found,
                entry=form.entry(),
                contact=form.contact(),
                seen=data["seen"] or 0,
                way=Way(data["way"]),
                approves=data["approves"],
                confirms=data["confirms"],
                by=request.user,
                now=now,
            )
        except RecordRefused as refused:
            more = refused_with(form, refused, lambda: group_or_404(pk, written(request)))
        else:
            messages.success(request, _("Saved."))
            return redirect("facilities:group", pk)
    context = {"form": form, "directory": found.directory, "group": found, "heading": _("Change the entry")}
    return render(request, "facilities/form.html", context | more, status=422 if form.errors else 200)
