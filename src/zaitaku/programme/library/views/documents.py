"""The library: the list of what one may read, one document, one version."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import download, workbook
from zaitaku.programme.library.actions import documents as actions
from zaitaku.programme.library.actions.sharing import open_version
from zaitaku.programme.library.choices import VersionState
from zaitaku.programme.library.forms.documents import (
    DocumentFilter,
    DocumentForm,
    NewDocumentForm,
    ReasonForm,
    VersionForm,
)
from zaitaku.programme.library.models import Document, Version
from zaitaku.programme.library.queries import documents as queries
from zaitaku.programme.library.queries.reach import versions_seen_by
from zaitaku.programme.library.views.pages import MOST_EXPORTED, PER_PAGE, form_page, keeps, kept, told_words
from zaitaku.reports.xlsx_list import ListSheet


def seen(request: StaffRequest) -> QuerySet[Any]:
    return versions_seen_by(request.user, on=timezone.localdate())


def kept_document_or_404(request: StaffRequest, pk: int) -> Document:
    return get_object_or_404(Document.objects.select_related("owner"), pk=pk, owner__in=kept(request))


def kept_version_or_404(request: StaffRequest, pk: int) -> Any:
    return get_object_or_404(seen(request), pk=pk, document__owner__in=kept(request))


@page(Permission.VIEW_PROGRAMME)
@require_GET
def documents(request: StaffRequest) -> HttpResponse:
    form, asked, found = _asked(request)
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "listed": listed,
        "filter": form,
        "may_add": kept(request).exists(),
        "is_narrowed": any(value for name, value in asked.items() if name != "state")
        or asked.get("state", "") not in ("", VersionState.CURRENT),
        "query": query.urlencode(),
        "section": "documents",
    }
    return render(request, "library/documents/list.html", context)


def _asked(request: StaffRequest) -> tuple[DocumentFilter, dict[str, Any], QuerySet[Any]]:
    found = seen(request)
    form = DocumentFilter(request.GET, owners=queries.owners_of(found), tags=queries.tags_of(found))
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    return form, asked, queries.listed_versions(found, asked, person=request.user)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def export(request: StaffRequest) -> HttpResponse:
    """What the filters leave."""
    _form, _given, found = _asked(request)
    columns = [
        _("Title"),
        _("Version"),
        _("Kind"),
        _("Owner"),
        _("Subjects"),
        _("Issued on"),
        _("State"),
        _("Opened by me"),
    ]
    rows = [
        [
            one.title,
            one.number,
            one.document.get_kind_display(),
            one.document.owner.name,
            "、".join(tag.word for tag in one.document.tags.all()),
            one.issued_on,
            str(VersionState(one.state).label),
            "○" if one.is_opened else "",
        ]
        for one in found[:MOST_EXPORTED]
    ]
    return workbook([ListSheet(_("Guidelines and notices"), columns, rows)], "library")


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    owners = kept(request)
    own = owners[:2]
    today = timezone.localdate()
    initial = {"owner": own[0] if len(own) == 1 else None, "issued_on": today}
    form = NewDocumentForm(request.POST or None, request.FILES or None, owners=owners, initial=initial)

    def act(data: dict[str, Any]) -> Document:
        version = form.entry(data["title"])
        return actions.create_document(**form.document(), version=version, by=request.user, now=timezone.now())

    return form_page(
        request,
        form,
        act,
        heading=_("Add a document"),
        back=("library:documents",),
        to=lambda made: ("library:document", made.pk),
        said=lambda _made: _("The document was added. Now share it."),
        section="documents",
    )


@page(Permission.VIEW_PROGRAMME)
@require_GET
def document(request: StaffRequest, pk: int) -> HttpResponse:
    """Its versions, as far as one may see them; for its keepers with whom it was shared and who opened it."""
    found = get_object_or_404(Document.objects.select_related("owner"), pk=pk)
    versions = list(seen(request).filter(document=found).order_by("-number"))
    if not versions:
        raise Http404
    is_kept = keeps(request, found.owner)
    context = {
        "document": found,
        "versions": versions,
        "current": next((one for one in versions if one.state == VersionState.CURRENT), None),
        "tags": found.tags.all(),
        "may_write": is_kept,
        "sharings": Paginator(queries.sharings_of(found), 20).get_page(request.GET.get("page")) if is_kept else None,
        "section": "documents",
    }
    return render(request, "library/documents/document.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def version(request: StaffRequest, pk: int) -> HttpResponse:
    """Where letters lead: what it is, that it is superseded and by what, and the button that opens it."""
    return _version_page(request, get_object_or_404(seen(request), pk=pk))


def _version_page(request: StaffRequest, found: Any, *, is_opened: bool = False) -> HttpResponse:
    current = queries.current_of(found.document)
    is_kept = keeps(request, found.document.owner)
    context = {
        "version": found,
        "document": found.document,
        "current": current,
        "newer": current if current is not None and current.number > found.number else None,
        "may_write": is_kept,
        "may_open": is_kept or found.state != VersionState.WITHDRAWN,
        "is_opened": is_opened,
        "section": "documents",
    }
    return render(request, "library/documents/version.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_POST
def open_one(request: StaffRequest, pk: int) -> HttpResponse:
    """The file, always as a download, or the page with the address to be followed (the content security policy keeps
    a form from leading elsewhere); that it was opened is kept. A withdrawn one leads back to its page unless one
    keeps it."""
    found = get_object_or_404(seen(request).defer(None), pk=pk)
    if found.state == VersionState.WITHDRAWN and not keeps(request, found.document.owner):
        return redirect("library:version", pk)
    open_version(version=found, person=request.user, now=timezone.now())
    if found.address:
        return _version_page(request, found, is_opened=True)
    return download(bytes(found.content), found.file_name, found.media_type)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    found = kept_document_or_404(request, pk)
    initial = {name: getattr(found, name) for name in ("kind", "title", "description", "is_open")}
    initial["tags"] = "、".join(tag.word for tag in found.tags.all())
    return form_page(
        request,
        DocumentForm(request.POST or None, initial=initial),
        lambda data: actions.change_document(document=found, **data, by=request.user),
        heading=_("Change what the document is about"),
        back=("library:document", pk),
        document=found,
        section="documents",
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_version(request: StaffRequest, pk: int) -> HttpResponse:
    found = kept_document_or_404(request, pk)
    form = VersionForm(request.POST or None, request.FILES or None, initial={"issued_on": timezone.localdate()})

    def act(_data: dict[str, Any]) -> Version:
        entry = form.entry(found.title)
        return actions.add_version(document=found, version=entry, by=request.user, now=timezone.now())

    return form_page(
        request,
        form,
        act,
        heading=_("Add a new version"),
        back=("library:document", pk),
        to=lambda made: ("library:version", made.pk),
        said=lambda made: told_words(made.told),
        warning=_(
            "The version before it is superseded. Everybody who opened it or was addressed hears of it by letter."
        ),
        document=found,
        section="documents",
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    found = kept_version_or_404(request, pk)
    if found.state == VersionState.WITHDRAWN:
        messages.info(request, _("This version was withdrawn already."))
        return redirect("library:version", pk)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda data: actions.withdraw_version(version=found, **data, by=request.user, now=timezone.now()),
        heading=_("Withdraw this version"),
        back=("library:version", pk),
        said=lambda done: told_words(done.told),
        button=_("Withdraw it"),
        danger=True,
        warning=_(
            "It is not handed out any more and stays in the list. Its readers hear of it with the reason, if it is the"
            " current one; the version before it then counts again."
        ),
        document=found.document,
        version=found,
        section="documents",
    )
