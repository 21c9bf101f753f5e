"""What an import of a council table would do, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zaitaku.analysis.council_table import PlanTable
from zaitaku.analysis.numerals import TextRefused, refuse_bad_characters
from zaitaku.core.areas.models import Area, Organisation, below
from zaitaku.core.pages import worded
from zaitaku.programme.plans.choices import NodeKind
from zaitaku.programme.plans.models import Node, Plan, PlanVersion
from zaitaku.programme.plans.queries.compare import Change, compare_trees
from zaitaku.programme.plans.queries.matching import matched, name_of
from zaitaku.programme.plans.queries.table import LINE, RowWithoutPlace, digest_of_table, printed_notes, roots_of
from zaitaku.programme.plans.queries.tree import Owner, PlanNode, PlanTree, tree
from zaitaku.programme.plans.queries.versions import draft_of

MOST_PARTS = 3000
LIMITS = {"text": 1000, "frequency": 40, "description": 5000, "indicator": 300, "source": 100, "owner": 200}


@dataclass(frozen=True, slots=True)
class Preview:
    """`standing` is the version the file is compared with (None: the plan is empty); `draft` whether it is the one
    that will be changed, else a new draft begins. `already` says that this very content has been imported."""

    standing: PlanVersion | None
    draft: bool
    already: bool
    changes: tuple[Change, ...]
    owners_known: tuple[str, ...]
    owners_missing: tuple[str, ...]
    problems: tuple[str, ...]
    initiatives: int

    @property
    def changes_nothing(self) -> bool:
        return self.already or (self.standing is not None and not self.changes)


def preview_import(plan: Plan, table: PlanTable) -> Preview:
    """Reads only. Parts that are new get temporary keys here; `actions.import_plan` gives them their own."""
    standing, is_draft = standing_version(plan)
    before = tree(standing) if standing is not None else empty_tree(plan)
    known = organisations_by_name(plan.area)
    problems = problems_of(table)
    if problems:
        return Preview(standing, is_draft, False, (), (), (), problems, len(table.initiatives))
    after = wanted_tree(plan, before, table, known)
    names = {owner.name: owner.pk for node in after.initiatives() for owner in node.initiative.owners}
    return Preview(
        standing=standing,
        draft=is_draft,
        already=was_imported(plan, table),
        changes=compare_trees(before, replace(after, roots=with_row_names(_temporary(after.roots)))).changes,
        owners_known=tuple(name for name, pk in names.items() if pk is not None),
        owners_missing=tuple(name for name, pk in names.items() if pk is None),
        problems=(),
        initiatives=len(table.initiatives),
    )


def standing_version(plan: Plan) -> tuple[PlanVersion | None, bool]:
    """The draft and True; without one, the youngest version and False. A plan that is not saved yet has none."""
    if plan.pk is None:
        return None, False
    if (draft := draft_of(plan)) is not None:
        return draft, True
    return plan.versions.select_related("plan").order_by("-number").first(), False


def was_imported(plan: Plan, table: PlanTable) -> bool:
    """Whether the youngest version came from exactly this content; what was edited by hand since then stays."""
    standing, _is_draft = standing_version(plan)
    return standing is not None and standing.source_digest == digest_of_table(table)


def empty_tree(plan: Plan) -> PlanTree:
    return PlanTree(plan.title, "", plan.first_year, plan.last_year, ())


def wanted_tree(plan: Plan, standing: PlanTree, table: PlanTable, known: Mapping[str, Organisation]) -> PlanTree:
    """The tree that the version would hold; parts that are new have no key, owners that are unknown no pk."""
    roots = matched(standing, roots_of(table), former_names(plan))
    if plan.pk is not None:
        roots = revived(plan, roots)
    note = standing.note if table.notes == printed_notes(standing.note) else "\n".join(table.notes)
    return replace(standing, roots=tuple(_with_owners(root, known) for root in roots), note=note)


def revived(plan: Plan, roots: tuple[PlanNode, ...]) -> tuple[PlanNode, ...]:
    """A new part with the name of one that an earlier version had is that one again, under its old key."""
    standing = {part.key for root in roots for part in root.walk()}
    gone: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, text, key in Node.objects.filter(version__plan=plan).values_list("kind", "text", "key"):
        if key not in standing:
            gone[kind, name_of(text)].add(key)

    def again(part: PlanNode) -> PlanNode:
        keys = gone.pop((part.kind.value, name_of(part.text)), set()) if not part.key else set()
        key = keys.pop() if len(keys) == 1 else part.key
        return replace(part, key=key, children=tuple(again(child) for child in part.children))

    return tuple(again(root) for root in roots)


def former_names(plan: Plan) -> dict[str, list[str]]:
    """Key -> every text the part has had in any version."""
    found: dict[str, list[str]] = defaultdict(list)
    if plan.pk is None:
        return found
    for key, text in Node.objects.filter(version__plan=plan).order_by("-version__number").values_list("key", "text"):
        found[key].append(text)
    return found


def organisations_of(area: Area) -> QuerySet[Organisation]:
    return Organisation.objects.filter(below("area", Area.objects.filter(pk=area.pk))).order_by("kind", "code")


def organisations_by_name(area: Area) -> dict[str, Organisation]:
    """Of the area and those below it. Of two with one name, the one that still exists, else the younger."""
    ordered = sorted(organisations_of(area), key=lambda one: (one.valid_to is None, one.valid_from))
    return {name_of(one.name): one for one in ordered}


def owner_names(area: Area) -> tuple[str, ...]:
    """For the reader of files: names that may hold a ・ themselves."""
    return tuple(one.name for one in organisations_by_name(area).values())


def _with_owners(part: PlanNode, known: Mapping[str, Organisation]) -> PlanNode:
    children = tuple(_with_owners(child, known) for child in part.children)
    if part.detail is None:
        return replace(part, children=children)
    owners = tuple(dict.fromkeys(_owner(owner, known) for owner in part.detail.owners))
    return replace(part, children=children, detail=replace(part.detail, owners=owners))


def _owner(owner: Owner, known: Mapping[str, Organisation]) -> Owner:
    if owner.pk is not None:
        return owner
    found = known.get(name_of(owner.name))
    return Owner(found.pk, found.name) if found is not None else owner


def _temporary(parts: tuple[PlanNode, ...], above: str = "+") -> tuple[PlanNode, ...]:
    return tuple(
        replace(part, key=part.key or f"{above}.{place}", children=_temporary(part.children, f"{above}.{place}"))
        for place, part in enumerate(parts)
    )


def with_row_names(parts: tuple[PlanNode, ...]) -> tuple[PlanNode, ...]:
    """Initiatives of one line of the file get a row named after the first and last of their keys."""
    done: list[PlanNode] = []
    for row, group in groupby(parts, key=lambda part: part.initiative.row):
        members = list(group)
        name = f"{members[0].key}-{members[-1].key}"[:40] if row.startswith(LINE) else row
        for one in members:
            detail = replace(one.detail, row=name) if one.detail is not None else None
            done.append(replace(one, detail=detail, children=with_row_names(one.children)))
    return tuple(done)


def problems_of(table: PlanTable) -> tuple[str, ...]:
    """What in the table could not be stored, in words with the part it stands in."""
    if not table.initiatives:
        return (_("The file holds no initiative. Choose the file with the plan table."),)
    try:
        roots = roots_of(table)
    except RowWithoutPlace as error:
        return tuple(
            _("Line %(line)d: the row has neither a desired state nor an objective. Fill one of the cells.")
            % {"line": line}
            for line in error.lines
        )
    parts = [part for root in roots for part in root.walk()]
    if len(parts) > MOST_PARTS:
        return (
            _("The file holds %(found)d parts, at most %(most)d are taken. Check the file.")
            % {"found": len(parts), "most": MOST_PARTS},
        )
    return tuple(problem for part in parts for problem in _problems(part))


def _problems(part: PlanNode) -> Iterator[str]:
    detail = part.initiative
    values = [("text", part.text), ("frequency", detail.frequency), ("description", detail.description)]
    values += [("indicator", line.text) for line in part.indicators]
    values += [("source", line.source) for line in part.indicators]
    values += [("owner", owner.name) for owner in detail.owners]
    for field, value in values:
        if len(value) > LIMITS[field]:
            yield _("“%(part)s”: a text of %(found)d characters, at most %(limit)d are taken. Shorten: %(start)s…") % {
                "part": part.name[:40],
                "found": len(value),
                "limit": LIMITS[field],
                "start": value[:40],
            }
        try:
            refuse_bad_characters(value)
        except TextRefused as refused:
            yield _("“%(part)s”: %(reason)s") % {"part": part.name[:40], "reason": worded(refused)}
    if part.kind != NodeKind.CATEGORY and not part.text:
        yield _("A %(kind)s has no name. Fill the cell.") % {"kind": part.kind.label}
