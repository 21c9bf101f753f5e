"""The 医療・介護連携シート to fill in: files for anybody. Nothing that is written into them comes back here."""

from datetime import datetime
from functools import lru_cache

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import download
from zaitaku.programme.materials.actions.coordination import offer_as_form
from zaitaku.programme.materials.forms.coordination import OfferForm
from zaitaku.programme.materials.queries.coordination import issuer_of, sheets_offered
from zaitaku.programme.materials.views.reach import title_or_404, written
from zaitaku.reports import coordination_sheet, coordination_workbook
from zaitaku.reports.coordination_form import Issuer


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    title = get_object_or_404(sheets_offered(), pk=pk)
    issuer, _made = issuer_of(title)
    return render(request, "materials/coordination/sheet.html", {"title": title, "issuer": issuer})


@require_GET
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    issuer, made = issuer_of(get_object_or_404(sheets_offered(), pk=pk))
    return download(_pdf(issuer, made), f"{issuer.title}.pdf", coordination_sheet.CONTENT_TYPE)


@require_GET
def as_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    issuer, made = issuer_of(get_object_or_404(sheets_offered(), pk=pk))
    return download(_xlsx(issuer, made), f"{issuer.title}.xlsx", coordination_workbook.CONTENT_TYPE)


# Anybody may ask as often as they like, and the same form is the same file.
@lru_cache(maxsize=16)
def _pdf(issuer: Issuer, made: datetime) -> bytes:
    return coordination_sheet.render(issuer, created=made)


@lru_cache(maxsize=16)
def _xlsx(issuer: Issuer, made: datetime) -> bytes:
    return coordination_workbook.render(issuer, created=made)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    title = title_or_404(pk, written(request))
    initial = {"is_offered": title.has_coordination_sheet, "contact": title.contact}
    form = OfferForm(request.POST or None, initial=initial)
    if form.is_valid():
        offer_as_form(title=title, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("materials:title", pk)
    context = {"page_form": form, "heading": _("A form to fill in"), "button": _("Save"), "title": title}
    return render(request, "materials/form.html", context, status=422 if form.errors else 200)
