"""Questionnaires of a series: begun empty or copied, ordered, looked at, printed."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.pages.views import download
from zaitaku.programme.events.actions import questionnaires as actions
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.forms.collecting import AnswerForm
from zaitaku.programme.events.forms.questions import LibraryFilter, NewQuestionnaireForm, QuestionnaireForm
from zaitaku.programme.events.models import Item, Questionnaire
from zaitaku.programme.events.queries import questions as queries
from zaitaku.programme.events.views.paper_form import paper_form_of
from zaitaku.programme.events.views.reach import may_write, seen, series_or_404, written
from zaitaku.reports import paper_form as renderer

OFFERED = 30


def questionnaire_or_404(request: StaffRequest, pk: int, *, to_write: bool = True) -> Questionnaire:
    reach = written(request) if to_write else seen(request)
    return get_object_or_404(Questionnaire.objects.select_related("series__owner"), pk=pk, series__owner__in=reach)


@page(Permission.VIEW_PROGRAMME)
@require_http_methods(["GET", "POST"])
def questionnaires(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, seen(request) if request.method == "GET" else written(request))
    form = NewQuestionnaireForm(request.POST or None, sources=queries.sources(seen(request), series))
    if form.is_valid():
        title, source = form.cleaned_data["title"], form.cleaned_data["source"]
        if source is not None:
            made = actions.copy_questionnaire(questionnaire=source, series=series, title=title, by=request.user)
        else:
            made = actions.create_questionnaire(series=series, title=title, by=request.user)
        messages.success(request, _("The questionnaire was added. Now choose and order its questions."))
        return redirect("events:questionnaire", made.pk)
    context = {
        "series": series,
        "rows": queries.questionnaires(series),
        "form": form,
        "may_write": may_write(request, series),
    }
    return render(request, "events/questions/questionnaires.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def questionnaire(request: StaffRequest, pk: int) -> HttpResponse:
    """Title and introduction are changed by POST; the questions by their own addresses."""
    one = questionnaire_or_404(request, pk)
    is_locked = queries.is_locked(one)
    form = QuestionnaireForm(
        request.POST if request.method == "POST" else None,
        initial={"title": one.title, "introduction": one.introduction},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_questionnaire(questionnaire=one, **form.cleaned_data, by=request.user)
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The questionnaire was changed."))
            return redirect("events:questionnaire", pk)
    search = LibraryFilter(request.GET)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    items = queries.items(one)
    offered = queries.library(seen(request), text).exclude(pk__in=[item.question_id for item in items])
    context = {
        "one": one,
        "series": one.series,
        "form": form,
        "items": items,
        "search": search,
        "offered": offered[:OFFERED],
        "more": offered.count() > OFFERED,
        "is_locked": is_locked,
        "collections": one.collections.select_related("session").order_by("session__number"),
    }
    return render(request, "events/questions/questionnaire.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@require_POST
def add_item(request: StaffRequest, pk: int) -> HttpResponse:
    """The question is named by its id; one outside one's reach is none of the library."""
    one = questionnaire_or_404(request, pk)
    number = key_of(request.POST.get("question", "")) or 0
    question = queries.library(seen(request)).filter(pk=number).first()
    if question is None:
        messages.error(request, _("Choose a question of the library."))
        return redirect("events:questionnaire", pk)
    try:
        item = actions.add_item(questionnaire=one, question=question, by=request.user)
    except EventRefused as refused:
        messages.error(request, str(refused))
        return redirect("events:questionnaire", pk)
    return _back(pk, f"item-{item.pk}")


@page(Permission.RECORD)
@require_POST
def change_item(request: StaffRequest, pk: int) -> HttpResponse:
    """`step` is up, down, require, optional or remove; the browser comes back to the same button."""
    reach = Item.objects.select_related("questionnaire__series", "question")
    item = get_object_or_404(reach, pk=pk, questionnaire__series__owner__in=written(request))
    step = request.POST.get("step", "")
    place = f"{step if step in ('up', 'down') else 'item'}-{item.pk}"
    try:
        if step in ("up", "down"):
            actions.move_item(item=item, up=step == "up", by=request.user)
        elif step in ("require", "optional"):
            actions.require_item(item=item, is_required=step == "require", by=request.user)
        elif step == "remove":
            actions.remove_item(item=item, by=request.user)
            place = "items"
    except EventRefused as refused:
        messages.error(request, str(refused))
    return _back(item.questionnaire_id, place)


@page(Permission.RECORD)
@require_POST
def copy_questionnaire(request: StaffRequest, pk: int) -> HttpResponse:
    """Within the series, so that the copy can be changed."""
    one = questionnaire_or_404(request, pk)
    title = _("%(title)s (copy)") % {"title": one.title[:180]}
    made = actions.copy_questionnaire(questionnaire=one, series=one.series, title=title, by=request.user)
    messages.success(request, _("“%(title)s” can be changed.") % {"title": made.title})
    return redirect("events:questionnaire", made.pk)


@page(Permission.RECORD)
@require_POST
def remove_questionnaire(request: StaffRequest, pk: int) -> HttpResponse:
    one = questionnaire_or_404(request, pk)
    series = one.series_id
    try:
        actions.remove_questionnaire(questionnaire=one, by=request.user)
    except EventRefused as refused:
        messages.error(request, str(refused))
        return redirect("events:questionnaire", pk)
    messages.success(request, _("The questionnaire was removed."))
    return redirect("events:questionnaires", series)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """As those see it who answer; nothing can be sent."""
    one = questionnaire_or_404(request, pk, to_write=False)
    form = AnswerForm(items=queries.items(one))
    context = {"one": one, "series": one.series, "form": form, "is_preview": True}
    return render(request, "events/questions/preview.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def paper_form(request: StaffRequest, pk: int) -> HttpResponse:
    one = questionnaire_or_404(request, pk, to_write=False)
    made = renderer.render(paper_form_of(one, queries.items(one)), created=timezone.now())
    return download(made, f"questionnaire-{one.pk}.pdf", renderer.CONTENT_TYPE, shown=True)


def _back(pk: int, place: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("events:questionnaire", args=[pk]) + f"#{place}")
