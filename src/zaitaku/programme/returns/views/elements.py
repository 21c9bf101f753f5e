"""The questions of a form, one action a page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.analysis.figure import Kind, Span
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.views import pasting, tried
from zaitaku.programme.returns.actions import elements as actions
from zaitaku.programme.returns.actions.adding import NewElement, add_elements
from zaitaku.programme.returns.actions.breakdowns import split_element, unsplit_element
from zaitaku.programme.returns.actions.ordering import move
from zaitaku.programme.returns.forms.element_paste import ElementsForm, columns, read_elements
from zaitaku.programme.returns.forms.elements import ElementForm, EndForm, LabelForm, MeaningForm, SplitForm
from zaitaku.programme.returns.models import Element
from zaitaku.programme.returns.queries.building import build_rows
from zaitaku.programme.returns.queries.spells import first_free
from zaitaku.programme.returns.views.editing import about, entry
from zaitaku.programme.returns.views.reach import form_or_404, own_form_or_404, seen, written


def own_element_or_404(request: StaffRequest, pk: int) -> Element:
    rows = Element.objects.select_related("form__owner", "parent", "breakdown")
    return get_object_or_404(rows, pk=pk, form__owner__in=written(request))


def page_of(element: Element) -> str:
    """The list of questions, at this one (of a breakdown's part: at its whole)."""
    at = element.parent_id if element.breakdown_id else element.pk
    return f"{reverse('returns:elements', args=[element.form_id])}#item-{at}"


@page(Permission.VIEW_PROGRAMME)
@require_GET
def elements(request: StaffRequest, pk: int) -> HttpResponse:
    form = form_or_404(pk, seen(request))
    is_owner = written(request).filter(pk=form.owner_id).exists()
    context = {
        "form": form,
        "rows": build_rows(form),
        "is_owner": is_owner,
        "free": first_free(form),
        "has_breakdowns": form.breakdowns.exists(),
    }
    return render(request, "returns/elements.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_element(request: StaffRequest, pk: int) -> HttpResponse:
    form = own_form_or_404(pk, written(request))
    asked = ElementForm(request.POST or None, form=form)

    def save(data: dict[str, object]) -> None:
        data |= {"kind": Kind(str(data["kind"])), "span": Span(str(data["span"])), "decimals": data["decimals"] or 0}
        actions.add_element(form=form, **data, by=request.user)  # type: ignore[arg-type]  # as cleaned

    back = reverse("returns:elements", args=[pk])
    return entry(request, asked, save, back=back, context=about(form, _("Add an item"), _("Add it")))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def paste_elements(request: StaffRequest, pk: int) -> HttpResponse:
    form = own_form_or_404(pk, written(request))
    asked = ElementsForm(request.POST or None, form=form)

    def save(found: list[NewElement]) -> HttpResponse:
        made = add_elements(form=form, elements=found, valid_from=asked.cleaned_data["valid_from"], by=request.user)
        messages.success(request, _("Added: %(count)s items.") % {"count": len(made)})
        return redirect("returns:elements", pk)

    context = {"form": form, "columns": columns(), "heading": _("Paste items from Excel")}
    context |= {"save_label": _("Add these items"), "breakdowns": form.breakdowns.all()}
    template = "returns/asking/paste_elements.html"
    rows = list(form.breakdowns.all())
    return pasting(request, template, context, form=asked, read=lambda block: read_elements(block, rows), save=save)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def relabel(request: StaffRequest, pk: int) -> HttpResponse:
    element = own_element_or_404(request, pk)
    first = {"label": element.label, "help_text": element.help_text, "since": first_free(element.form)}
    return entry(
        request,
        LabelForm(request.POST or None, form=element.form, initial=first),
        lambda data: actions.relabel_element(element=element, **data, by=request.user),
        back=page_of(element),
        context=about(element.form, _("Word an item better"), _("Save"), wordings=element.wordings.all()),
        template="returns/asking/wording.html",
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_element(request: StaffRequest, pk: int) -> HttpResponse:
    element = own_element_or_404(request, pk)
    names = ("kind", "span", "unit", "decimals", "parent")
    asked = MeaningForm(
        request.POST or None, form=element.form, initial={name: getattr(element, name) for name in names}
    )

    def save(data: dict[str, object]) -> None:
        data |= {"kind": Kind(str(data["kind"])), "span": Span(str(data["span"])), "decimals": data["decimals"] or 0}
        actions.change_element(element=element, **data, by=request.user)  # type: ignore[arg-type]  # as cleaned

    heading = _("What “%(item)s” means") % {"item": element.label}
    return entry(request, asked, save, back=page_of(element), context=about(element.form, heading, _("Save")))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def end_element(request: StaffRequest, pk: int) -> HttpResponse:
    element = own_element_or_404(request, pk)
    asked = EndForm(request.POST or None, form=element.form, initial={"valid_to": element.valid_to})
    return entry(
        request,
        asked,
        lambda data: actions.end_element(element=element, **data, by=request.user),
        back=page_of(element),
        context=about(element.form, _("End “%(item)s”") % {"item": element.label}, _("Save")),
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def split(request: StaffRequest, pk: int) -> HttpResponse:
    element = own_element_or_404(request, pk)
    return entry(
        request,
        SplitForm(request.POST or None, form=element.form),
        lambda data: split_element(element=element, **data, by=request.user),
        back=page_of(element),
        context=about(element.form, _("Split “%(item)s”") % {"item": element.label}, _("Split it")),
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def unsplit(request: StaffRequest, pk: int) -> HttpResponse:
    element = own_element_or_404(request, pk)
    return entry(
        request,
        SplitForm(request.POST or None, form=element.form, of=element),
        lambda data: unsplit_element(element=element, **data, by=request.user),
        back=page_of(element),
        context=about(element.form, _("Split “%(item)s” no longer") % {"item": element.label}, _("Save")),
    )


@page(Permission.RECORD)
@require_POST
def move_element(request: StaffRequest, pk: int) -> HttpResponse:
    """`step` is up or down; the browser comes back to the same row."""
    element = own_element_or_404(request, pk)
    up = request.POST.get("step") == "up"
    tried(request, lambda: move(one=element, up=up, by=request.user))
    return redirect(page_of(element))


@page(Permission.RECORD)
@require_POST
def remove_element(request: StaffRequest, pk: int) -> HttpResponse:
    element = own_element_or_404(request, pk)
    said = _("“%(label)s” was removed.") % {"label": element.label}
    if tried(request, lambda: actions.remove_element(element=element, by=request.user), said):
        return redirect("returns:elements", element.form_id)
    return redirect(page_of(element))
