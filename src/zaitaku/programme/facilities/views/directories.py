"""Directories of sections, their rules, and the numbers of the lists kept before."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import exists_on
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import try_to
from zaitaku.programme.facilities.actions.directories import change_directory, open_directory, record_listed_count
from zaitaku.programme.facilities.forms.staff import CountForm, DirectoryForm
from zaitaku.programme.facilities.models import ListedCount
from zaitaku.programme.facilities.queries.groups import directories_of
from zaitaku.programme.facilities.views.reach import directory_or_404, kept, seen, written


@page(Permission.VIEW_PROGRAMME)
@never_cache
@require_safe
def directories(request: StaffRequest) -> HttpResponse:
    """With the sections that recorded numbers of former lists only."""
    reach = seen(request)
    found = directories_of(reach)
    others = ListedCount.objects.filter(owner__in=reach, superseded_at=None).exclude(
        owner__group_directory__isnull=False
    )
    owners = {count.owner_id: count.owner for count in others.select_related("owner")}
    own = set(kept(request).values_list("pk", flat=True))
    context = {"directories": found, "others": list(owners.values()), "own": own}
    return render(request, "facilities/directories.html", context)


@page(Permission.CONFIRM)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    free = kept(request).filter(exists_on(today), group_directory=None).order_by("kind", "code")
    form = DirectoryForm(request.POST or None, owners=free, initial={"kept_since": today})

    def begin() -> None:
        open_directory(owner=form.cleaned_data["owner"], fields=form.values(), by=request.user)

    if try_to(form, begin):
        messages.success(request, _("The directory was begun."))
        return redirect("facilities:groups")
    return _form(request, form, heading=_("Begin a directory"), button=_("Begin"))


def _form(request: StaffRequest, form: Any, *, heading: str, button: str) -> HttpResponse:
    context = {"page_form": form, "heading": heading, "button": button}
    return render(request, "facilities/settings.html", context, status=422 if form.errors else 200)


@page(Permission.CONFIRM)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    found = directory_or_404(pk, kept(request))
    form = DirectoryForm(request.POST or None, initial=DirectoryForm.initial_of(found))
    if form.is_valid():
        change_directory(directory=found, fields=form.values(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("facilities:directories")
    return _form(request, form, heading=str(found), button=_("Save"))


@page(Permission.VIEW_PROGRAMME)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def counts(request: StaffRequest, pk: int) -> HttpResponse:
    """Numbers of the list a section kept before; who may record for it adds and corrects them here."""
    reach = written(request) if request.method == "POST" else seen(request)
    owner = get_object_or_404(reach, pk=pk)
    rows = list(ListedCount.objects.filter(owner=owner).select_related("recorded_by").order_by("-as_of", "-pk"))
    current = {row.as_of: row for row in rows if row.is_current}
    form = CountForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        known = current.get(data["as_of"])
        try:
            record_listed_count(
                owner=owner,
                as_of=data["as_of"],
                groups=data["groups"],
                note=data["note"],
                expected=known.pk if known else None,
                by=request.user,
                now=timezone.now(),
            )
        except RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Recorded."))
            return redirect("facilities:counts", pk)
    may = written(request).filter(pk=pk).exists()
    context = {"owner": owner, "rows": rows, "form": form, "may_write": may}
    return render(request, "facilities/counts.html", context, status=422 if form.errors else 200)
