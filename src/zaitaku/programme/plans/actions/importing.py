"""Taking a council table in as a draft: whole or not at all, and the same table twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.analysis.council_table import PlanTable
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.actions import add_organisation
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit import actions as audit
from zaitaku.programme.plans.actions.checks import checked_text
from zaitaku.programme.plans.actions.keys import keys_of, with_keys
from zaitaku.programme.plans.actions.refusals import TableRefused, UnknownOwners
from zaitaku.programme.plans.actions.versions import first_draft, new_version_from
from zaitaku.programme.plans.actions.writing import write_tree
from zaitaku.programme.plans.models import Plan, PlanVersion
from zaitaku.programme.plans.queries import Change, PlanTree, compare_trees, digest_of_table, tree
from zaitaku.programme.plans.queries.importing import (
    organisations_by_name,
    problems_of,
    standing_version,
    wanted_tree,
    was_imported,
    with_row_names,
)

_FISCAL_YEAR_BEGINS = 4


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """`changes` are those against what stood before; none when unchanged."""

    outcome: Outcome
    version: PlanVersion
    changes: tuple[Change, ...] = ()
    owners_created: tuple[str, ...] = ()


@transaction.atomic
def import_plan(
    *, plan: Plan, table: PlanTable, by: Person, name: str = "", create_missing_owners: bool = False
) -> ImportOutcome:
    """Into the plan's draft; without one into a new draft, based on the youngest version if there is any.

    Raises TableRefused, UnknownOwners. `name` names a new draft; else the mark behind the title (案) does."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("area").get(pk=plan.pk)
    if problems := problems_of(table):
        raise TableRefused(problems)
    standing, is_draft = standing_version(plan)
    if standing is not None and was_imported(plan, table):
        return ImportOutcome(Outcome.UNCHANGED, standing)
    if standing is not None and not _differs(plan, standing, table):
        return ImportOutcome(Outcome.UNCHANGED, standing)
    created = _owners_for(plan, table, by=by) if create_missing_owners else ()
    _refuse_unknown(plan, table)
    version = standing if standing is not None and is_draft else _new_draft(plan, standing, table, name, by)
    changes = _write(plan, version, table, by=by, owners_created=created)
    return ImportOutcome(Outcome.UPDATED if standing is not None else Outcome.CREATED, version, changes, created)


def _new_draft(plan: Plan, standing: PlanVersion | None, table: PlanTable, name: str, by: Person) -> PlanVersion:
    called = checked_text(name, field=_("Name of the version"), limit=60) or table.status[:60] or _("Draft")
    if standing is None:
        return first_draft(plan, name=called, by=by)
    return new_version_from(version=standing, name=called, by=by)


def _write(
    plan: Plan, version: PlanVersion, table: PlanTable, *, by: Person, owners_created: Sequence[str]
) -> tuple[Change, ...]:
    before = tree(version)
    wanted = wanted_tree(plan, before, table, organisations_by_name(plan.area))
    after = replace(wanted, roots=with_row_names(with_keys(wanted.roots, keys_of(plan))))
    changes = compare_trees(before, after).changes
    write_tree(version, after.roots)
    version.source_digest = digest_of_table(table)
    version.note = after.note
    version.save(update_fields=["source_digest", "note"])
    told = [{"kind": one.kind.value, "key": one.node.key, "was": one.was, "now": one.now} for one in changes]
    audit.record(
        by=by,
        action="plans.import_plan",
        subject=version,
        details={"digest": version.source_digest, "changes": told, "owners_created": list(owners_created)},
    )
    return changes


def _differs(plan: Plan, standing: PlanVersion, table: PlanTable) -> bool:
    before = tree(standing)
    after = wanted_tree(plan, before, table, organisations_by_name(plan.area))
    new = any(part.pk is None for part in after.walk())
    return (
        new
        or before.note != after.note
        or bool(compare_trees(before, replace(after, roots=with_row_names(after.roots))).changes)
    )


def _unknown(plan: Plan, table: PlanTable) -> list[str]:
    standing, _is_draft = standing_version(plan)
    before = tree(standing) if standing is not None else PlanTree("", "", 0, 0, ())
    after = wanted_tree(plan, before, table, organisations_by_name(plan.area))
    owners = (owner for node in after.initiatives() for owner in node.initiative.owners)
    return list(dict.fromkeys(owner.name for owner in owners if owner.pk is None))


def _refuse_unknown(plan: Plan, table: PlanTable) -> None:
    if unknown := _unknown(plan, table):
        raise UnknownOwners(unknown)


def _owners_for(plan: Plan, table: PlanTable, *, by: Person) -> tuple[str, ...]:
    unknown = _unknown(plan, table)
    taken = set(Organisation.objects.filter(area=plan.area).values_list("code", flat=True))
    number = 0
    for name in unknown:
        number += 1
        while f"plan-{plan.pk}-{number}" in taken:
            number += 1
        add_organisation(
            by=by,
            area=plan.area,
            code=f"plan-{plan.pk}-{number}",
            name=name,
            kind=kind_of_name(name),
            valid_from=date(plan.first_year, _FISCAL_YEAR_BEGINS, 1),
        )
    return tuple(unknown)


_ENDINGS = (
    (OrganisationKind.SUPPORT_CENTER, ("地域包括支援センター",)),
    (OrganisationKind.ASSOCIATION, ("師会", "協会", "協議会", "連合会")),
    (OrganisationKind.HOSPITAL, ("病院", "疾患医療センター")),
    (OrganisationKind.SECTION, ("課", "係", "室", "部", "局", "福祉事務所", "保健所")),
)


def kind_of_name(name: str) -> OrganisationKind:
    """A guess by the name's ending, for people to correct on the page of organisations."""
    if name.startswith(("NPO", "ＮＰＯ", "特定非営利活動法人")):
        return OrganisationKind.NPO
    return next((kind for kind, endings in _ENDINGS if name.endswith(endings)), OrganisationKind.OTHER)
