"""The library: scales and questions that an organisation asks again and again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.events.actions import questions as actions
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.forms.questions import (
    LibraryFilter,
    NewQuestionForm,
    NewScaleForm,
    QuestionForm,
    ScaleForm,
)
from zaitaku.programme.events.models import Question, Scale
from zaitaku.programme.events.queries import questions as queries
from zaitaku.programme.events.views.reach import seen, written

A_PAGE = 50


@page(Permission.VIEW_PROGRAMME)
@require_GET
def questions(request: StaffRequest) -> HttpResponse:
    form = LibraryFilter(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.library(seen(request), text).prefetch_related("scale__options")
    return render(
        request,
        "events/questions/library.html",
        {
            "filter": form,
            "rows": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
            "text": text,
            "may_add": written(request).exists(),
        },
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_question(request: StaffRequest) -> HttpResponse:
    form = NewQuestionForm(
        request.POST or None, organisations=written(request), scales=Scale.objects.filter(owner__in=seen(request))
    )
    if form.is_valid():
        data = form.cleaned_data
        if data["scale"] is not None:
            data["definition"] = ""
        try:
            made = actions.create_question(**data, by=request.user)
        except EventRefused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("The question was added; it can be answered for every session of its owner."))
            return redirect("events:change_question", made.pk) if made.scale_id else redirect("events:questions")
    context = {"page_form": form, "heading": _("Add a question"), "button": _("Add it"), "is_library": True}
    return render(request, "events/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_question(request: StaffRequest, pk: int) -> HttpResponse:
    """A question that was asked already is shown, and can be copied."""
    found = Question.objects.select_related("scale", "owner")
    question = get_object_or_404(found, pk=pk, owner__in=written(request))
    is_used = queries.is_used(question)
    scales = Scale.objects.filter(owner__in=seen(request))
    form = QuestionForm(None if is_used else request.POST or None, question=question, scales=scales)
    status = 200
    if request.method == "POST":
        status = 422
        if is_used:
            messages.error(request, _("This question was asked already and stays as it is. Copy it."))
        elif form.is_valid():
            try:
                actions.change_question(question=question, **form.cleaned_data, by=request.user)
            except EventRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The question was changed."))
                return redirect("events:questions")
    named = queries.indicators_on([question.code], seen(request)) if is_used else []
    context = {"form": form, "question": question, "is_used": is_used, "indicators": named}
    return render(request, "events/questions/question.html", context, status=status)


@page(Permission.RECORD)
@require_POST
def copy_question(request: StaffRequest, pk: int) -> HttpResponse:
    """For its own owner where one records for that, else for the first organisation that one records for."""
    question = get_object_or_404(Question.objects.select_related("owner"), pk=pk, owner__in=seen(request))
    mine = written(request)
    owner = mine.filter(pk=question.owner_id).first() or mine.order_by("pk")[0]
    made = actions.copy_question(question=question, owner=owner, by=request.user)
    messages.success(request, _("“%(code)s” is a copy that can be changed.") % {"code": made.code})
    return redirect("events:change_question", made.pk)


@page(Permission.RECORD)
@require_POST
def remove_question(request: StaffRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(Question, pk=pk, owner__in=written(request))
    try:
        actions.remove_question(question=question, by=request.user)
    except EventRefused as refused:
        messages.error(request, str(refused))
        return redirect("events:change_question", pk)
    messages.success(request, _("The question was removed."))
    return redirect("events:questions")


@page(Permission.VIEW_PROGRAMME)
@require_GET
def scales(request: StaffRequest) -> HttpResponse:
    rows = Paginator(queries.scales(seen(request)), A_PAGE).get_page(request.GET.get("page"))
    mine = set(written(request).values_list("pk", flat=True))
    return render(request, "events/questions/scales.html", {"rows": rows, "mine": mine, "may_add": bool(mine)})


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_scale(request: StaffRequest) -> HttpResponse:
    form = NewScaleForm(request.POST or None, organisations=written(request))
    if form.is_valid():
        try:
            actions.create_scale(**form.cleaned_data, by=request.user)
        except EventRefused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("The scale was added."))
            return redirect("events:scales")
    context = {"page_form": form, "heading": _("Add a scale"), "button": _("Add it"), "is_library": True}
    return render(request, "events/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_scale(request: StaffRequest, pk: int) -> HttpResponse:
    scale = get_object_or_404(Scale, pk=pk, owner__in=written(request))
    labels = scale.options.order_by("position").values_list("label", flat=True)
    form = ScaleForm(request.POST or None, initial={"title": scale.title, "options": "\n".join(labels)})
    if form.is_valid():
        try:
            actions.change_scale(scale=scale, **form.cleaned_data, by=request.user)
        except EventRefused as refused:
            form.add_error("options", str(refused))
        else:
            messages.success(request, _("The scale was changed."))
            return redirect("events:scales")
    context = {"form": form, "scale": scale, "is_used": queries.is_scale_used(scale)}
    return render(request, "events/questions/scale.html", context, status=422 if form.errors else 200)


@page(Permission.RECORD)
@require_POST
def copy_scale(request: StaffRequest, pk: int) -> HttpResponse:
    scale = get_object_or_404(Scale, pk=pk, owner__in=seen(request))
    mine = written(request)
    owner = mine.filter(pk=scale.owner_id).first() or mine.order_by("pk")[0]
    made = actions.copy_scale(scale=scale, owner=owner, by=request.user)
    messages.success(request, _("“%(code)s” is a copy that can be changed.") % {"code": made.code})
    return redirect("events:change_scale", made.pk)
