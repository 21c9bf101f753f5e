"""Plans, their versions, and what became of each part from one version to the next."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Area
from zaitaku.core.audit import actions as audit
from zaitaku.programme.plans.actions.checks import checked_text, checked_year, locked_draft
from zaitaku.programme.plans.actions.refusals import (
    BadPart,
    DraftExists,
    NotSettled,
    PlanExists,
    ReasonsMissing,
    WrongLineage,
)
from zaitaku.programme.plans.actions.writing import without_rows, write_tree
from zaitaku.programme.plans.choices import LineageKind, NodeKind, VersionStatus
from zaitaku.programme.plans.models import Lineage, Node, Plan, PlanVersion
from zaitaku.programme.plans.queries import compare, draft_of, tree


@transaction.atomic
def create_plan(*, area: Area, title: str, first_year: int, last_year: int, by: Person) -> Plan:
    """Years are fiscal years, both included."""
    name = checked_text(title, field=_("Title"), limit=200, required=True)
    checked_year(first_year, field=_("First fiscal year"))
    checked_year(last_year, field=_("Last fiscal year"))
    if first_year > last_year:
        raise BadPart(_("The last fiscal year lies before the first. Exchange them."))
    if Plan.objects.filter(area=area, title=name).exists():
        raise PlanExists(name)
    plan = Plan.objects.create(area=area, title=name, first_year=first_year, last_year=last_year)
    audit.record(
        by=by,
        action="plans.create_plan",
        subject=plan,
        details={"after": {"area": area.code, "title": name, "first_year": first_year, "last_year": last_year}},
    )
    return plan


@transaction.atomic
def new_version_from(*, version: PlanVersion, name: str, by: Person, note: str = "") -> PlanVersion:
    """A draft with the same parts under the same keys. Only from a settled version, one draft at a time."""
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    version = PlanVersion.objects.select_related("plan").get(pk=version.pk)
    if version.is_draft:
        raise NotSettled(version)
    if (draft := draft_of(plan)) is not None:
        raise DraftExists(draft)
    made = first_draft(plan, name=name, by=by, note=note, based_on=version)
    write_tree(made, tuple(without_rows(root) for root in tree(version).roots))
    return made


def first_draft(
    plan: Plan, *, name: str, by: Person, note: str = "", based_on: PlanVersion | None = None
) -> PlanVersion:
    """An empty draft; inside a transaction of the caller."""
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    made = PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        name=checked_text(name, field=_("Name of the version"), limit=60, required=True),
        note=checked_text(note, field=_("Note"), limit=5000),
        based_on=based_on,
    )
    audit.record(
        by=by,
        action="plans.new_version",
        subject=made,
        details={"plan": plan.pk, "number": made.number, "based_on": based_on.pk if based_on is not None else None},
    )
    return made


@transaction.atomic
def adopt_version(*, version: PlanVersion, in_force_from: date, by: Person) -> PlanVersion:
    """Settle a draft: no more edits. Every change against the version it is based on must have a reason."""
    version = locked_draft(version)
    before = version.based_on
    if not version.nodes.filter(kind=NodeKind.INITIATIVE).exists():
        raise BadPart(_("The version has no initiative yet. Import the plan or add its parts first."))
    if before is not None:
        if before.in_force_from is not None and in_force_from <= before.in_force_from:
            raise BadPart(
                _("The version must come into force after %(before)s, when the version before it did.")
                % {"before": before.in_force_from.isoformat()}
            )
        if missing := compare(before, version).without_reason():
            raise ReasonsMissing(missing)
    version.status = VersionStatus.REVISED if before is not None else VersionStatus.ADOPTED
    version.in_force_from = in_force_from
    version.save(update_fields=["status", "in_force_from"])
    audit.record(
        by=by,
        action="plans.adopt_version",
        subject=version,
        details={"status": version.status, "in_force_from": in_force_from.isoformat()},
    )
    return version


@transaction.atomic
def record_lineage(
    *, version: PlanVersion, kind: LineageKind, before: Node | None, after: Node | None, reason: str, by: Person
) -> Lineage:
    """`before` is a part of the version this one is based on, `after` of this one. A new reason replaces the old."""
    version = locked_draft(version)
    words = checked_text(reason, field=_("Reason"), limit=500, required=True)
    _check_lineage(version, kind, before, after)
    standing = Lineage.objects.filter(version=version, kind=kind, before=before, after=after).first()
    was = standing.reason if standing is not None else None
    if standing is not None and was == words:
        return standing
    row, _made = Lineage.objects.update_or_create(
        version=version, kind=kind, before=before, after=after, defaults={"reason": words}
    )
    keys = [part.key for part in (after, before) if part is not None]
    audit.record(
        by=by,
        action="plans.record_lineage",
        subject=after if after is not None else version,
        details={
            "version": version.pk,
            "key": keys[0],
            "kind": kind.value,
            "parts": [before.text if before else "", after.text if after else ""],
            "before": was,
            "after": words,
        },
    )
    return row


@transaction.atomic
def remove_lineage(*, lineage: Lineage, by: Person) -> None:
    version = locked_draft(lineage.version)
    audit.record(
        by=by,
        action="plans.remove_lineage",
        subject=version,
        details={"version": version.pk, "kind": lineage.kind, "before": lineage.reason, "after": None},
    )
    lineage.delete()


def _check_lineage(version: PlanVersion, kind: LineageKind, before: Node | None, after: Node | None) -> None:
    if version.based_on_id is None:
        raise WrongLineage(_("“%(version)s” is based on no version before it.") % {"version": version})
    if before is not None and before.version_id != version.based_on_id:
        raise WrongLineage(_("“%(part)s” is no part of the version before.") % {"part": before})
    if after is not None and after.version_id != version.pk:
        raise WrongLineage(_("“%(part)s” is no part of this version.") % {"part": after})
    sides = {LineageKind.ADDED: (False, True), LineageKind.DROPPED: (True, False)}.get(kind, (True, True))
    if (before is not None, after is not None) != sides:
        raise WrongLineage(
            _(
                "“%(kind)s” needs the part before and the part after; an addition only the one after, "
                "a removal only the one before."
            )
            % {"kind": kind.label}
        )
