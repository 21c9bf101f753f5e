"""Shares of questionnaire answers of a session: one line per question for the session and each channel."""

from decimal import Decimal

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.analysis.figure import percent
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.events import actions
from zaitaku.programme.events.forms.series import ShareForm
from zaitaku.programme.events.models import Channel, Question, Session
from zaitaku.programme.events.queries import collecting
from zaitaku.programme.events.queries import series as queries
from zaitaku.programme.events.views.reach import session_or_404, written

Line = tuple[Question, Channel | None, ShareForm]


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def shares(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request))
    lines = _lines(request, session)
    problem = ""
    if request.method == "POST" and all(form.is_valid() for _question, _channel, form in lines):
        problem = _save(request, session, lines)
        if not problem:
            return redirect("events:answers", pk)
        lines = _lines(request, session, is_refused=True)
    wrong = [
        (f"{question.code} {channel.label if channel else session.label}", form[name], error)
        for question, channel, form in lines
        for name in form.fields
        for error in form[name].errors
    ]
    context = {"session": session, "series": session.series, "lines": lines, "problem": problem, "wrong": wrong}
    counted = collecting.counted_questions(session)
    context["counted"] = [(one, counted[one.pk]) for one in Question.objects.filter(pk__in=counted).order_by("code")]
    context["is_short"] = request.method == "GET" and "all" not in request.GET
    return render(request, "events/questions/shares.html", context, status=422 if wrong or problem else 200)


def _lines(request: StaffRequest, session: Session, *, is_refused: bool = False) -> list[Line]:
    """After a refusal the row that counts now is the one seen: whoever saves again has seen it."""
    data = request.POST.copy() if request.method == "POST" else None
    current = queries.current_shares(session)
    ways: list[Channel | None] = [None, *session.channels.order_by("position", "pk")]
    lines: list[Line] = []
    for question in _questions(request, session):
        for way in ways:
            about = f"{question.code} {way.label if way else session.label}"
            prefix = f"q{question.pk}-{way.pk if way else 0}"
            row = current.get((question.pk, way.pk if way else None))
            if data is not None and is_refused:
                data[f"{prefix}-seen"] = str(row.pk) if row else ""
            lines.append((question, way, ShareForm(data, prefix=prefix, row=row, about=about)))
    return lines


def _questions(request: StaffRequest, session: Session) -> list[Question]:
    """What the event asks; all of the owner's with ?all=1 and where nothing was asked. What is sent is never cut.

    Without the questions whose shares are counted from responses.
    """
    counted = collecting.counted_questions(session)
    is_whole = request.method == "POST" or "all" in request.GET
    asked = queries.asked_questions(session).exclude(pk__in=counted)
    return ([] if is_whole else list(asked)) or list(queries.questions_for(session).exclude(pk__in=counted))


def _save(request: StaffRequest, session: Session, lines: list[Line]) -> str:
    """The refusal in words, or "" when all was saved. A fraction without percentage gives it."""
    saved = 0
    try:
        with transaction.atomic():
            for question, channel, form in lines:
                _fill_percentage(form, question)
                if (entry := form.entry()) is not None:
                    actions.record_answer_share(
                        question=question,
                        session=session,
                        channel=channel,
                        entry=entry,
                        fraction=form.fraction(),
                        expected=form.cleaned_data["seen"],
                        by=request.user,
                    )
                    saved += 1
    except RecordRefused as refused:
        return str(refused)
    if saved:
        messages.success(request, _("Saved: %(count)s values.") % {"count": saved})
    else:
        messages.info(request, _("Nothing was changed."))
    return ""


def _fill_percentage(form: ShareForm, question: Question) -> None:
    fraction = form.fraction()
    if form.cleaned_data["value"] is None and not form.cleaned_data["state"] and fraction and fraction.denominator:
        form.cleaned_data["value"] = percent(
            Decimal(fraction.numerator), Decimal(fraction.denominator), question.decimals
        )
