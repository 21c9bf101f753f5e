"""Editions of the casebook: made of cases that may be published, with their words frozen."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions import rows
from zaitaku.programme.library.actions.refused import LibraryRefused
from zaitaku.programme.library.choices import Consent, Side
from zaitaku.programme.library.models import Case, Edition, EditionPart
from zaitaku.programme.library.queries.casebook import missing, with_all

MOST_CASES = 60
SIDES = len(Side)


class NotPublishable(LibraryRefused):
    """A case lacks consent or ticks."""


@transaction.atomic
def make_edition(
    *,
    owner: Organisation,
    number: int,
    title: str,
    issued_on: date,
    preface: str,
    contact: str,
    is_open: bool,
    cases: Sequence[int],
    by: Person,
    now: datetime,
) -> Edition:
    """`cases` are keys in the order of printing. Raises NotPublishable naming each case with what it lacks,
    LibraryRefused, EventRefused (the number is taken)."""
    if not cases or len(cases) > MOST_CASES:
        raise LibraryRefused(_("Choose from 1 to %(limit)s cases.") % {"limit": MOST_CASES})
    held = _hold(Case.objects.filter(pk__in=cases, owner=owner))
    by_id = {case.pk: case for case in with_all(Case.objects.filter(pk__in=held))}
    if len(by_id) != len(set(cases)) or len(set(cases)) != len(cases):
        raise LibraryRefused(_("A case is named twice or belongs to another owner. Choose again."))
    if wanting := [f"{by_id[pk]}：{' '.join(missing(by_id[pk]))}" for pk in cases if missing(by_id[pk])]:
        raise NotPublishable(_("These cases cannot be published yet. %(cases)s") % {"cases": " / ".join(wanting)})
    edition = Edition(
        owner=owner,
        number=number,
        title=title,
        issued_on=issued_on,
        preface=preface,
        contact=contact,
        is_open=is_open,
        made_at=now,
        made_by=by,
    )
    refusal = _("The owner has an edition with the number %(number)s already.") % {"number": number}
    details = {"owner": owner.pk, "number": number, "issued_on": issued_on.isoformat(), "cases": list(cases)}
    rows.create(edition, refusal=refusal, by=by, action="library.make_edition", details=details)
    EditionPart.objects.bulk_create(_part(edition, by_id[pk], place) for place, pk in enumerate(cases, 1))
    return edition


def _hold(cases: QuerySet[Case]) -> list[int]:
    """In the order of their keys, so that nobody waits for somebody who waits."""
    return list(cases.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _part(edition: Edition, case: Case, position: int) -> EditionPart:
    names = ("title", "scene", "theme", "professions", "background", "done", "learnt")
    return EditionPart(edition=edition, case=case, position=position, **{name: getattr(case, name) for name in names})


@transaction.atomic
def offer_again(*, edition: Edition, because: str, by: Person) -> Edition:
    """Where the withdrawal was noted by mistake. Raises LibraryRefused unless it stopped and every case may be
    published as it was.

    The cases are held before the edition, as `note_consent` does: a withdrawal waits, and then stops the edition again.
    """
    _hold(Case.objects.filter(parts__edition=edition.pk))
    edition = Edition.objects.select_for_update(of=("self",)).select_related("owner").get(pk=edition.pk)
    if edition.stopped_at is None:
        raise LibraryRefused(_("This edition is offered."))
    cases = with_all(Case.objects.filter(parts__edition=edition))
    for case in cases:
        given = {step.side: step.state for step in case.said}  # type: ignore[attr-defined]
        if case.cleared_at is not None or set(given.values()) != {Consent.GIVEN} or len(given) < SIDES:
            raise LibraryRefused(_("Consent to %(case)s is not given by all sides.") % {"case": case})
    was = edition.stopped_because
    edition.stopped_at, edition.stopped_because = None, ""
    edition.save(update_fields=["stopped_at", "stopped_because"])
    record(by=by, action="library.offer_again", subject=edition, details={"because": because, "stopped": was})
    return edition
