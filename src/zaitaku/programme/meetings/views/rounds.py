"""A round: slots and trainees at a glance, matching, settling, day lists, which visits took place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import workbook
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import tried, try_to
from zaitaku.programme.events.views.reach import written
from zaitaku.programme.meetings.actions import rounds as actions
from zaitaku.programme.meetings.actions import visits as round_actions
from zaitaku.programme.meetings.choices import VisitStatus
from zaitaku.programme.meetings.forms.visits import MarksRefused, RoundForm, SettleForm, read_marks
from zaitaku.programme.meetings.models import Round
from zaitaku.programme.meetings.queries import visits as queries
from zaitaku.programme.meetings.queries.visits import Board, Line, Why, slot_words
from zaitaku.reports import xlsx_list


def round_or_404(request: StaffRequest, pk: int) -> Round:
    rows = Round.objects.select_related("series__owner")
    return get_object_or_404(rows, pk=pk, series__owner__in=written(request))


def why_words(line: Line) -> str:
    """Why somebody stands where they stand, in a sentence."""
    if line.why is Why.WISH and line.rank is not None:
        text = _("Wish %(rank)s") % {"rank": line.rank}
        if line.full:
            text += _(": the dearer ones are full")
        return text
    if line.why is Why.BY_HAND:
        return _("Set by hand (wish %(rank)s)") % {"rank": line.rank} if line.rank else _("Set by hand")
    return {
        Why.WITHDRAWN: _("Withdrew"),
        Why.BESIDE: _("Placed beside the wishes"),
        Why.CANCELLED: _("The visit was called off"),
        Why.NO_WISH: _("No wish was entered"),
        Why.NONE_LEFT: _("None left: every wished slot is full"),
        Why.FREE_AGAIN: _("A wished slot is free: match again"),
        Why.NOT_YET: _("Not matched yet"),
    }[line.why]


@page(Permission.RECORD)
@require_GET
def round_page(request: StaffRequest, pk: int) -> HttpResponse:
    one = round_or_404(request, pk)
    board = queries.board(one)
    context = {
        "round": one,
        "series": one.series,
        "board": board,
        "rows": [(line, why_words(line), [slot_words(slot) for slot in line.wishes]) for line in board.lines],
        "settle_form": SettleForm(),
        "crumb": one.title,
    }
    return render(request, "meetings/visits/round.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_round(request: StaffRequest, pk: int) -> HttpResponse:
    one = round_or_404(request, pk)
    form = RoundForm(request.POST or None, initial={"title": one.title, "closes_on": one.closes_on})
    if try_to(form, lambda: round_actions.change_round(round_=one, **form.cleaned_data, by=request.user)):
        messages.success(request, _("Saved."))
        return redirect("meetings:round", pk)
    context = {"series": one.series, "visits": True, "round": one, "page_form": form}
    return render(
        request, "meetings/visits/form.html", context | {"heading": _("Change the round"), "button": _("Save")}
    )


@page(Permission.RECORD)
@require_http_methods(["POST"])
def match_round(request: StaffRequest, pk: int) -> HttpResponse:
    one = round_or_404(request, pk)

    def match() -> str:
        found = actions.match_round(round_=one, by=request.user)
        words = {"placed": found.placed, "unplaced": found.unplaced}
        return _("Matched: %(placed)s placed, %(unplaced)s without a place.") % words

    tried(request, match)
    return redirect("meetings:round", pk)


@page(Permission.RECORD)
@require_http_methods(["POST"])
def settle_round(request: StaffRequest, pk: int) -> HttpResponse:
    one = round_or_404(request, pk)
    form = SettleForm(request.POST)
    with_letters = form.is_valid() and form.cleaned_data["with_letters"]

    def settle() -> str:
        count = actions.settle_round(round_=one, with_letters=with_letters, now=timezone.now(), by=request.user)
        return _("The round is settled. Letters written: %(count)s.") % {"count": count}

    tried(request, settle)
    return redirect("meetings:round", pk)


@page(Permission.RECORD)
@require_http_methods(["POST"])
def reopen_round(request: StaffRequest, pk: int) -> HttpResponse:
    one = round_or_404(request, pk)

    def reopen() -> str:
        actions.reopen_round(round_=one, by=request.user)
        return _("The round can be changed again; letters that were not sent yet are withdrawn.")

    tried(request, reopen)
    return redirect("meetings:round", pk)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def held(request: StaffRequest, pk: int) -> HttpResponse:
    """Which visits took place and which were called off, in one list."""
    one = round_or_404(request, pk)
    problem = ""
    if request.method == "POST":
        lines = [line.visit.pk for line in queries.board(one).lines if line.visit]
        try:
            marks = read_marks(request.POST, lines)
            count = actions.mark_visits(round_=one, marks=marks, now=timezone.now(), by=request.user)
        except (RecordRefused, MarksRefused) as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Saved: %(count)s entries.") % {"count": count})
            return redirect("meetings:visits_held", pk)
    board = queries.board(one)
    rows = [(line, line.visit) for line in board.lines if line.visit is not None]
    rows.sort(key=lambda pair: (pair[1].slot.day, pair[1].slot.team, pair[0].trainee.number))
    shown = [
        (line, visit, request.POST.get(f"v{visit.pk}", visit.status) if problem else visit.status)
        for line, visit in rows
    ]
    context = {"round": one, "series": one.series, "rows": shown, "choices": VisitStatus.choices, "problem": problem}
    context |= {"visits": True, "today": timezone.localdate(), "crumb": _("Visits held")}
    return render(request, "meetings/visits/held.html", context, status=422 if problem else 200)


@page(Permission.RECORD)
@require_GET
def days(request: StaffRequest, pk: int) -> HttpResponse:
    """A page per team for printing: who comes along on which day."""
    one = round_or_404(request, pk)
    board = queries.board(one)
    context = {"round": one, "series": one.series, "visits": True, "teams": board.by_team(), "crumb": _("Day lists")}
    return render(request, "meetings/visits/days.html", context)


@page(Permission.RECORD)
@require_GET
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """Trainees with wishes and places, and the slots, as Excel."""
    one = round_or_404(request, pk)
    board = queries.board(one)
    return workbook([_trainee_sheet(board), _slot_sheet(board)], f"visits-{one.pk}")


def _trainee_sheet(board: Board) -> xlsx_list.ListSheet:
    most = max((len(line.wishes) for line in board.lines), default=0)
    columns = [_("Number"), _("Hospital or body"), _("Full name"), _("Profession"), _("E-mail address")]
    columns += [_("Wish %(rank)s") % {"rank": rank} for rank in range(1, most + 1)]
    columns += [_("Day of the visit"), _("Time of day"), _("Home-care team"), _("Why"), _("State of the visit")]
    rows: list[list[xlsx_list.Value]] = []
    for line in board.lines:
        one, visit = line.trainee, line.visit
        wishes = [slot_words(slot) for slot in line.wishes]
        rows.append(
            [
                one.number,
                one.hospital.name,
                one.name,
                one.get_profession_display() if one.profession else "",
                one.email,
                *wishes,
                *[""] * (most - len(wishes)),
                visit.slot.day if visit else None,
                visit.slot.get_half_display() if visit else "",
                visit.slot.team if visit else "",
                why_words(line),
                visit.get_status_display() if visit else "",
            ]
        )
    return xlsx_list.ListSheet(_("Trainees"), columns, rows)


def _slot_sheet(board: Board) -> xlsx_list.ListSheet:
    columns = [_("Day of the visit"), _("Time of day"), _("Home-care team"), _("Takes along"), _("Placed")]
    columns += [_("Wished for by"), _("Who goes along"), _("Meeting point or note")]
    rows: list[list[xlsx_list.Value]] = [
        [
            one.slot.day,
            one.slot.get_half_display(),
            one.slot.team,
            one.slot.capacity,
            len(one.lines),
            one.wished,
            "、".join(f"{line.trainee.name}（{line.trainee.hospital.name}）" for line in one.lines),
            one.slot.note,
        ]
        for one in board.slots
    ]
    return xlsx_list.ListSheet(_("Slots"), columns, rows)
