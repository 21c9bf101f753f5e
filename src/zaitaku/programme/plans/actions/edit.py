"""Editing one part of a draft in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.analysis.frequency import read_frequency
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.plans.actions.checks import checked_text, checked_year, locked_draft
from zaitaku.programme.plans.actions.keys import next_indicator_key
from zaitaku.programme.plans.actions.refusals import BadPart, StaleEdit
from zaitaku.programme.plans.actions.snapshot import Snapshot, digest_of, put_back, put_indicators, snapshot
from zaitaku.programme.plans.actions.trail import tell
from zaitaku.programme.plans.choices import Direction, NodeKind, is_tag
from zaitaku.programme.plans.models import Node


@dataclass(frozen=True, slots=True)
class IndicatorEdit:
    """One indicator as somebody wants it. An empty `key` adds one; `measures` are codes of the catalogue's figures."""

    text: str
    key: str = ""
    source: str = ""
    direction: Direction = Direction.NONE
    target: Decimal | None = None
    target_year: int | None = None
    next_measured: int | None = None
    measures: Sequence[str] = ()


@transaction.atomic
def edit_node(
    *, node: Node, text: str, number: str, by: Person, note: str | None = None, seen: str | None = None
) -> Node:
    """`seen` is the digest the form was opened with; None skips the check (commands, tests). `note` None keeps it."""
    wanted = {"text": _text(text), "number": checked_text(number, field=_("Number"), limit=10)}
    if note is not None:
        wanted["note"] = checked_text(note, field=_("Note"), limit=2000)
    return _write(node, wanted, by=by, seen=seen)


@transaction.atomic
def edit_initiative(
    *,
    node: Node,
    text: str,
    frequency: str,
    description: str,
    owners: Sequence[Organisation],
    tags: Sequence[tuple[str, str]],
    by: Person,
    row: str | None = None,
    seen: str | None = None,
) -> Node:
    """Owners in printed order. `row` None keeps the table row. Raises BadPart, StaleEdit, VersionSettled."""
    if node.kind != NodeKind.INITIATIVE:
        raise BadPart(_("“%(name)s” is not an initiative.") % {"name": node.text})
    for vocabulary, code in tags:
        if not is_tag(vocabulary, code):
            raise BadPart(_("“%(tag)s” is no scene, item or theme.") % {"tag": f"{vocabulary}:{code}"})
    words = checked_text(frequency, field=_("Frequency"), limit=40)
    read = read_frequency(words)
    initiative = {
        "frequency": words,
        "times": read.times if read else None,
        "per_years": read.per_years if read else None,
        "description": checked_text(description, field=_("Description"), limit=5000),
        "owners": [[owner.pk, owner.name] for owner in dict.fromkeys(owners)],
        "tags": sorted([vocabulary, code] for vocabulary, code in set(tags)),
    }
    if row is not None:
        initiative["row"] = checked_text(row, field=_("Table row"), limit=40)
    return _write(node, {"text": _text(text), "initiative": initiative}, by=by, seen=seen)


@transaction.atomic
def set_plan_indicators(
    *, node: Node, indicators: Sequence[IndicatorEdit], by: Person, seen: str | None = None
) -> Node:
    """Exactly these, in this order; one that is not listed goes."""
    version = locked_draft(node.version)
    node = Node.objects.select_related("version__plan", "parent").get(pk=node.pk)
    before = snapshot(node)
    used = [line["key"] for line in before["indicators"]] + [one.key for one in indicators if one.key]
    wanted: list[Snapshot] = []
    for one in indicators:
        key = one.key or next_indicator_key(used)
        used.append(key)
        wanted.append(_checked_indicator(one, key, version.plan.area_id))
    if len({line["key"] for line in wanted}) < len(wanted):
        raise BadPart(_("The same indicator stands twice."))
    if seen is not None and seen != digest_of(before):
        raise StaleEdit(before, {**before, "indicators": wanted})
    put_indicators(node, wanted)
    after = snapshot(node)
    if after != before:
        tell(node, by=by, action="plans.set_indicators", before=[before], after=[after])
    return node


def _write(node: Node, wanted: dict[str, Any], *, by: Person, seen: str | None) -> Node:
    version = locked_draft(node.version)
    node = Node.objects.select_related("version__plan", "parent").get(pk=node.pk)
    before = snapshot(node)
    initiative = before["initiative"]
    if "initiative" in wanted:
        initiative = {**(initiative or {"row": ""}), **wanted["initiative"]}
    after = {**before, **wanted, "initiative": initiative}
    if seen is not None and seen != digest_of(before):
        raise StaleEdit(before, after)
    if after == before:
        return node
    node = put_back(version, after)
    tell(node, by=by, action="plans.edit_part", before=[before], after=[snapshot(node)])
    return node


def _text(text: str) -> str:
    return checked_text(text, field=_("Name"), limit=1000, required=True)


def _checked_indicator(one: IndicatorEdit, key: str, area: int) -> Snapshot:
    codes = sorted(set(one.measures))
    known = set(Indicator.objects.filter(area=area, code__in=codes).values_list("code", flat=True))
    if unknown := [code for code in codes if code not in known]:
        raise BadPart(_("There is no figure called %(codes)s.") % {"codes": "、".join(unknown)})
    if one.target is not None and (not one.target.is_finite() or abs(one.target) >= Decimal(10) ** 10):
        raise BadPart(_("The target is too large or not a number."))
    return {
        "key": checked_text(key, field=_("Key"), limit=60, required=True),
        "text": checked_text(one.text, field=_("Indicator"), limit=300, required=True),
        "source": checked_text(one.source, field=_("Source"), limit=100),
        "direction": Direction(one.direction).value,
        "target": str(one.target.quantize(Decimal("0.01"))) if one.target is not None else None,
        "target_year": checked_year(one.target_year, field=_("Target year")),
        "next_measured": checked_year(one.next_measured, field=_("Next measured")),
        "measures": codes,
    }
