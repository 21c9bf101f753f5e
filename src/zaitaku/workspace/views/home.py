"""Home: what is due from me, which marks are open, what changed."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.wording import full_text
from zaitaku.core.accounts.access import Permission, StaffRequest, allowed, organisations_for, page
from zaitaku.core.accounts.models import Person
from zaitaku.core.accounts.queries import Duty
from zaitaku.core.jobs.queries import failing_beats
from zaitaku.programme.council.models import OpenMark, Paper
from zaitaku.programme.council.queries import papers_seen_by
from zaitaku.programme.facilities.queries import due as facilities
from zaitaku.programme.library.queries import due as library
from zaitaku.programme.materials.queries import due as materials
from zaitaku.programme.materials.queries import order_duties as orders
from zaitaku.programme.meetings.queries import due as meetings
from zaitaku.programme.plans.queries import measures_of
from zaitaku.programme.returns.queries import due as returns
from zaitaku.workspace.queries import Desk, Standing, desk_of, figures_of, recent_changes, standings

LISTED = 10
DUTIES = (
    facilities.duties_of,
    library.duties_of,
    materials.duties_of,
    meetings.duties_of,
    orders.duties_of,
    returns.duties_of,
)


@dataclass(frozen=True, slots=True)
class Due:
    """A figure whose owner I may speak for, and that nobody has confirmed as it stands now."""

    figure: Figure
    text: str
    owner: str
    was_confirmed: bool


def home(request: HttpRequest) -> HttpResponse:
    """The front page: staff find their desk, everybody else what residents are invited to, with the way to sign in."""
    return desk(request) if request.user.is_authenticated else redirect("portal:events")


@page()
def desk(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    if not allowed(request.user, Permission.VIEW_PROGRAMME, on=today):
        return render(request, "workspace/home_without_programme.html", {"failing_beats": failing_beats})
    found = desk_of(request.user, today=today)
    if found is None:
        waiting = {"duties": _duties(request.user, today), "failing_beats": failing_beats}
        return render(request, "workspace/no_plan.html", waiting)
    figures, standing = figures_of(found), standings(found)
    due = _due(found, figures, standing, request.user, today)
    open_figures = [(one, full_text(one, found.as_of)) for one in figures.values() if one.is_open]
    mine = organisations_for(request.user, Permission.CONFIRM, on=today)
    marks = OpenMark.objects.filter(filled_at=None, owner__in=mine).select_related("owner", "paper")
    papers = papers_seen_by(Paper.objects.filter(version__plan=found.plan), request.user, on=today)
    context = {
        "desk": found,
        "today": today,
        "failing_beats": failing_beats,
        "due": due[:LISTED],
        "due_count": len(due),
        "open_figures": open_figures,
        "marks": marks.order_by("due")[:LISTED],
        "duties": _duties(request.user, today),
        "papers": papers.order_by("-as_of", "-id")[:5],
        "changes": recent_changes(request.user, LISTED, today=today),
        "figure_count": len(figures),
        "confirmed_count": sum(one.is_current for one in standing.values()),
    }
    return render(request, "workspace/home.html", context)


def _duties(person: Person, today: date) -> list[Duty]:
    """Of every subject; the most urgent first."""
    found = [duty for duties_of in DUTIES for duty in duties_of(person, on=today, most=LISTED)]
    return sorted(found, key=lambda duty: duty.due_on or date.max)[:LISTED]


def _due(
    desk: Desk, figures: dict[str, Figure], standing: dict[str, Standing], person: Person, today: date
) -> list[Due]:
    mine = set(organisations_for(person, Permission.CONFIRM, on=today).values_list("pk", flat=True))
    waiting = []
    for indicator in measures_of(desk.version):
        word = standing.get(indicator.code)
        if indicator.owner_id in mine and (word is None or not word.is_current):
            figure = figures[indicator.code]
            text = full_text(figure, desk.as_of)
            waiting.append(Due(figure, text, indicator.owner.name, was_confirmed=word is not None))
    return waiting
