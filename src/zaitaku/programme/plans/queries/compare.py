"""What changed between two versions, with the reasons given for it. Pure but for `compare`, which reads three times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from zaitaku.programme.plans.choices import ChangeKind, LineageKind, tag_label
from zaitaku.programme.plans.models import Lineage, PlanVersion
from zaitaku.programme.plans.queries.tree import IndicatorLine, PlanNode, PlanTree, tree

NEEDS_REASON = frozenset(ChangeKind(kind.value) for kind in LineageKind)


@dataclass(frozen=True, slots=True)
class Link:
    """A lineage row by the keys it names; an empty key stands for nothing on that side."""

    kind: ChangeKind
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """`before` or `after` is None for what came or went. `was` and `now` are the values in words."""

    kind: ChangeKind
    before: PlanNode | None
    after: PlanNode | None
    was: str = ""
    now: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def node(self) -> PlanNode:
        if self.after is not None:
            return self.after
        if self.before is None:
            raise ValueError("a change is about a part before, a part after, or both")
        return self.before

    @property
    def lacks_reason(self) -> bool:
        return self.kind in NEEDS_REASON and not self.reasons


@dataclass(frozen=True, slots=True)
class Comparison:
    before: PlanTree
    after: PlanTree
    changes: tuple[Change, ...]

    def without_reason(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.lacks_reason)

    def by_node(self) -> list[tuple[PlanNode, list[Change]]]:
        """The changes under the part they are about, in printed order, what went last."""
        grouped: dict[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            grouped[change.node.key].append(change)
        return [(changes[0].node, changes) for changes in grouped.values()]


def compare(before: PlanVersion, after: PlanVersion) -> Comparison:
    return compare_trees(tree(before), tree(after), links_between(before, after))


def links_between(before: PlanVersion, after: PlanVersion) -> tuple[Link, ...]:
    """Lineage of every version after `before` up to `after`."""
    rows = Lineage.objects.filter(
        version__plan=after.plan_id, version__number__gt=before.number, version__number__lte=after.number
    ).select_related("before", "after")
    return tuple(
        Link(
            ChangeKind(row.kind),
            row.before.key if row.before is not None else "",
            row.after.key if row.after is not None else "",
            row.reason,
        )
        for row in rows
    )


def compare_trees(before: PlanTree, after: PlanTree, links: Iterable[Link] = ()) -> Comparison:
    """Parts are the same when their keys are, or when a renaming links two keys."""
    book = _Links(links)
    partner = _partners(before, after, book)
    sides = _Sides(before, after, _moved(before, after, partner), book)
    changes: list[Change] = []
    for node in after.walk():
        old = before.by_key.get(partner.get(node.key, ""))
        if old is None:
            changes.append(_came(node, sides, partner))
            continue
        changes.extend(_changed(old, node, sides))
    still = set(partner.values())
    changes.extend(_went(node, sides, still) for node in before.walk() if node.key not in still)
    return Comparison(before, after, tuple(changes))


class _Links:
    """Lineage rows, found by kind and by the key on either side."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.links = tuple(links)

    def reasons(self, kinds: Iterable[ChangeKind], before: str, after: str) -> tuple[str, ...]:
        wanted = set(kinds)
        found = (
            link.reason
            for link in self.links
            if link.kind in wanted and ((before and link.before == before) or (after and link.after == after))
        )
        return tuple(dict.fromkeys(found))

    def of(self, kind: ChangeKind, *, before: str = "", after: str = "") -> list[Link]:
        return [
            link
            for link in self.links
            if link.kind == kind and ((before and link.before == before) or (after and link.after == after))
        ]


def _partners(before: PlanTree, after: PlanTree, book: _Links) -> dict[str, str]:
    """Key after -> key before."""
    partner = {key: key for key in after.by_key if key in before.by_key}
    for link in book.links:
        free = link.after not in partner and link.before not in partner.values()
        if link.kind == ChangeKind.RENAMED and free and link.before in before.by_key and link.after in after.by_key:
            partner[link.after] = link.before
    return partner


def _came(node: PlanNode, sides: _Sides, partner: Mapping[str, str]) -> Change:
    for kind in (ChangeKind.SPLIT, ChangeKind.MERGED):
        for link in sides.book.of(kind, after=node.key):
            if link.before in sides.before.by_key:
                old = sides.before.by_key[link.before]
                return Change(kind, old, node, old.text, node.text, sides.book.reasons([kind], "", node.key))
    with_it = [node.key, *(one.key for one in reversed(sides.after.path(node.key)) if one.key not in partner)]
    reasons = (sides.book.reasons([ChangeKind.ADDED], "", key) for key in with_it)
    return Change(ChangeKind.ADDED, None, node, "", node.text, next(filter(None, reasons), ()))


def _went(node: PlanNode, sides: _Sides, stayed: set[str]) -> Change:
    """A part that went together with the part above it shares that one's reason."""
    for kind in (ChangeKind.MERGED, ChangeKind.SPLIT):
        for link in sides.book.of(kind, before=node.key):
            if link.after in sides.after.by_key:
                new = sides.after.by_key[link.after]
                return Change(kind, node, new, node.text, new.text, sides.book.reasons([kind], node.key, ""))
    with_it = [node.key, *(one.key for one in reversed(sides.before.path(node.key)) if one.key not in stayed)]
    reasons = (sides.book.reasons([ChangeKind.DROPPED], key, "") for key in with_it)
    return Change(ChangeKind.DROPPED, node, None, node.text, "", next(filter(None, reasons), ()))


@dataclass(frozen=True, slots=True)
class _Sides:
    before: PlanTree
    after: PlanTree
    moved: frozenset[str]
    book: _Links


def _changed(old: PlanNode, new: PlanNode, sides: _Sides) -> Iterator[Change]:
    for kind, was, now in _differences(old, new):
        needs = kind in NEEDS_REASON
        yield Change(kind, old, new, was, now, sides.book.reasons([kind], old.key, new.key) if needs else ())
    if new.key in sides.moved:
        yield Change(ChangeKind.MOVED, old, new, _whereabouts(old, sides.before), _whereabouts(new, sides.after))


def _differences(old: PlanNode, new: PlanNode) -> Iterator[tuple[ChangeKind, str, str]]:
    one, two = old.initiative, new.initiative
    pairs = (
        (ChangeKind.RENAMED, old.text, new.text),
        (ChangeKind.NUMBER, old.number, new.number),
        (ChangeKind.NOTE, old.note, new.note),
        (ChangeKind.FREQUENCY_CHANGED, one.frequency, two.frequency),
        (ChangeKind.DESCRIPTION, one.description, two.description),
        (ChangeKind.ROW, one.row, two.row),
        (ChangeKind.TAGS, tags_in_words(old), tags_in_words(new)),
        (ChangeKind.OWNER_CHANGED, owners_in_words(old), owners_in_words(new)),
        (ChangeKind.INDICATOR_CHANGED, indicators_in_words(old), indicators_in_words(new)),
    )
    for kind, was, now in pairs:
        if was != now:
            yield kind, was, now
    if _targets(old) != _targets(new):
        yield ChangeKind.TARGET, targets_in_words(old), targets_in_words(new)


def owners_in_words(node: PlanNode) -> str:
    return "・".join(owner.name for owner in node.initiative.owners)


def indicators_in_words(node: PlanNode) -> str:
    return "\n".join(line.words for line in node.indicators)


def targets_in_words(node: PlanNode) -> str:
    """What the indicators say beyond their words, one line each; those that say nothing more are left out."""
    return "\n".join(f"{line.text}: {_target(line)}" for line in node.indicators if _target(line))


def _targets(node: PlanNode) -> dict[str, str]:
    """By key, so that an indicator in other words is not also a change of its target."""
    return {line.key: said for line in node.indicators if (said := _target(line))}


def _target(line: IndicatorLine) -> str:
    said = [
        str(line.direction.label) if line.direction else "",
        f"{line.target.normalize():f}" if line.target is not None else "",
        f"({line.target_year})" if line.target_year else "",
        f"→ {line.next_measured}" if line.next_measured else "",
        ", ".join(measure.code for measure in line.measures),
    ]
    return " ".join(filter(None, said))


def tags_in_words(node: PlanNode) -> str:
    return "、".join(tag_label(vocabulary, code) for vocabulary, code in sorted(node.initiative.tags))


def _children(key: str, within: PlanTree) -> tuple[PlanNode, ...]:
    return within.by_key[key].children if key else within.roots


def _parent_key(key: str, within: PlanTree) -> str:
    parent = within.parents.get(key)
    return parent.key if parent is not None else ""


def _moved(before: PlanTree, after: PlanTree, partner: Mapping[str, str]) -> frozenset[str]:
    """Keys (of after) that hang under another part now, or stand in another order among those that stayed."""
    elsewhere = {
        key
        for key, old in partner.items()
        if partner.get(_parent_key(key, after), _parent_key(key, after)) != _parent_key(old, before)
    }
    return frozenset(elsewhere | _reordered(before, after, partner, elsewhere))


def _reordered(before: PlanTree, after: PlanTree, partner: Mapping[str, str], elsewhere: set[str]) -> set[str]:
    found: set[str] = set()
    for parent in ["", *partner]:
        now = [n.key for n in _children(parent, after) if n.key in partner and n.key not in elsewhere]
        stayed = {partner[key] for key in now}
        then = [n.key for n in _children(partner.get(parent, ""), before) if n.key in stayed]
        blocks = SequenceMatcher(None, then, [partner[key] for key in now], autojunk=False).get_matching_blocks()
        in_order = {block.b + offset for block in blocks for offset in range(block.size)}
        found |= {key for place, key in enumerate(now) if place not in in_order}
    return found


def _whereabouts(node: PlanNode, within: PlanTree) -> str:
    parent = _parent_key(node.key, within)
    place = 1 + [one.key for one in _children(parent, within)].index(node.key)
    return f"{within.by_key[parent].name if parent else within.title} ({place})"
