"""The whole year's programme again in the next: what would be copied is shown first, and chosen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.analysis.period import fiscal_year_of
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.events import actions
from zaitaku.programme.events.forms.programme import ProgrammeForm, YearsForm
from zaitaku.programme.events.queries.programme import lines_of
from zaitaku.programme.events.views.pages import warn_of_lotteries
from zaitaku.programme.events.views.reach import written


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def programme(request: StaffRequest) -> HttpResponse:
    """GET previews, POST copies the chosen series, all of them or none."""
    this_year = fiscal_year_of(timezone.localdate())
    asked = request.POST if request.method == "POST" else request.GET
    years = YearsForm(asked if "source" in asked else {"source": this_year, "target": this_year + 1})
    source, target = (years.cleaned_data["source"], years.cleaned_data["target"]) if years.is_valid() else (0, 0)
    lines = lines_of(written(request), source=source, target=target)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, lines=lines)
    if request.method == "POST" and years.is_valid() and form.is_valid():
        chosen = form.cleaned_data["series"]
        try:
            made = actions.copy_programme(
                series=chosen,
                fiscal_year=target,
                questionnaires=form.cleaned_data["questionnaires"],
                by=request.user,
            )
        except actions.EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Series copied: %(count)s") % {"count": len(made)})
            warn_of_lotteries(request, made)
            return redirect(f"{reverse('events:series_list')}?year={target}")
    context = {"years": years, "page_form": form, "lines": lines, "source": source, "target": target}
    context |= {"heading": _("Copy last year's programme"), "is_any": any(not line.is_there for line in lines)}
    return render(request, "events/planning/programme.html", context)
