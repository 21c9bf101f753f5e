"""What a form asks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.figure import Kind, Span
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.returns import actions, queries
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.forms.asking import ElementForm, LabelForm, NewFormForm
from zaitaku.programme.returns.models import Element
from zaitaku.programme.returns.views.reach import form_or_404, own_form_or_404, seen, written


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_form(request: StaffRequest) -> HttpResponse:
    asked = NewFormForm(request.POST or None, organisations=written(request))
    if asked.is_valid():
        data = asked.cleaned_data | {"rhythm": Rhythm(asked.cleaned_data["rhythm"])}
        try:
            made = actions.create_form(**data, by=request.user)
        except actions.FormRefused as refused:
            asked.add_error("code", str(refused))
        else:
            messages.success(request, _("“%(title)s” was added. Now add what it asks.") % {"title": made.title})
            return redirect("returns:elements", made.pk)
    context = {"page_form": asked, "heading": _("Add a form"), "button": _("Add it")}
    return render(request, "returns/entry.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def elements(request: StaffRequest, pk: int) -> HttpResponse:
    form = form_or_404(pk, seen(request))
    is_owner = written(request).filter(pk=form.owner_id).exists()
    context = {"form": form, "rows": queries.elements_in_order(form), "is_owner": is_owner}
    return render(request, "returns/elements.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_element(request: StaffRequest, pk: int) -> HttpResponse:
    form = own_form_or_404(pk, written(request))
    asked = ElementForm(request.POST or None, form=form)
    if asked.is_valid():
        data = asked.cleaned_data
        data |= {"kind": Kind(data["kind"]), "span": Span(data["span"]), "decimals": data["decimals"] or 0}
        try:
            actions.add_element(form=form, **data, by=request.user)
        except actions.FormRefused as refused:
            asked.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("returns:elements", pk)
    context = {"page_form": asked, "heading": _("Add an item"), "button": _("Add it"), "form": form}
    return render(request, "returns/entry.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def relabel(request: StaffRequest, pk: int) -> HttpResponse:
    elements = Element.objects.select_related("form__owner")
    element = get_object_or_404(elements, pk=pk, form__owner__in=written(request))
    asked = LabelForm(request.POST or None, initial={"label": element.label})
    if asked.is_valid():
        actions.relabel_element(element=element, label=asked.cleaned_data["label"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("returns:elements", element.form_id)
    context = {"page_form": asked, "heading": _("Word an item better"), "button": _("Save"), "form": element.form}
    return render(request, "returns/entry.html", context)
