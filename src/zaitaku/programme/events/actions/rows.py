"""What the actions on series, sessions, channels and handouts have in common."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.models import Channel, Series, Session

# What may hang on a series, session or channel, by the model's name.
HANGERS: dict[str, Any] = {
    "session": gettext_lazy("sessions of the run"),
    "channel": gettext_lazy("channels"),
    "handout": gettext_lazy("handouts"),
    "signup": gettext_lazy("sign-ups"),
    "lottery": gettext_lazy("a lottery"),
    "attendance": gettext_lazy("recorded attendance"),
    "attendancepart": gettext_lazy("recorded attendance"),
    "checkin": gettext_lazy("check-ins"),
    "onlinereport": gettext_lazy("an imported online report"),
    "summary": gettext_lazy("reported totals"),
    "answershare": gettext_lazy("answers to questionnaires"),
    "collection": gettext_lazy("answers to questionnaires"),
    "questionnaire": gettext_lazy("a questionnaire"),
    "removal": gettext_lazy("the record of removed personal data"),
}


def shown(value: Any) -> Any:
    """A field's value as the audit chain keeps it."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value.pk if isinstance(value, models.Model) else value


def described(row: models.Model, names: Mapping[str, Any] | tuple[str, ...]) -> dict[str, Any]:
    return {name: shown(getattr(row, name)) for name in names}


def create(row: models.Model, *, refusal: str, by: Person, action: str, details: dict[str, Any]) -> None:
    """Raises EventRefused with `refusal` where the database finds that there is such a row already."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise EventRefused(refusal) from clash
    record(by=by, action=action, subject=row, details=details)


def change(row: models.Model, fields: Mapping[str, Any], *, by: Person, action: str) -> bool:
    """Save the fields that differ, and say before and after. False where nothing differed."""
    details = saved(row, fields)
    if details:
        record(by=by, action=action, subject=row, details=details)
    return bool(details)


def saved(row: models.Model, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Save the fields that differ; what the audit is to say of it, empty where nothing differed."""
    before = type(row)._default_manager.get(pk=row.pk)
    changed = tuple(name for name, value in fields.items() if getattr(before, name) != value)
    for name in changed:
        setattr(row, name, fields[name])
    if not changed:
        return {}
    row.save(update_fields=changed)
    return {"before": described(before, changed), "after": described(row, changed)}


def remove(row: models.Model, *, by: Person, action: str, details: dict[str, Any]) -> None:
    """Raises EventRefused that names what hangs on it. To be called in the caller's transaction."""
    list(type(row)._default_manager.select_for_update().filter(pk=row.pk).values_list("pk"))  # before the chain's end
    record(by=by, action=action, subject=row, details=details)
    what = str(row)
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as protected:
        other = _("other records")
        names = {str(HANGERS.get(one._meta.model_name or "", other)) for one in protected.protected_objects}
        raise EventRefused(
            _("“%(what)s” cannot be removed, for it has: %(hangers)s. Call it off instead, or remove these first.")
            % {"what": what, "hangers": ", ".join(sorted(names))}
        ) from protected


def held_channels(sessions: Iterable[int]) -> None:
    """The rows of all channels of the sessions (ids), held until the end of the transaction.

    Rows are held in one order: channels, series, sessions, what is recorded of them, and last the end of the audit
    chain. Two who press at the same moment would otherwise wait for each other, and PostgreSQL sends one of them away.
    """
    list(
        Channel.objects.select_for_update(no_key=True)
        .filter(session__in=list(sessions))
        .order_by("pk")
        .values_list("pk")
    )


def held_series(series: int) -> None:
    """Without its key: a session written twice in one transaction has PostgreSQL look its series up once more, which
    must not wait."""
    list(Series.objects.select_for_update(no_key=True).filter(pk=series).values_list("pk"))


def held_sessions(sessions: Iterable[int]) -> None:
    """The rows of the sessions (ids): to be called before `record` by whoever calls `touched` after it."""
    list(Session.objects.select_for_update(no_key=True).filter(pk__in=list(sessions)).order_by("pk").values_list("pk"))


def touched(session: Session) -> None:
    """Calendars that follow the session learn that it changed."""
    Session.objects.filter(pk=session.pk).update(revision=F("revision") + 1, changed_at=timezone.now())
    session.refresh_from_db(fields=["revision", "changed_at"])
