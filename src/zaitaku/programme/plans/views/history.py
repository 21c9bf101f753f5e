"""Audit entries of a part as lines that a person can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.plans.choices import ChangeKind, LineageKind, tag_label

Snapshot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """`lines` are (field, was, now)."""

    at: datetime
    by: str
    what: str
    lines: tuple[tuple[str, str, str], ...]


def told(entry: AuditEntry, key: str) -> Told:
    words = {
        "plans.edit_part": _("Edited"),
        "plans.set_indicators": _("Indicators set"),
        "plans.add_part": _("Added"),
        "plans.move_part": _("Moved"),
        "plans.remove_part": _("Removed"),
        "plans.undo_edit": _("Last edit undone"),
        "plans.import_plan": _("Changed by an import"),
        "plans.record_lineage": _("Reason given"),
        "plans.remove_lineage": _("Reason taken back"),
    }
    return Told(entry.at, str(entry.by), words.get(entry.action, entry.action), tuple(_lines(entry, key)))


def _lines(entry: AuditEntry, key: str) -> Iterator[tuple[str, str, str]]:
    details = entry.details
    if entry.action == "plans.import_plan":
        for one in details["changes"]:
            if one["key"] == key:
                yield str(ChangeKind(one["kind"]).label), one["was"], one["now"]
    elif "lineage" in entry.action:
        yield str(LineageKind(details["kind"]).label), details["before"] or "", details["after"] or ""
    else:
        before, after = _of(details["before"], key), _of(details["after"], key)
        yield from differences(before, after)


def _of(taken: list[Snapshot], key: str) -> Snapshot:
    return next((one for one in taken if one["key"] == key), {})


def differences(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, str, str]]:
    """(field, was, now) for each field that differs between two snapshots; {} is a part that was not there."""
    one, two = shown(before), shown(after)
    for name in {**one, **two}:
        if one.get(name, "") != two.get(name, ""):
            yield name, one.get(name, ""), two.get(name, "")


def shown(taken: Snapshot) -> dict[str, str]:
    """Field in words -> value in words."""
    if not taken:
        return {}
    detail = taken["initiative"] or {}
    found = {
        _("Name"): taken["text"],
        _("Number"): taken["number"],
        _("Note"): taken.get("note", ""),
        _("Place in the plan"): f"{taken['parent']} {taken['place'] + 1}",
        _("Frequency"): detail.get("frequency", ""),
        _("Description"): detail.get("description", ""),
        _("Owners"): "・".join(name for _pk, name in detail.get("owners", ())),
        _("Scenes, items and themes"): "、".join(tag_label(word, code) for word, code in detail.get("tags", ())),
        _("Table row"): detail.get("row", ""),
        _("Indicators"): "\n".join(_indicator(line) for line in taken["indicators"]),
    }
    return {name: value for name, value in found.items() if value}


def _indicator(line: Snapshot) -> str:
    said = [line["text"], line["source"], line["target"], line["target_year"], line["next_measured"]]
    return " ".join(str(one) for one in [*said, *line["measures"]] if one)
