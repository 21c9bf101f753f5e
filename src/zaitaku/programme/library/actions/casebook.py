"""Cases: written, changed, consented to, looked through by two people, emptied.

Whoever changes a word of a case takes every tick back: what two people looked through is not the text any more.
"""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import ChangedMeanwhile, latest
from zaitaku.programme.events.models import Session
from zaitaku.programme.library.actions.refused import LibraryRefused
from zaitaku.programme.library.choices import Check, Consent, Side
from zaitaku.programme.library.models import Case, ConsentStep, Edition, EditionPart, Tick
from zaitaku.programme.library.queries.casebook import TEXTS, editions_with

SAID = {"scene", "professions", *TEXTS}


class CaseIsEmpty(LibraryRefused):
    """Its words were taken out."""


class SamePerson(LibraryRefused):
    """Two people look through a case."""


class NotTicked(LibraryRefused):
    """There is nothing to confirm or to take back."""


class CaseFields(TypedDict):
    title: str
    scene: str
    theme: str
    professions: list[str]
    background: str
    done: str
    learnt: str
    session: Session | None


@transaction.atomic
def write_case(*, owner: Organisation, by: Person, now: datetime, **fields: Unpack[CaseFields]) -> Case:
    case = Case(owner=owner, created_at=now, changed_at=now, **fields)
    case.save(force_insert=True)
    record(by=by, action="library.write_case", subject=case, details={"owner": owner.pk, "scene": case.scene})
    return case


@transaction.atomic
def change_case(*, case: Case, seen: int | None, by: Person, now: datetime, **fields: Unpack[CaseFields]) -> Case:
    """The audit keeps which texts changed, never what they say. `seen` is the version that was on the page.

    Raises CaseIsEmpty, ChangedMeanwhile.
    """
    current = _with_words(latest(case, seen))
    changed = sorted(name for name, value in fields.items() if getattr(current, name) != value)
    if not changed:
        return current
    for name in changed:
        setattr(current, name, fields[name])  # type: ignore[literal-required]
    current.changed_at = now
    current.save(update_fields=[*changed, "changed_at", "version"])
    reset = current.ticks.filter(reset_at=None).update(reset_at=now) if SAID & set(changed) else 0
    record(by=by, action="library.change_case", subject=current, details={"fields": changed, "ticks_reset": reset})
    return current


def _locked(case: Case) -> Case:
    return _with_words(Case.objects.select_for_update(of=("self",)).select_related("owner").get(pk=case.pk))


def _with_words(case: Case) -> Case:
    if case.cleared_at is not None:
        raise CaseIsEmpty(_("The words of this case were taken out for good."))
    return case


@transaction.atomic
def note_consent(
    *, case: Case, side: Side, state: Consent, on: date, how: str, by: Person, now: datetime
) -> list[Edition]:
    """What one side said. Anything but “given” stops every edition that holds the case; these are given back.

    Raises LibraryRefused for a day to come.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if on > timezone.localdate(now):
        raise LibraryRefused(_("The day lies in the future. Enter the day on which it was said."))
    before = case.consents.filter(side=side).order_by("-pk").first()
    if before is not None and (before.state, before.on, before.how) == (state, on, how):
        return []
    ConsentStep.objects.create(case=case, side=side, state=state, on=on, how=how, at=now, by=by)
    details = {"side": side.value, "before": before.state if before else None, "after": state.value}
    record(by=by, action="library.note_consent", subject=case, details=details | {"on": on.isoformat()})
    if state is Consent.GIVEN:
        return []
    return _stop_editions(case, state, by, now)


def _stop_editions(case: Case, state: Consent, by: Person, now: datetime) -> list[Edition]:
    stopped = list(Edition.objects.select_for_update().filter(pk__in=editions_with(case).values("pk"), stopped_at=None))
    with override(settings.LANGUAGE_CODE):  # it stays with the edition, whoever noted the consent
        because = _("Consent to case %(number)s: %(state)s") % {"number": case.pk, "state": state.label}
    for edition in stopped:
        edition.stopped_at, edition.stopped_because = now, because
        edition.save(update_fields=["stopped_at", "stopped_because"])
        record(by=by, action="library.stop_edition", subject=edition, details={"case": case.pk, "state": state.value})
    return stopped


@transaction.atomic
def tick(*, case: Case, item: Check, seen: int | None, by: Person, now: datetime) -> Tick:
    """The first time ticks, the second, by another person, confirms. `seen` is the version whose words were read.

    Raises ChangedMeanwhile, SamePerson, CaseIsEmpty, LibraryRefused.
    """
    case = _locked(case)
    if case.version != seen:
        raise ChangedMeanwhile(
            _("The words of this case were changed since the page was opened. Read them as they are now, then tick.")
        )
    found = case.ticks.filter(item=item, reset_at=None).first()
    if found is None:
        made = Tick.objects.create(case=case, item=item, ticked_by=by, ticked_at=now)
        record(by=by, action="library.tick", subject=case, details={"item": item.value})
        return made
    if found.confirmed_by_id is not None:
        return found
    if found.ticked_by_id == by.pk:
        raise SamePerson(
            _("“%(item)s” was ticked by yourself. Ask a second person to confirm it.") % {"item": item.label}
        )
    found.confirmed_by, found.confirmed_at = by, now
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    record(by=by, action="library.confirm_tick", subject=case, details={"item": item.value})
    return found


@transaction.atomic
def take_back_tick(*, case: Case, item: Check, by: Person, now: datetime) -> None:
    """Raises NotTicked, CaseIsEmpty."""
    case = _locked(case)
    if not case.ticks.filter(item=item, reset_at=None).update(reset_at=now):
        raise NotTicked(_("“%(item)s” is not ticked.") % {"item": item.label})
    record(by=by, action="library.take_back_tick", subject=case, details={"item": item.value})


@transaction.atomic
def clear_case(*, case: Case, because: str, by: Person, now: datetime) -> Case:
    """Its words go for good, here and in the editions that are no longer offered; what was said about consent stays.

    Raises CaseIsEmpty, LibraryRefused while an edition offers it.
    """
    case = _locked(case)
    if offered := editions_with(case).filter(stopped_at=None).first():
        raise LibraryRefused(
            _("“%(edition)s” offers this case. Note that consent was withdrawn; then the edition stops.")
            % {"edition": offered}
        )
    empty: dict[str, Any] = dict.fromkeys(TEXTS, "") | {"professions": []}
    for name, value in empty.items():
        setattr(case, name, value)
    case.cleared_at, case.cleared_because = now, because
    case.save()
    case.ticks.filter(reset_at=None).update(reset_at=now)
    parts = EditionPart.objects.filter(case=case).update(**empty)
    record(by=by, action="library.clear_case", subject=case, details={"because": because, "parts": parts})
    return case
