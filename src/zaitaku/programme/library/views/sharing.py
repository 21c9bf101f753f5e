"""Sharing a version, who opened it, reminding the others."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import Area, Organisation, below
from zaitaku.core.pages.views import workbook
from zaitaku.core.records.views import tried
from zaitaku.programme.library.actions import sharing as actions
from zaitaku.programme.library.choices import VersionState
from zaitaku.programme.library.forms.documents import AddresseeFilter, ReasonForm, ShareForm
from zaitaku.programme.library.models import Addressee, Document, Sharing
from zaitaku.programme.library.queries import documents as queries
from zaitaku.programme.library.views.documents import kept_version_or_404
from zaitaku.programme.library.views.pages import PER_PAGE, form_page, kept, plain
from zaitaku.reports.xlsx_list import ListSheet


def sharing_or_404(request: StaffRequest, pk: int) -> Sharing:
    found = Sharing.objects.select_related("version__document__owner").defer("version__content")
    return get_object_or_404(found, pk=pk, version__document__owner__in=kept(request))


def _around(document: Document) -> QuerySet[Organisation]:
    """Whom an owner may share with: organisations of its own area and below."""
    areas = Area.objects.filter(pk=document.owner.area_id)
    return queries.existing(Organisation.objects.filter(below("area", areas)), on=timezone.localdate())


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def share(request: StaffRequest, pk: int) -> HttpResponse:
    version = kept_version_or_404(request, pk)
    if version.state == VersionState.WITHDRAWN:
        messages.info(request, _("This version was withdrawn. Share another one."))
        return redirect("library:version", pk)
    today = timezone.localdate()
    form = ShareForm(
        request.POST or None,
        organisations=_around(version.document),
        today=today,
        initial={"on": today, "by_letter": version.state == VersionState.CURRENT},
    )

    def act(data: dict[str, Any]) -> Sharing:
        how = {name: data[name] for name in ("on", "emails", "words", "by_letter")}
        return actions.share(version=version, organisations=form.chosen(), **how, by=request.user, now=timezone.now())

    return form_page(
        request,
        form,
        act,
        heading=_("Share this version"),
        back=("library:version", pk),
        to=lambda made: ("library:sharing", made.pk),
        said=lambda made: _("Shared. Letters written: %(count)s.") % {"count": made.told},
        button=_("Share it"),
        warning=_(
            "One version on one day counts as one sharing, however many addressees it has. They do not see each other."
        ),
        document=version.document,
        version=version,
        section="documents",
    )


@page(Permission.RECORD)
@require_GET
def sharing(request: StaffRequest, pk: int) -> HttpResponse:
    found = sharing_or_404(request, pk)
    form = AddresseeFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    listed = Paginator(queries.listed_addressees(found, asked), PER_PAGE).get_page(request.GET.get("page"))
    state = queries.state_of(found.version)
    opened = found.addressees.exclude(opened_at=None).count()
    context = {
        "sharing": found,
        "version": found.version,
        "document": found.version.document,
        "filter": form,
        "listed": listed,
        "sendings": found.sendings.select_related("sent_by"),
        "asked": found.addressees.count(),
        "opened": opened,
        "to_remind": queries.to_remind(found, before=timezone.now() - actions.PAUSE).count()
        if state == VersionState.CURRENT and found.undone_at is None
        else 0,
        "state": state,
        "section": "documents",
    }
    return render(request, "library/documents/sharing.html", context)


@page(Permission.RECORD)
@require_GET
def export(request: StaffRequest, pk: int) -> HttpResponse:
    found = sharing_or_404(request, pk)
    form = AddresseeFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    columns = [
        _("Addressee"),
        _("Kind"),
        pgettext("document", "Opened"),
        _("Opened at"),
        _("Opened by"),
        _("Reminded at"),
    ]
    rows = [
        [
            one.organisation.name if one.organisation else one.email or _("(address removed)"),
            one.organisation.get_kind_display() if one.organisation else _("Person without an account"),
            "○" if one.opened_at else "",
            plain(one.opened_at),
            one.opened_by.name if one.opened_by else "",
            plain(one.reminded_at),
        ]
        for one in queries.listed_addressees(found, asked)
    ]
    return workbook([ListSheet(_("Addressees"), columns, rows)], f"sharing-{found.shared_on}")


@page(Permission.RECORD)
@require_POST
def remind(request: StaffRequest, pk: int) -> HttpResponse:
    found = sharing_or_404(request, pk)

    def act() -> str:
        written = actions.remind(sharing=found, by=request.user, now=timezone.now())
        return _("Reminded. Letters written: %(count)s.") % {"count": written}

    tried(request, act)
    return redirect("library:sharing", pk)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    found = sharing_or_404(request, pk)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda data: actions.undo_sharing(sharing=found, **data, by=request.user, now=timezone.now()),
        heading=_("Take the sharing back"),
        back=("library:sharing", pk),
        button=_("Take it back"),
        danger=True,
        warning=_(
            "It does not count any more. Letters that were not sent yet are not sent, and private links lead nowhere."
            " Letters that were sent cannot be called back."
        ),
        document=found.version.document,
        version=found.version,
        section="documents",
    )


@page(Permission.RECORD)
@require_POST
def forget(request: StaffRequest, pk: int) -> HttpResponse:
    rows = Addressee.objects.select_related("sharing__version__document")
    found = get_object_or_404(rows, pk=pk, sharing__version__document__owner__in=kept(request))
    done = _("The address and its private link were removed.")
    tried(request, lambda: actions.forget_address(addressee=found, by=request.user, now=timezone.now()), done)
    return redirect("library:sharing", found.sharing_id)
