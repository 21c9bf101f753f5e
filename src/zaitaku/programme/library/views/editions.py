"""Editions of the casebook: for everybody who may read them; made by their keepers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import key_of
from zaitaku.core.pages.views import download
from zaitaku.programme.library.actions import editions as actions
from zaitaku.programme.library.forms.casebook import EditionForm
from zaitaku.programme.library.forms.documents import ReasonForm
from zaitaku.programme.library.models import Edition
from zaitaku.programme.library.queries import casebook as queries
from zaitaku.programme.library.queries.reach import editions_seen_by
from zaitaku.programme.library.views.pages import PER_PAGE, form_page, keeps, kept
from zaitaku.reports import casebook


def edition_or_404(request: StaffRequest, pk: int) -> Edition:
    return get_object_or_404(editions_seen_by(request.user, on=timezone.localdate()), pk=pk)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def editions(request: StaffRequest) -> HttpResponse:
    found = editions_seen_by(request.user, on=timezone.localdate()).annotate(cases=Count("parts"))
    owners = kept(request)
    context = {
        "listed": Paginator(found.order_by("-issued_on", "-number", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "may_add": owners.exists(),
        "owners": owners.filter(library_cases__cleared_at=None, library_cases__isnull=False).distinct()[:50],
        "section": "casebook",
    }
    return render(request, "library/casebook/editions.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def edition(request: StaffRequest, pk: int) -> HttpResponse:
    """Its frozen words on the page; without them where it stopped being offered."""
    found = edition_or_404(request, pk)
    parts = [] if found.stopped_at else list(found.parts.order_by("position"))
    context = {
        "edition": found,
        "parts": parts,
        "part_heads": [words for _name, words in queries.parts_asked()],
        "count": found.parts.count(),
        "cases": found.parts.select_related("case").order_by("position") if keeps(request, found.owner) else [],
        "may_write": keeps(request, found.owner),
        "section": "casebook",
    }
    return render(request, "library/casebook/edition.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The same bytes whenever it is asked for; not while the edition is stopped."""
    found = edition_or_404(request, pk)
    if found.stopped_at is not None:
        raise Http404
    made = casebook.render(printed(found), created=found.made_at)
    return download(made, f"{found.title}_第{found.number}号.pdf", casebook.CONTENT_TYPE)


def printed(found: Edition) -> casebook.Casebook:
    """In Japanese, whoever asks: the words of the paper do not depend on the reader."""
    with translation.override("ja"):
        return casebook.Casebook(
            title=found.title,
            number=f"第{found.number}号",
            day=format_wareki(found.issued_on),
            owner=found.owner.name,
            preface=found.preface,
            contact=found.contact,
            cases=[
                casebook.CaseText(
                    title=part.title,
                    scene=str(part.get_scene_display()),
                    theme=part.theme,
                    professions=part.profession_words(),
                    background=part.background,
                    done=part.done,
                    learnt=part.learnt,
                )
                for part in found.parts.order_by("position")
            ],
        )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Of the cases of one owner; those that cannot be published yet are listed with what they lack."""
    owner = _owner(request)
    if owner is None:
        messages.info(request, _("Write down a case first."))
        return redirect("library:cases")
    every = list(queries.listed_cases(kept(request), {"owner": owner}).filter(cleared_at=None).order_by("pk"))
    ready = queries.ready(every)
    last = Edition.objects.filter(owner=owner).order_by("-number").first()
    initial = {
        "title": last.title if last else "",
        "number": last.number + 1 if last else 1,
        "issued_on": timezone.localdate(),
        "contact": last.contact if last else "",
        "is_open": True,
    }
    form = EditionForm(request.POST or None, cases=ready, initial=initial)

    def act(_data: dict[str, Any]) -> Edition:
        chosen = form.chosen()
        return actions.make_edition(
            owner=owner, **form.fields_of_edition(), cases=chosen, by=request.user, now=timezone.now()
        )

    return form_page(
        request,
        form,
        act,
        heading=_("Make an edition"),
        back=("library:editions",),
        to=lambda made: ("library:edition", made.pk),
        said=lambda _made: _("The edition was made. Its words are frozen."),
        button=_("Make it"),
        owner=owner,
        owners=kept(request).filter(library_cases__isnull=False).distinct(),
        not_ready=[(case, lacks) for case in every if (lacks := queries.missing(case))],
        section="casebook",
    )


def _owner(request: StaffRequest) -> Organisation | None:
    """Of the address, or the first who has cases."""
    found = kept(request).filter(library_cases__isnull=False).distinct().order_by("kind", "code", "pk")
    key = key_of(request.GET.get("owner", ""))
    return found.filter(pk=key).first() if key is not None and key < 2**31 else found.first()


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Edition.objects.select_related("owner"), pk=pk, owner__in=kept(request))
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda data: actions.offer_again(edition=found, **data, by=request.user),
        heading=_("Offer the edition again"),
        back=("library:edition", pk),
        button=_("Offer it again"),
        warning=_("Only where the withdrawal was noted by mistake, and every side of every case has given consent."),
        edition=found,
        section="casebook",
    )
