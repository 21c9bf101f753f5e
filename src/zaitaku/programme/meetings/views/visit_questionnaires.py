"""After accompanied visits staff and teams are asked, each with a questionnaire of their own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.views import try_to
from zaitaku.programme.meetings.actions.visit_questionnaires import ask
from zaitaku.programme.meetings.choices import Audience
from zaitaku.programme.meetings.forms.visit_questionnaires import AskForm
from zaitaku.programme.meetings.queries import visit_questionnaires as queries
from zaitaku.programme.meetings.views.rounds import round_or_404


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def visit_questionnaires(request: StaffRequest, pk: int) -> HttpResponse:
    """`audience` of a POST says to whom links are sent; the collections themselves have pages of their own."""
    one = round_or_404(request, pk)
    sheets = one.series.questionnaires.filter(items__isnull=False).distinct().order_by("-pk")
    places = queries.places(one)
    cards = []
    for audience in Audience:
        is_sent = request.method == "POST" and request.POST.get("audience") == audience
        form = AskForm(request.POST if is_sent else None, prefix=audience, questionnaires=sheets, places=places)
        sent: list[int] = []

        def act(audience: Audience = audience, form: AskForm = form, sent: list[int] = sent) -> None:
            now = timezone.now()
            sent.append(ask(round_=one, audience=audience, **form.cleaned_data, by=request.user, now=now))

        if is_sent and try_to(form, act):
            messages.success(request, _("%(count)s personal links are on their way.") % {"count": sent[0]})
            return redirect("meetings:visit_questionnaires", pk)
        people = queries.went(one, audience)
        reachable = sum(bool(person.email) for person in people)
        cards.append((audience, form, queries.asked(one, audience), len(people), reachable))
    context = {
        "round": one,
        "series": one.series,
        "visits": True,
        "cards": cards,
        "has_sheets": sheets.exists(),
        "has_places": places.exists(),
        "crumb": _("Questionnaires on the visits"),
    }
    is_wrong = any(form.errors for _audience, form, *_rest in cards)
    return render(request, "meetings/visits/questionnaires.html", context, status=422 if is_wrong else 200)
