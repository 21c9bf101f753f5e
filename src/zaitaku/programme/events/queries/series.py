"""Series, sessions and channels as pages list them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import QuestionKind, SessionStatus
from zaitaku.programme.events.models import AnswerShare, Attendance, Channel, Question, Series, Session


def listed_series(organisations: QuerySet[Organisation], asked: Mapping[str, Any]) -> QuerySet[Series]:
    """Series of the organisations, narrowed by `q`, `year`, `owner`, `kind`; `called_off` counts sessions."""
    found = Series.objects.filter(owner__in=organisations).select_related("owner__area")
    if text := asked.get("q"):
        found = found.filter(Q(title__icontains=text) | Q(code__icontains=text))
    for name, field in (("year", "fiscal_year"), ("owner", "owner"), ("kind", "kind")):
        if asked.get(name):
            found = found.filter(**{field: asked[name]})
    return found.annotate(called_off=Count("sessions", filter=Q(sessions__status=SessionStatus.CANCELLED))).order_by(
        "-fiscal_year", "title", "pk"
    )


def years_of(organisations: QuerySet[Organisation]) -> list[int]:
    years = Series.objects.filter(owner__in=organisations).order_by("-fiscal_year")
    return list(years.values_list("fiscal_year", flat=True).distinct())


def with_current(channels: QuerySet[Channel]) -> QuerySet[Channel]:
    """Channels with their current attendance as `current` (a list of one or none). Two queries."""
    rows = Attendance.objects.filter(superseded_at=None).select_related("recorded_by")
    return (
        channels.select_related("place")
        .order_by("position", "pk")
        .prefetch_related(Prefetch("attendance", rows, to_attr="current"))
    )


def sessions_with_channels(series: Series) -> list[Session]:
    """Sessions in order, each with channels that know their current attendance. Three queries."""
    channels = with_current(Channel.objects.all())
    return list(
        series.sessions.order_by("number")
        .select_related("place")
        .prefetch_related(Prefetch("channels", channels, to_attr="ways"))
    )


def asked_questions(session: Session) -> QuerySet[Question]:
    """What this year's or an earlier run of the event asked, by its answers and by its questionnaires."""
    series = session.series
    runs = Series.objects.filter(owner=series.owner_id, code=series.code)
    asked = Q(shares__session__series__in=runs) | Q(items__questionnaire__series__in=runs)
    return Question.objects.filter(_has_share(session), asked).distinct().order_by("code")


def questions_for(session: Session) -> QuerySet[Question]:
    """Questions of the series' owner, and any that the session has answers to."""
    mine = Q(owner=session.series.owner_id) | Q(shares__session=session)
    return Question.objects.filter(_has_share(session), mine).distinct().order_by("code")


def _has_share(session: Session) -> Q:
    """Free text has no share of answers that count."""
    return ~Q(kind=QuestionKind.TEXT) | Q(shares__session=session)


def current_shares(session: Session) -> dict[tuple[int, int | None], AnswerShare]:
    """(question id, channel id or None) → the share that counts."""
    rows = AnswerShare.objects.filter(session=session, superseded_at=None).select_related("recorded_by")
    return {(row.question_id, row.channel_id): row for row in rows}


def history(channel: Channel) -> QuerySet[Attendance]:
    """Every row of a channel, the newest first."""
    return channel.attendance.select_related("recorded_by").order_by("-recorded_at", "-pk")
