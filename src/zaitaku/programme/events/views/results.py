"""Results of a questionnaire: tables per question, free texts with tags, Excel."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import workbook
from zaitaku.programme.events.actions.collect_answers import rename_tag, tag_answer
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import QuestionKind
from zaitaku.programme.events.forms.collecting import RenameTagForm, ResultsFilter, TagForm, TextsFilter
from zaitaku.programme.events.models import Answer
from zaitaku.programme.events.queries import questions as library
from zaitaku.programme.events.queries import results as queries
from zaitaku.programme.events.views.questionnaires import questionnaire_or_404
from zaitaku.programme.events.views.reach import may_write, written
from zaitaku.programme.events.views.results_export import sheets

A_PAGE = 50


@page(Permission.VIEW_PROGRAMME)
@require_GET
def results(request: StaffRequest, pk: int) -> HttpResponse:
    """Those who record for the series see every channel; all others see what may be published."""
    one = questionnaire_or_404(request, pk, to_write=False)
    form = ResultsFilter(request.GET, questionnaire=one)
    asked = form.cleaned_data if form.is_valid() else {}
    is_in_charge = may_write(request, one.series)
    few = queries.few_by_link(one, settings.DISCLOSURE_THRESHOLD) if is_in_charge else []
    if is_in_charge:
        found = queries.results(one, asked.get("session"), few=few)
    else:
        found = queries.published_results(one, settings.DISCLOSURE_THRESHOLD, asked.get("session"))
    base = asked.get("base") or "answered"
    others = library.other_definitions(one)
    context = {
        "one": one,
        "series": one.series,
        "filter": form,
        "base": base,
        "results": [
            (result, [shown(result, line, base) for line in result.lines], others.get(result.item.question.code, []))
            for result in found
        ],
        "count": found[0].lines[0].cell.responses if found and found[0].lines else 0,
        "is_open": any(line.is_open for result in found[:1] for line in result.lines),
        "may_write": is_in_charge,
        "threshold": settings.DISCLOSURE_THRESHOLD,
        "few": few,
        "text": QuestionKind.TEXT,
    }
    return render(request, "events/questions/results.html", context)


def shown(result: queries.QuestionResult, line: queries.Line, base: str) -> dict[str, Any]:
    """A line with its percentages, as the table prints it."""
    cell = line.cell
    decimals = result.item.question.decimals
    return {
        "line": line,
        "cell": cell,
        "options": [
            (cell.options.get(option.position, 0), cell.share(cell.options.get(option.position, 0), base))
            for option in result.options
        ],
        "share": cell.share(cell.counted, base, decimals),
        "below": cell.responses if base == "all" else cell.answered,
    }


@page(Permission.RECORD)
@require_GET
def export_results(request: StaffRequest, pk: int) -> HttpResponse:
    one = questionnaire_or_404(request, pk)
    few = queries.few_by_link(one, settings.DISCLOSURE_THRESHOLD)
    return workbook(sheets(one, few), f"questionnaire-{one.pk}")


@page(Permission.RECORD)
@require_GET
def texts(request: StaffRequest, pk: int) -> HttpResponse:
    """Free texts are read by those in charge alone: people write names into them."""
    one = questionnaire_or_404(request, pk)
    few = queries.few_by_link(one, settings.DISCLOSURE_THRESHOLD)
    tags = queries.tags_of(one)
    form = TextsFilter(request.GET, questionnaire=one, tags=tags)
    asked = form.cleaned_data if form.is_valid() else {}
    question = asked.get("question")
    found = queries.texts(one, question=question.pk if question else None, tag=asked.get("tag") or "", few=few)
    rows = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "one": one,
        "series": one.series,
        "filter": form,
        "rows": rows,
        "tags": tags,
        "rename": RenameTagForm(tags=tags),
        "few": few,
        "threshold": settings.DISCLOSURE_THRESHOLD,
        "query": request.GET.urlencode(),
    }
    return render(request, "events/questions/texts.html", context)


@page(Permission.RECORD)
@require_POST
def tag(request: StaffRequest, pk: int) -> HttpResponse:
    reach = Answer.objects.select_related("response__collection").filter(question__kind=QuestionKind.TEXT)
    answer = get_object_or_404(reach, pk=pk, response__collection__session__series__owner__in=written(request))
    form = TagForm(request.POST)
    problem = ""
    if form.is_valid():
        try:
            tag_answer(answer=answer, tags=form.cleaned_data["tags"], by=request.user)
        except EventRefused as refused:
            problem = str(refused)
    else:
        problem = str(form.errors["tags"][0])
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("The tags were saved."))
    address = reverse("events:texts", args=[answer.response.collection.questionnaire_id])
    query = request.POST.get("query", "")
    safe = query if query.isascii() and len(query) < 500 and "\n" not in query and "#" not in query else ""
    return HttpResponseRedirect(f"{address}?{safe}#text-{answer.pk}")


@page(Permission.RECORD)
@require_POST
def change_tag(request: StaffRequest, pk: int) -> HttpResponse:
    """Every text with the tag gets another, or joins those that have it."""
    one = questionnaire_or_404(request, pk)
    form = RenameTagForm(request.POST, tags=queries.tags_of(one))
    if form.is_valid():
        data = form.cleaned_data
        count = rename_tag(questionnaire=one, tag=data["tag"], to=data["to"], by=request.user)
        words = {"tag": data["tag"], "to": data["to"], "count": count}
        messages.success(request, _("“%(tag)s” is “%(to)s” now, on %(count)s texts.") % words)
    else:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect("events:texts", pk)
